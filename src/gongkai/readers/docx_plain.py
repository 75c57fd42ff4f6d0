"""The body of a Word file, made a flat stream without building a tree of it.

What Word writes for a report is texts with the same few stretches of tags between them over and over, most of
them formatting that says nothing. Every different stretch is looked at once: formatting is cut away unread, and
each tag that is left is turned into what it means. Whatever is not plain (changes, hidden or struck text,
automatic numbers, text boxes, fields, a tag not listed here, text where none should be) gives None, and the part
goes through the full parser; the tests hold both ways to the same result.
"""

from __future__ import annotations

import html
import re
from typing import Final

from . import limits
from .stream import BREAK, CELL, END, ROW, SPAN, TABLE

# What changes the reading from inside formatting, so that the full parser has to look at it.
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
    b"</w:t>",
    b"<!",
    b"<?",
)
_NAMESPACE: Final = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>)?\s*<w:document [^<>]*>\s*<w:body>")
_TAIL: Final = b"</w:body></w:document>"
_ENCODING: Final = re.compile(rb'encoding=["\'](?!utf-8["\'])', re.IGNORECASE)
_VALUE: Final = re.compile(r'\sw:val="([^"]*)"')
_FORMATTING: Final = (b"w:pPr", b"w:rPr", b"w:tcBorders", b"w:tblPr", b"w:tblGrid", b"w:sectPr")

_BEFORE_TEXT: Final = (b"<w:t", b'<w:t xml:space="preserve"')
_MARKS: Final = {
    "w:p": BREAK, "/w:p": BREAK, "w:p/": BREAK + BREAK,
    "w:tbl": TABLE, "/w:tbl": END, "w:tr": ROW, "w:tc": CELL, "/w:tcPr": SPAN, "w:tcPr/": SPAN,
    "w:tab/": "\t", "w:br": BREAK, "w:br/": BREAK, "w:cr/": BREAK, "w:noBreakHyphen/": "-", "w:ptab": "\t",
}  # fmt: skip
_WORDS: Final = (
    "r tr tc tcPr trPr tblPrEx hyperlink smartTag proofErr bookmarkStart bookmarkEnd softHyphen "
    "lastRenderedPageBreak tcW vAlign shd noWrap tcMar top bottom left right start end trHeight cantSplit "
    "tblHeader jc hideMark tcFitText textDirection tblCellSpacing wBefore wAfter gridAfter cnfStyle divId "
    "tblBorders tblCellMar tblInd tblLayout tblLook tblW insideH insideV tblStyle permStart permEnd "
    "pPr rPr tblPr tblGrid tcBorders sectPr"
)
_SILENT: Final = frozenset(
    ("w:t/", *(f"{a}w:{word}{z}" for word in _WORDS.split() for a in ("", "/") for z in ("", "/")))
)
# A number outside the head of a cell would be read as text.
_IN_PLACE: Final = re.compile(f"(?:[{BREAK}{TABLE}{END}{ROW}\t<-]|{CELL}[0-9]*(?:,[rc])?{SPAN})*+")


def plain_stream(content: bytes) -> str | None:
    """The main part as a stream (see ``stream``), or None where it is not plain."""
    head = _HEAD.match(content)
    if head is None or head[0].count(_NAMESPACE) != 1 or _ENCODING.search(head[0]):
        return None
    if not content.endswith(_TAIL):
        return None
    if len(content) > limits.MAX_TAGS and content.count(b"<") > limits.MAX_TAGS:
        return None
    # A piece is tags, then the text that they lead to. The tags are much the same again and again.
    *pieces, rest = content[head.end() : -len(_TAIL)].split(b"</w:t>")
    runs = [piece.rpartition(b">") for piece in pieces]
    between = {tags for tags, _, _ in runs}
    if not all(tags.endswith(_BEFORE_TEXT) for tags in between):
        return None
    marks = _marked([*(tags[: tags.rindex(b"<")] for tags in between), rest])
    if marks is None:
        return None
    *marks, last = marks
    meaning = dict(zip(between, marks, strict=True))
    try:
        stream = b"".join([*(meaning[tags] + text for tags, _, text in runs), last]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "<" in stream or stream.count(TABLE) != stream.count(END):
        return None
    return html.unescape(stream) if "&" in stream else stream


def _marked(stretches: list[bytes]) -> list[bytes] | None:
    """What each stretch of tags means in the stream; None where something in them is not plain.

    They are looked at as one, each ended as a text is, so that many short ones cost no more than their length.
    """
    bare: bytes | None = b"</w:t>".join([*stretches, b""])
    cut: set[bytes] = set()
    for name in _FORMATTING:
        bare = _without(bare, name, cut) if bare is not None else None
    if bare is None or not bare.startswith(b"<") or any(sign in one for one in cut for sign in _TELLING):
        return None
    try:
        tags = bare[1:-1].decode("utf-8").split("><")
    except UnicodeDecodeError:
        return None
    marks = {"/w:t": "<"}  # no other mark holds one
    for tag in set(tags) - marks.keys():
        mark = None if "<" in tag or ">" in tag or "xmlns" in tag else _mark(tag)
        if mark is None:
            return None
        marks[tag] = mark
    flat = "".join(map(marks.__getitem__, tags))
    return flat.encode().split(b"<")[:-1] if _IN_PLACE.fullmatch(flat) else None


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


def _mark(tag: str) -> str | None:
    """What a tag means in the stream; None for one that is not plain."""
    name = tag.partition(" ")[0]
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
