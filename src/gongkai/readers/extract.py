"""Bytes of any file we read -> Document."""

from __future__ import annotations

import re

from gongkai.errors import NotText, UnknownKind, Unreadable

from .document import Document
from .limits import Deadline, check_input

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|tr|td|span|br|h[1-6])\b[^>]*>", re.I)


def extract(data: bytes, name: str = "") -> Document:
    check_input(data)
    deadline = Deadline()
    if not data.strip():
        raise Unreadable("文件是空的（0字节）；请重新下载或重新导出后再试。")
    if data.startswith(b"PK\x03\x04"):
        from . import docx
        from .container import Container

        return docx.extract(Container(data), deadline)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from . import pdf

        return pdf.extract(data, deadline)
    from .encoding import decode

    text = decode(data)
    if _HTML.search(data):
        from . import html

        return html.extract(text, deadline)
    from . import text as plain

    return plain.extract(text, deadline)
