"""Is this message the report of a mail system that another one did not arrive, and which?

read(raw) -> Bounce?     None for whatever a person, or the machine of a person, wrote

A report as RFC 3464 has it says so in fields; others are known by who sends them (postmaster, mailer-daemon, an
empty envelope sender) and name the mail in their text. Which mails are ours is for the caller: anybody can write
such a report, and it counts for nothing unless it names one that we sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from html import unescape

from gongkai.cases import mail_message

_MOST_TEXT, _MOST_IDS = 20_000, 50
_ID = re.compile(r"<[^<>\s@]{1,150}@[^<>\s@]{1,150}>")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])(5\d\d|4\d\d)(?=[\s-])")
_MACHINE = re.compile(r"^(?:postmaster|mailer-daemon|mail-daemon|mdaemon|系统管理员)$", re.I)
_STILL_TRYING = re.compile(r"delayed|will (?:keep|continue|be) (?:trying|retr)|延迟送达|将继续尝试|仍在重试", re.I)


@dataclass(frozen=True)
class Bounce:
    """``ids``: the Message-IDs it names, ours perhaps among them; ``failed``: given up, not only delayed;
    ``code``: the status of the mail system ("5.1.1"), "" where it gave none."""

    ids: tuple[str, ...]
    failed: bool
    code: str


def read(raw: bytes) -> Bounce | None:
    """Raises what ``mail_message.read`` raises."""
    message = mail_message.parsed(raw)
    status = next((one for one in message.walk() if one.get_content_type() == "message/delivery-status"), None)
    if status is not None:
        return _reported(message, status)
    text = _texts(message)
    return _told(message, text) if _by_machine(message, text) else None


def _reported(message: EmailMessage, status: Message) -> Bounce:
    blocks = [one for one in status.walk() if one is not status]
    actions = {_field(block, "Action") for block in blocks} - {""}
    codes = [_code(_field(block, "Status")) or _code(_field(block, "Diagnostic-Code")) for block in blocks]
    answers = [*mail_message.ids(message, "In-Reply-To"), *mail_message.ids(message, "References")]
    named = _named(message, _texts(message), answers)
    return Bounce(named, "failed" in actions, next((code for code in codes if code), ""))


def _told(message: EmailMessage, text: str) -> Bounce:
    return Bounce(_named(message, text), not _STILL_TRYING.search(text), _code(text))


def _by_machine(message: EmailMessage, text: str) -> bool:
    """An empty envelope sender alone is no sign: whoever is on holiday answers with one, too."""
    if message.get("X-Failed-Recipients"):
        return True
    if str(message.get("Return-Path", "")).strip() == "<>" and _STATUS.search(text):
        return True
    sender = re.search(r"([^<>\s,;\"@]+)@", mail_message.header(message, "From"))
    return bool(sender and _MACHINE.match(sender[1]))


def _named(message: EmailMessage, text: str, answers: Iterable[str] = ()) -> tuple[str, ...]:
    """In the mail that is sent back, in the report's own fields, and in its words. What a message only answers
    is named by a report in fields alone: an answer by a machine may be one of many kinds."""
    return tuple(dict.fromkeys([*_of_the_original(message), *answers, *_ID.findall(text)]))[:_MOST_IDS]


def _of_the_original(message: EmailMessage) -> Iterator[str]:
    """Whole, as ``message/rfc822``, or its header only."""
    for part in message.walk():
        if part is not message and part.get("Message-ID"):
            yield from _ID.findall(str(part.get("Message-ID")))
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            yield from _ID.findall(_payload(part))


def _texts(message: EmailMessage) -> str:
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(_payload(part) for part in parts)[:_MOST_TEXT]


def _payload(part: Message) -> str:
    data = part.get_payload(decode=True)
    return unescape(mail_message.decoded(data[:_MOST_TEXT], None)) if isinstance(data, bytes) else ""


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().lower()


def _code(text: str) -> str:
    found = _STATUS.search(text) or _REPLY.search(text)
    return found[1] if found else ""
