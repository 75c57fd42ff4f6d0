"""The guide to a body's information (政府信息公开指南, 条例第十二条) as a file to download.

write(guide, "pdf" | "docx") -> bytes

The text of the rules of a body's work (制度) is printed by the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from . import paper, rich
from .letter import chinese_date
from .outline import printable

FORMATS: Final = paper.FORMATS
_NUMERALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Section:
    """``heading`` without its numeral; ``facts`` (办公地址, 联系电话 …) stand in a table before the text. ``body``
    is clean HTML, or plain text by lines."""

    heading: str
    body: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """``on`` is the day it was last changed; ``opening`` stands before the first section, as plain text."""

    agency: str
    title: str
    on: date
    sections: tuple[Section, ...]
    opening: str = ""


def write(guide: Guide, format: str) -> bytes:
    """WriteError for another format, without a title, and for a character that no font here prints."""
    return paper.write(laid(guide), format)


def laid(guide: Guide) -> paper.Paper:
    return paper.Paper(
        title=guide.title,
        agency=guide.agency,
        parts=tuple(_parts(guide)),
        as_of=guide.on,
        under=f"（{chinese_date(guide.on)}更新）",
    )


def _parts(guide: Guide) -> Iterator[rich.Part]:
    yield from rich.plain(guide.opening)
    for number, section in enumerate(guide.sections, 1):
        yield rich.Text((rich.Run(f"{numeral(number)}、{printable(section.heading)}"),), level=1)
        if section.facts:
            yield facts_table(section.facts)
        yield from rich.parts(section.body) if section.body.lstrip().startswith("<") else rich.plain(section.body)


def numeral(number: int) -> str:
    """1 to 99 as in the numbering of an official text: 一, 十, 十二, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return ten + (_NUMERALS[ones - 1] if ones else "")


def facts_table(facts: tuple[tuple[str, str], ...]) -> rich.Table:
    """Name and value side by side."""
    boxes = []
    for y, (name, value) in enumerate(facts):
        boxes.append(rich.Box(rich.plain(name), 0, y, head=True))
        boxes.append(rich.Box(rich.plain(value), 1, y))
    return rich.Table(tuple(boxes), 2, len(facts))
