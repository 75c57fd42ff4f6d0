"""A Word file (DOCX) as blocks: its body in order, as someone reads it who accepted all changes.

Left out: headers, footers, notes, comments, deleted and hidden text. Automatic numbers are written out.
"""

from __future__ import annotations

import re
from typing import Any

from gongkai.errors import Unreadable

from .container import Container, parse_xml
from .document import Document, Table
from .docx_plain import plain_stream
from .limits import Deadline
from .numbering import Numbering
from .revisions import settle
from .stream import NUMBER, NUMBER_END, PICTURE, blocks
from .stylesheet import flatten
from .text import regrouped

_MAIN = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBERED = re.compile(f"{NUMBER}([^|]*)\\|([^|]*)\\|([^{NUMBER_END}]*){NUMBER_END}")
_PICTURES = "文档里没有表格而有图片或嵌入的对象；表格可能是图片，图片里的数字读不出。"


def extract(container: Container, deadline: Deadline) -> Document:
    """Blocks of the main part. Raises Unreadable where it is missing, damaged or only a shell."""
    content = transitional(container.read(main_part(container)))
    notes: tuple[str, ...] = ()
    stream = _plain(content, container)
    if stream is None:
        root = parse_xml(content)
        deadline.check()
        notes = settle(root, content)
        stream = flatten(root, "docx.xsl")
    deadline.check()
    if NUMBER in stream:
        stream = _numbered(stream, container)
    pictures = PICTURE in stream
    if pictures:
        stream = stream.replace(PICTURE, "")
    found = regrouped(blocks(stream, deadline))
    if not found and b"altChunk" in content:
        raise Unreadable("文档正文是嵌入的网页片段，读不到；请用Word打开后另存为DOCX再试。")
    if pictures and not any(isinstance(b, Table) for b in found):
        notes = (*notes, _PICTURES)
    return Document("docx", found, _title(container), None, notes)


def _plain(content: bytes, container: Container) -> str | None:
    """The short way, where a paragraph style cannot bring a number that is not written in the text."""
    if "word/numbering.xml" in container.names and b"w:pStyle" in content:
        styles = container.read("word/styles.xml") if "word/styles.xml" in container.names else b""
        if b"numPr" in styles:
            return None
    return plain_stream(content)


def main_part(container: Container) -> str:
    """The name of the main part: the usual one, or the one that the package names."""
    if _MAIN in container.names:
        return _MAIN
    if "_rels/.rels" in container.names:
        for relation in parse_xml(container.read("_rels/.rels")):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", _MAIN)).lstrip("/")
    return _MAIN


def transitional(content: bytes) -> bytes:
    return content.replace(_STRICT, _TRANSITIONAL) if _STRICT in content else content


def _numbered(stream: str, container: Container) -> str:
    """The stream with its automatic numbers written out."""
    numbering = _part(container, "word/numbering.xml", b"abstractNum")
    if numbering is None:
        return _NUMBERED.sub("", stream)
    lists = Numbering(numbering, _part(container, "word/styles.xml", b"numPr"))
    return _NUMBERED.sub(lambda m: lists.next(m[1], m[2], m[3]), stream)


def _part(container: Container, name: str, needed: bytes) -> Any | None:
    """A part of the package, or None where it is missing or does not hold what it would be read for."""
    if name not in container.names:
        return None
    content = transitional(container.read(name))
    return parse_xml(content) if needed in content else None


def _title(container: Container) -> str | None:
    if "docProps/core.xml" not in container.names:
        return None
    title = parse_xml(container.read("docProps/core.xml")).findtext("{http://purl.org/dc/elements/1.1/}title")
    return title.strip() or None if title else None
