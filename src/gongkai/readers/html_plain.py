"""A page as an editor writes it, made a flat stream without building a tree of it.

What editors and converters write is tags of a few kinds, each with the same attributes over and over: every
different tag is looked at once. Whatever is not plain (a script or a comment in the body, an attribute that may
hide, a tag not listed here, a sign that a browser would have to repair) gives None, and the page goes through
the full parser; the tests hold both ways to the same result.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from .stream import BREAK, CELL, END, PICTURE, ROW, SPAN, TABLE

_TAG = re.compile(
    r"(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*(?::p)?)"
    r"(?P<attributes>(?:\s+[^\s\"'=/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=`]+))?)*)\s*/?"
)
_SPAN = re.compile(r"\s(col|row)span\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=`]+))", re.IGNORECASE)
_HIDES = re.compile(r"hidden|display|visibility|mso-hide", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]*)</title>", re.IGNORECASE)
_HEAD = re.compile(r"<head[\s>]", re.IGNORECASE)
_HEAD_ENDS = re.compile(r"</head\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_KEPT = 400  # characters of a tag that is remembered for the next page
_LINES: Final = frozenset(
    (
        "p",
        "div",
        "center",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "section",
        "article",
        "body",
        "caption",
    )
)
_INLINE: Final = frozenset(
    (
        "span",
        "strong",
        "b",
        "em",
        "i",
        "u",
        "font",
        "a",
        "o:p",
        "html",
        "tbody",
        "thead",
        "tfoot",
        "col",
        "colgroup",
    )
)
_OPEN: Final = {"table": TABLE, "tr": ROW, "br": BREAK, "hr": BREAK, "img": PICTURE}
_CLOSE: Final = {"table": END, "tr": "", "td": "", "th": ""}


def plain_stream(text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """The page as a stream (see ``stream``), its title and notes (there are none); None where it is not plain."""
    title, start = "", 0
    if head := _HEAD.search(text, 0, 2000):
        ends = _HEAD_ENDS.search(text, head.end())
        body = _BODY.search(text, head.end())
        if ends is None or body is None or body.start() < ends.end():
            return None
        found = _TITLE.search(text, head.end(), ends.start())
        title, start = html.unescape(found[1]).strip() if found else "", body.start()
    stream = _marked(text[start:] if start else text)
    if stream is None or stream.count(TABLE) != stream.count(END):
        return None
    return html.unescape(stream) if "&" in stream else stream, title, ()


def _marked(text: str) -> str | None:
    """The text with each tag in it turned into what it means; None where one of them is not plain."""
    pieces = text.replace(">", "<").split("<")  # text and tags in turn, or some tag below is none
    if len(pieces) - 1 != 2 * text.count("<"):  # as many end as begin
        return None
    tags = pieces[1::2]
    marks: dict[str, str] = {}
    for tag in set(tags):
        mark = _mark(tag) if len(tag) < _KEPT else _mark.__wrapped__(tag)
        if mark is None:
            return None
        marks[tag] = mark
    pieces[1::2] = map(marks.__getitem__, tags)
    return "".join(pieces)


@lru_cache(maxsize=1024)
def _mark(tag: str) -> str | None:
    """What a tag means in the stream; None for one that is not plain."""
    parts = _TAG.fullmatch(tag)
    if parts is None or _HIDES.search(tag):
        return None
    name, closes = parts["name"].lower(), bool(parts["close"])
    if name in _LINES:
        return BREAK
    if name in _INLINE:
        return ""
    if name in ("td", "th") and not closes:
        return CELL + _spans(parts["attributes"]) + SPAN
    return (_CLOSE if closes else _OPEN).get(name)


def _spans(attributes: str) -> str:
    """``colspan,rowspan``, or nothing where the cell has neither. The first of two alike counts."""
    found: dict[str, str] = {}
    for which, *values in _SPAN.findall(attributes):
        found.setdefault(which.lower(), "".join(values))
    return f"{found.get('col', '')},{found.get('row', '')}" if found else ""
