"""A notice for the board of a village, a community, a hall (公示栏): sheets of A4, to be read standing.

write(poster) -> bytes      PDF/A-2a
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from gongkai.errors import WriteError

from . import fonts, rich, typesetting
from .letter import chinese_date
from .outline import printable
from .rich_data import media, part_data

# Points. A title is as large as it fits on two lines.
_LINES: Final = 2
_TITLES: Final = (46.0, 42.0, 38.0, 34.0, 30.0, 26.0)
# Text is read standing: large, and smaller only where it then fits on one sheet.
_TEXTS: Final = ((180, 24.0), (320, 20.0), (520, 18.0))
_SMALLEST: Final = 16.0
_WIDTH: Final = 170.0  # millimetres


@dataclass(frozen=True, slots=True)
class Poster:
    """``body`` is clean HTML. ``from_on`` and ``until_on``: how long it hangs. ``where`` says where the whole is
    found (an address, a telephone number)."""

    title: str
    agency: str
    body: str
    on: date
    from_on: date
    until_on: date | None = None
    document_number: str = ""
    where: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def hangs(self) -> str:
        until = f"至{chinese_date(self.until_on)}" if self.until_on else "起"
        return f"张贴时间：{chinese_date(self.from_on)}{until}"


def write(poster: Poster) -> bytes:
    """The same bytes for the same poster. WriteError without a title, where it ends before it begins, and for a
    character that no font here prints."""
    if not printable(poster.title):
        raise WriteError("没有标题，不能排版；请补齐后再试。")
    if poster.until_on is not None and poster.until_on < poster.from_on:
        raise WriteError("截止日期早于开始日期，没有生成；请核对张贴时间。")
    parts = rich.addressed(rich.parts(poster.body))
    return typesetting.pdf(
        "poster.typ", _data(poster, parts), as_of=poster.on, files=media(poster.pictures, parts)
    )


def lines(poster: Poster) -> Iterator[str]:
    """Everything that is printed, in order."""
    yield printable(poster.title)
    yield from rich.lines(rich.parts(poster.body))
    yield from (printable(poster.agency), chinese_date(poster.on), poster.hangs, printable(poster.where))


def _data(poster: Poster, parts: tuple[rich.Part, ...]) -> dict[str, Any]:
    size = _text_size(parts)
    return {
        "title": printable(poster.title),
        "title-lines": _title_lines(printable(poster.title)),
        "title-size": _title_size(printable(poster.title)),
        "size": size,
        "number": printable(poster.document_number),
        "agency": printable(poster.agency),
        "date": chinese_date(poster.on),
        "hangs": poster.hangs,
        "where": printable(poster.where),
        "fonts": fonts.chosen(fonts.families()),
        "parts": [part_data(part, poster.pictures, _WIDTH, size * 0.75) for part in parts],
    }


def _title_size(title: str) -> float:
    return next((size for size in _TITLES if _count(title, size) <= _LINES), _TITLES[-1])


def _count(title: str, size: float) -> int:
    """How many lines it takes."""
    return -(-len(title) // int(_WIDTH * 72 / 25.4 / size))


def _title_lines(title: str) -> list[str]:
    """In lines of like length, none of them one character long."""
    length = -(-len(title) // _count(title, _title_size(title)))
    return [title[at : at + length] for at in range(0, len(title), length)]


def _text_size(parts: tuple[rich.Part, ...]) -> float:
    length = sum(len(line) for line in rich.lines(parts)) + 120 * sum(isinstance(p, rich.Table) for p in parts)
    return next((size for most, size in _TEXTS if length <= most), _SMALLEST)
