"""The tables of a report in the layout of the form: rows of real header cells and the place of each figure.

The layout is that of every format (``writers.layout``); here a face puts something of its own into a figure's
place (``ui/official.html``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.statute.form import Block, Cell
from gongkai.writers.layout import anchor, block_grid, column_label

__all__ = ["Header", "Line", "Place", "Sheet", "anchor", "label", "sheets"]

_TABLES = {2: "表二", 3: "表三", 4: "表四"}


@dataclass(frozen=True, slots=True)
class Header:
    """One ``<th>``. ``scope`` is col or row, through whatever it spans."""

    text: str
    scope: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where one figure goes. ``anchor`` is its id on the page, ``label`` names it in words, ``shown`` is what
    the face put there."""

    cell: Cell
    anchor: str
    label: str
    shown: Any


@dataclass(frozen=True, slots=True)
class Line:
    headers: tuple[Header, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One block of the form as an HTML table. ``caption`` names it for those who do not see it."""

    table: int
    caption: str
    head: tuple[tuple[Header, ...], ...]
    lines: tuple[Line, ...]


def label(cell: Cell) -> str:
    """A figure's place in words: ``（七）总计，自然人``."""
    return f"{''.join((*cell.row.group, cell.row.label))}，{column_label(cell.column)}"


def sheets(blocks: Sequence[Block], show: Callable[[Cell], Any]) -> tuple[Sheet, ...]:
    """Every block as a table; ``show`` says what stands in the place of a figure."""
    return tuple(_sheet(block, show) for block in blocks)


def _sheet(block: Block, show: Callable[[Cell], Any]) -> Sheet:
    """The rows that have no figure yet are the head."""
    head, lines = list[tuple[Header, ...]](), list[Line]()
    for row in block_grid(block).rows:
        headers = tuple(Header(b.text, b.head, b.colspan, b.rowspan) for b in row if b.head)
        cells = [b.cell for b in row if b.cell]
        if cells:
            lines.append(Line(headers, tuple(Place(c, anchor(c), label(c), show(c)) for c in cells)))
        else:
            head.append(headers)
    return Sheet(block.table, f"{_TABLES[block.table]} {block.title}", tuple(head), tuple(lines))
