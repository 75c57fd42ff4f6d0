"""What an e-mail says, read with bounds and never trusted: who, about what, in answer to what, with which files.

Pure: bytes in, values out. A message that no reader understands still gives its raw bytes to whoever looks.

Anybody can send one, so nothing in it decides how long it is looked at: the standard library needs minutes and
gigabytes for a subject of a megabyte, or for parts within parts within parts (measured).
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from typing import Any

from lxml import html

MAX_FILES = 30
MAX_TEXT = 20_000
# What is longer is not read to its end; what has more is not taken apart at all.
_LONGEST_HEADER, _LONGEST_OF_PART, _LONGEST_REFERENCES = 2000, 1000, 20_000
_LONGEST_BODY = 2 * 2**20
_MOST_LINES, _MOST_BOUNDARIES, _MOST_NESTED = 1_500_000, 500, 50
_MOST_PARAMETERS = 30
# Python's decoders of these take the square of the length.
_NO_CHARSETS = frozenset({"punycode", "idna"})
_ID = re.compile(r"<[^<>\s]{1,300}>")
_ADDRESS = re.compile(r"[^<>\s,;\"]+@[^<>\s,;\"]+")


@dataclass(frozen=True)
class Attached:
    name: str
    data: bytes


@dataclass(frozen=True)
class Read:
    """``message_id`` is "" where there is none; ``answers`` the ids it refers to; ``left_out`` how many
    attachments there were beyond the bound (all of them are in the raw message)."""

    message_id: str
    sender: str
    address: str
    subject: str
    text: str
    answers: tuple[str, ...]
    files: tuple[Attached, ...]
    left_out: int = 0


class TooMuch(ValueError):
    """More lines or parts than a letter has."""


class _Bounded(email.policy.EmailPolicy):
    """Header fields are taken apart up to a length."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return super().header_fetch_parse(name, value if hasattr(value, "name") else _short(name, value))


def _short(name: str, value: str) -> str:
    """Parameters cost the square of their number."""
    if not name.lower().startswith("content-"):
        return value[:_LONGEST_HEADER]
    return ";".join(value[:_LONGEST_OF_PART].split(";")[:_MOST_PARAMETERS])


def read(raw: bytes) -> Read:
    """Whatever can be understood of it. Raises ``TooMuch``, or what the parser of the standard library raises:
    anything."""
    message = parsed(raw)
    parts = [part for part in message.walk() if not part.is_multipart() and _is_file(part)]
    files = tuple(Attached(_name(part, at), _bytes(part)) for at, part in enumerate(parts[:MAX_FILES], start=1))
    sender, address = _sender(header(message, "From"))
    return Read(
        message_id=next(iter(ids(message, "Message-ID")), ""),
        sender=sender,
        address=address,
        subject=header(message, "Subject"),
        text=text_of(message)[:MAX_TEXT],
        answers=tuple(dict.fromkeys([*ids(message, "In-Reply-To"), *ids(message, "References")])),
        files=tuple(one for one in files if one.data),
        left_out=max(0, len(parts) - MAX_FILES),
    )


def parsed(raw: bytes) -> EmailMessage:
    """Its fields and parts, taken apart within the bounds. Raises as ``read``."""
    _bounded(raw)
    message = email.message_from_bytes(raw, policy=_Bounded())
    assert isinstance(message, EmailMessage)
    return message


def _bounded(raw: bytes) -> None:
    nested = raw.lower().count(b"multipart/")
    if raw.count(b"\n") > _MOST_LINES or raw.count(b"\n--") > _MOST_BOUNDARIES or nested > _MOST_NESTED:
        raise TooMuch


def header(message: EmailMessage, name: str) -> str:
    """One line of it; a broken one gives what is there."""
    try:
        value = str(message.get(name, ""))
    # The standard library's parser of headers raises many things on purpose-made ones.
    except Exception:  # noqa: BLE001
        value = _raw(message, name)[:_LONGEST_HEADER]
    return _line(value)


def _raw(message: EmailMessage, name: str) -> str:
    """As it stands there."""
    return next((str(raw) for key, raw in message.raw_items() if key.lower() == name.lower()), "")


def _line(value: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in value.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(printable.split())


def ids(message: EmailMessage, name: str) -> list[str]:
    """The Message-IDs that stand in this field."""
    return _ID.findall(_line(_raw(message, name)[:_LONGEST_REFERENCES]))


def _sender(header: str) -> tuple[str, str]:
    """The name as it is written, and the address."""
    found = _ADDRESS.search(header)
    address = found[0] if found else ""
    name = header.replace(f"<{address}>", "").strip(" \"'") if address else header
    return (name if name != address else ""), address


def _is_file(part: EmailMessage) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return part.get_content_maintype() != "text"


def _name(part: EmailMessage, at: int) -> str:
    ending = part.get_content_subtype() if part.get_content_maintype() != "text" else "txt"
    return str(part.get_filename() or f"附件{at}.{ending}")


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(message: EmailMessage) -> str:
    """The plain text, else what the HTML says without its scripts."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or body.is_multipart():
        return ""
    words = decoded(_bytes(body)[:_LONGEST_BODY], body.get_content_charset())
    if body.get_content_subtype() == "html":
        words = "\n".join(_lines(words))
    return words.replace("\0", "").strip()


def decoded(data: bytes, charset: str | None) -> str:
    """By the charset it names, else by what Chinese mail is written in."""
    for name in (charset or "utf-8", "utf-8", "gb18030"):
        if name.casefold() in _NO_CHARSETS:
            continue
        try:
            # Some give halves of characters, which no page can be made of.
            return data.decode(name).encode("utf-8", "replace").decode("utf-8")
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _lines(text: str) -> Iterator[str]:
    if not text.strip():
        return
    tree = html.document_fromstring(text)
    for one in list(tree.iter("script", "style", "head")):
        # Emptied and not taken out: what follows it hangs on it.
        one.text = None
        for child in list(one):
            one.remove(child)
    for words in tree.itertext():
        if line := str(words).strip():
            yield line
