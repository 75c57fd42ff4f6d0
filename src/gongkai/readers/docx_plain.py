"""The body of a Word file, made a flat stream without building a tree of it.

What Word writes for a report is a few kinds of tags over and over, most of them formatting that says nothing.
Formatting is cut away unread; every different tag that is left is looked at once. Whatever is not plain
(changes, hidden or struck text, automatic numbers, text boxes, fields, a tag not listed here, text where none
should be) gives None, and the part goes through the full parser; the tests hold both ways to the same result.
"""

from __future__ import annotations

import html
import re
from typing import Final

from .stream import BREAK, CELL, END, ROW, SPAN, TABLE

# Formatting that changes what is read, so the full parser looks at it.
_TELLING: Final = (
    b"anish",
    b"trike",
    b"Change",
    b"numPr",
    b"superscript",
    b"idden",
    b"w:del",
    b"w:ins",
    b"w:move",
)
_NAMESPACE: Final = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>)?\s*<w:document [^<>]*>\s*<w:body>")
_ENCODING: Final = re.compile(rb'encoding=["\'](?!utf-8["\'])', re.IGNORECASE)
_VALUE: Final = re.compile(r'\sw:val="([^"]*)"')
_FORMATTING: Final = (b"w:pPr", b"w:rPr", b"w:tcBorders", b"w:tblPr", b"w:tblGrid", b"w:sectPr")

_MARKS: Final = {
    "w:p": BREAK, "/w:p": BREAK, "w:p/": BREAK + BREAK,
    "w:tbl": TABLE, "/w:tbl": END, "w:tr": ROW, "w:tc": CELL, "/w:tcPr": SPAN, "w:tcPr/": SPAN,
    "w:tab/": "\t", "w:br": BREAK, "w:br/": BREAK, "w:cr/": BREAK, "w:noBreakHyphen/": "-", "w:ptab": "\t",
}  # fmt: skip
_WORDS: Final = (
    "r t tr tc tcPr trPr tblPrEx body document hyperlink smartTag proofErr bookmarkStart bookmarkEnd softHyphen "
    "lastRenderedPageBreak tcW vAlign shd noWrap tcMar top bottom left right start end trHeight cantSplit "
    "tblHeader jc hideMark tcFitText textDirection tblCellSpacing wBefore wAfter gridAfter cnfStyle divId "
    "tblBorders tblCellMar tblInd tblLayout tblLook tblW insideH insideV tblStyle permStart permEnd "
    "pPr rPr tblPr tblGrid tcBorders sectPr"
)
_SILENT: Final = frozenset(f"{a}w:{word}{z}" for word in _WORDS.split() for a in ("", "/") for z in ("", "/"))
_TEXT: Final = frozenset(("w:t", "w:t/"))


def plain_stream(content: bytes) -> str | None:
    """The main part as a stream (see ``stream``), or None where it is not plain."""
    head = _HEAD.match(content)
    if head is None or head[0].count(_NAMESPACE) != 1 or _ENCODING.search(head[0]):
        return None
    if not content.endswith(b"</w:body></w:document>"):
        return None
    bare: bytes | None = content[head.end() :]
    cut: set[bytes] = set()
    for name in _FORMATTING:
        bare = _without(bare, name, cut) if bare is not None else None
    if bare is None or any(sign in one for one in cut for sign in _TELLING):
        return None
    try:
        stream = _marked(bare.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if stream is None or stream.count(TABLE) != stream.count(END) or stream.count(CELL) != stream.count(SPAN):
        return None
    return html.unescape(stream) if "&" in stream else stream


def _without(content: bytes, name: bytes, cut: set[bytes]) -> bytes | None:
    """The content less every element of this name, which goes to ``cut``; None where they do not pair up."""
    opening, ending = b"<" + name + b">", b"</" + name + b">"
    first, *rest = content.split(opening)
    if ending in first:
        return None
    kept = [first]
    for piece in rest:
        inside, found, after = piece.partition(ending)
        if not found or ending in after:
            return None
        cut.add(inside)
        kept.append(after)
    return b"".join(kept)


def _marked(text: str) -> str | None:
    """The text with each tag in it turned into what it means; None where one is not plain."""
    if text.count("<") != text.count(">"):
        return None
    pieces = text.replace(">", "<").split("<")  # text and tags in turn
    tags, texts = pieces[1::2], pieces[2::2]
    marks: dict[str, str] = {}
    silent: set[str] = set()  # tags after which no text belongs
    for tag in set(tags):
        name = tag.partition(" ")[0]
        mark = _mark(tag, name)
        if mark is None or "xmlns" in tag:
            return None
        marks[tag] = mark
        if name not in _TEXT:
            silent.add(tag)
    if pieces[0].strip() or any(t in silent for t, after in zip(tags, texts, strict=True) if after):
        return None
    pieces[1::2] = map(marks.__getitem__, tags)
    return "".join(pieces)


def _mark(tag: str, name: str) -> str | None:
    """What a tag means in the stream; None for one that is not plain."""
    if name in _MARKS and (name == "w:tab/") == (tag == "w:tab/"):
        return _MARKS[name] + (BREAK if name == "w:p" and tag.endswith("/") else "")
    if name in _SILENT:
        return "" if not tag.endswith("/") or name not in ("w:tr", "w:tc") else None
    found = _VALUE.search(tag)
    if found is None and "val" in tag:  # written another way, for the parser to read
        return None
    if name == "w:gridSpan":
        return found[1] if found else None
    if name in ("w:vMerge", "w:vMerge/"):
        return ",r" if found and found[1] == "restart" else ",c"
    if name == "w:gridBefore":
        return f"{CELL}{found[1]}{SPAN}" if found and found[1] != "0" else ""
    return None
