"""What the body of an item is made of, once every difference of how it was written is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Align = Literal["", "center", "right"]
# Innermost last, as they are written.
MARKS: Final = ("strong", "em", "u", "s", "sub", "sup")
BREAK: Final = "\u2028"
"""A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike. ``picture`` is the address of an attachment that stands there, ``text`` then says
    what it shows."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``kind``: p, h2, h3 or h4."""

    runs: tuple[Run, ...]
    kind: str = "p"
    align: Align = ""


@dataclass(slots=True)
class List:
    """``start`` is the first number of an ordered one."""

    ordered: bool
    start: int = 1
    items: list[list[Block]] = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    head: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Align = ""
    scope: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    head: bool = False
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    caption: tuple[Run, ...] = ()
    rows: list[Row] = field(default_factory=list)


Block = Paragraph | List | Quote | Table
