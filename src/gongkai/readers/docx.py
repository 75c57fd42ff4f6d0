"""A Word file (DOCX) as blocks: its body in order, as a reader with all changes accepted sees it."""

from __future__ import annotations

from gongkai.errors import Unreadable

from .container import Container, parse_xml
from .document import Document, Table
from .limits import Deadline
from .stream import PICTURE, blocks
from .stylesheet import flatten

MAIN = "word/document.xml"


def extract(container: Container, deadline: Deadline) -> Document:
    """Blocks of the main part. Headers, footers, notes, deleted and hidden text are left out."""
    root = parse_xml(container.read(MAIN))
    stream = flatten(root, "docx.xsl")
    deadline.check()
    import re
    stream = re.sub("\ufdd6[^\ufdd7]*\ufdd7", "", stream)
    pictures = PICTURE in stream
    if pictures:
        stream = stream.replace(PICTURE, "")
    found = blocks(stream, deadline)
    notes = []
    if pictures and not any(isinstance(b, Table) for b in found):
        notes.append("文档里没有表格而有图片；表格可能是图片，图片里的数字读不出。")
    return Document("docx", found, None, None, tuple(notes))
