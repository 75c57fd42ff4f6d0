"""The texts of PDF pages, each character tried: does a reader see it?

A page is drawn twice, once whole and once without any of its text. Where both pictures are the same, the text is
not seen, whatever hides it: a box, a picture, its colour, a layer that is off, a clip. Nothing has to be known
about how it was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import pypdfium2 as pdfium

from gongkai.errors import TooLarge, Unreadable

from . import limits
from .findings import Found
from .pdf_sight import UNDECIDED, Sight


@dataclass(frozen=True, slots=True)
class PageText:
    """``text`` is all of it, ``seen`` what a reader sees; ``runs`` the rest: (kind, text)."""

    text: str
    seen: str
    runs: tuple[tuple[str, str], ...] = field(default=())


def look(data: bytes, found: Found) -> tuple[PageText, ...]:
    """Findings of all pages, and their texts."""
    document = opened(data)
    try:
        if len(document) > limits.MAX_PAGES:
            raise TooLarge(f"PDF超过{limits.MAX_PAGES}页，未检查；请拆分后再检查。")
        return tuple(_page(document, index, found) for index in range(len(document)))
    finally:
        document.close()


def opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Unreadable("PDF损坏，打不开；请重新导出后再检查。") from error


def texts(data: bytes) -> list[str]:
    """All text of each page, seen or not."""
    document = opened(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, index: int, found: Found) -> PageText:
    where = f"第{index + 1}页"
    try:
        page = document[index]
        sight = Sight(page)
        characters = tuple(sight.characters())
    except pdfium.PdfiumError:
        found.unexamined(where, "这一页损坏，打不开。")
        return PageText("", "")
    text = "".join(c for c, _ in characters)
    runs = tuple(_runs(characters))
    for kind, run in runs:
        if kind == UNDECIDED:
            found.unexamined(where, "页面过大，或字体未嵌入、本机也没有，不能判断文字是否可见。")
        else:
            found.add(kind, where, run)
    found.personal(where, text)
    if sight.picture_is_cut():
        found.add("cropped-picture", where, "图片有一部分在页面范围以外")
    if not any(kind == "ocr-layer" for kind, _ in runs):
        _pictures(sight, text, where, found)
    return PageText(text, "".join(c for c, kind in characters if not kind), runs)


def _runs(characters: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Neighbouring unseen characters of one kind; blanks belong to what surrounds them."""
    filled: list[tuple[str, str]] = []
    for character, kind in characters:
        if not character.strip() and filled:
            kind = filled[-1][1]
        filled.append((character, kind))
    for kind, group in groupby(filled, key=lambda pair: pair[1]):
        run = "".join(character for character, _ in group).strip()
        if kind and run:
            yield kind, run


def _pictures(sight: Sight, text: str, where: str, found: Found) -> None:
    """A page without text that is not blank either, or one that is mostly a picture."""
    if not text.strip():
        if sight.drawn():
            found.add("picture-only", where, "整页是图片或图形，没有文字层，文字未读取")
    elif sight.picture_share() > 0.15:
        found.add("picture-only", where, f"页内图片占{min(sight.picture_share(), 1):.0%}，图中文字未读取")
