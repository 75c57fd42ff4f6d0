"""What an e-mail says, read with bounds and never trusted: who, about what, in answer to what, with which files.

Pure: bytes in, values out. A message that no reader understands still gives its raw bytes to whoever looks.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart

from lxml import html

MAX_FILES = 30
MAX_TEXT = 20_000
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


def read(raw: bytes) -> Read:
    """Whatever can be understood of it. Raises what the parser of the standard library raises: anything."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    parts = [part for part in message.walk() if not part.is_multipart() and _is_file(part)]
    files = tuple(Attached(_name(part, at), _bytes(part)) for at, part in enumerate(parts[:MAX_FILES], start=1))
    sender, address = _sender(_header(message, "From"))
    return Read(
        message_id=next(iter(_ids(message, "Message-ID")), ""),
        sender=sender,
        address=address,
        subject=_header(message, "Subject"),
        text=_text(message)[:MAX_TEXT],
        answers=tuple(dict.fromkeys([*_ids(message, "In-Reply-To"), *_ids(message, "References")])),
        files=tuple(one for one in files if one.data),
        left_out=max(0, len(parts) - MAX_FILES),
    )


def _header(message: EmailMessage, name: str) -> str:
    """One line of it; a broken one gives what is there."""
    try:
        value = str(message.get(name, ""))
    # The standard library's parser of headers raises many things on purpose-made ones.
    except Exception:  # noqa: BLE001
        value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    printable = "".join(c if c.isprintable() else " " for c in value.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(printable.split())


def _ids(message: EmailMessage, name: str) -> list[str]:
    return _ID.findall(_header(message, name))


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


def _text(message: EmailMessage) -> str:
    """The plain text, else what the HTML says without its scripts."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or body.is_multipart():
        return ""
    words = _decoded(_bytes(body), body.get_content_charset())
    if body.get_content_subtype() == "html":
        words = "\n".join(_lines(words))
    return words.replace("\0", "").strip()


def _decoded(data: bytes, charset: str | None) -> str:
    """By the charset it names, else by what Chinese mail is written in."""
    for name in (charset or "utf-8", "utf-8", "gb18030"):
        try:
            return data.decode(name)
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
