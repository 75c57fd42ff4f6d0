"""What a file is, by its first bytes: enough to file it under and to serve it. Reading looks closer."""

from __future__ import annotations

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
# Names of the members that tell office files apart; they stand in clear in a ZIP's directory.
_MEMBERS: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.xml", "xlsx"),
    (b"OFD.xml", "ofd"),
)
_TAIL = 256 * 1024

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}


def kind_of(data: bytes) -> str:
    """A short word: pdf, docx, xlsx, html, json, text, ole, picture, program, zip, ofd, empty or other."""
    if not data:
        return "empty"
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    if data.startswith(b"PK\x03\x04"):
        directory = data[-_TAIL:]
        return next((kind for member, kind in _MEMBERS if member in directory), "zip")
    return _text(data[:4096])


def content_type(kind: str) -> str:
    """What to tell a browser; anything that is not known to be harmless is bytes to save."""
    return CONTENT_TYPES.get(kind, "application/octet-stream")


def picture_type(data: bytes) -> str:
    """What to tell a browser of a picture that a page shows; bytes to save where it is none."""
    marks = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    return next((name for mark, name in marks.items() if data.startswith(mark)), "application/octet-stream")


def _text(head: bytes) -> str:
    if b"\0" in head:
        return "other"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"{", b"[")):
        return "json"
    return "html" if any(tag in start for tag in (b"<!doctype html", b"<html", b"<table", b"<body")) else "text"
