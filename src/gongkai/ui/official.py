"""The tables of a report in the layout of the form: rows of real header cells and the place of each figure.

Portal and desk draw the same layout (``ui/official.html``) and differ in what they put into a figure's place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gongkai.statute.form import Block, Cell, Column, Row

_TABLES = {2: "表二", 3: "表三", 4: "表四"}


@dataclass(frozen=True, slots=True)
class Header:
    """One ``<th>``. ``scope`` is col, colgroup, row or rowgroup."""

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


def anchor(cell: Cell) -> str:
    """The id of a figure's place, ASCII and stable: ``c-3-3.7-natural``."""
    return f"c-{cell.row.table}-{cell.row.code}-{cell.column.code}"


def label(cell: Cell) -> str:
    """A figure's place in words: ``（七）总计，自然人``."""
    return f"{''.join((*cell.row.group, cell.row.label))}，{column_label(cell.column)}"


def column_label(column: Column) -> str:
    return f"{column.label}（单位：{column.unit}）" if column.unit else column.label


def sheets(blocks: Sequence[Block], show: Callable[[Cell], Any]) -> tuple[Sheet, ...]:
    """Every block as a table; ``show`` says what stands in the place of a figure."""
    return tuple(_LAYOUT[block.table](block, show) for block in blocks)


def _plain(block: Block, show: Callable[[Cell], Any]) -> Sheet:
    """Table 2: the item of Article 20 across, then its matters."""
    head = (
        (Header(block.title, "colgroup", colspan=len(block.columns) + 1),),
        (Header(block.head, "col"), *(Header(column_label(c), "col") for c in block.columns)),
    )
    lines = (Line((Header(r.label, "row"),), _places(block, r, show)) for r in block.rows)
    return Sheet(block.table, f"{_TABLES[block.table]} {block.title}", head, tuple(lines))


def _grouped(block: Block, show: Callable[[Cell], Any]) -> Sheet:
    """Table 3: labels nest to the left, applicants group across the top."""
    depth = max(len(row.group) for row in block.rows) + 1
    note = Header(block.note, "col", colspan=depth, rowspan=3)
    top = Header(block.head, "colgroup", colspan=len(block.columns))
    head = ((note, top), tuple(_column_groups(block.columns)), _grouped_columns(block.columns))
    lines = (
        Line(_row_headers(block.rows, at, depth), _places(block, row, show)) for at, row in enumerate(block.rows)
    )
    return Sheet(block.table, f"{_TABLES[block.table]} {block.title}", head, tuple(lines))


def _across(block: Block, show: Callable[[Cell], Any]) -> Sheet:
    """Table 4: fifteen figures in one line, the rows of the block side by side above them."""
    width = len(block.columns)
    outcomes = tuple(Header(c.label, "col") for c in block.columns)
    first, second, third = list[Header](), list[Header](), list[Header]()
    for group, members in groupby(block.rows, key=lambda row: row.group):
        rows = list(members)
        if group:
            first.append(Header(group[0], "colgroup", colspan=width * len(rows)))
            second.extend(Header(row.label, "colgroup", colspan=width) for row in rows)
            third.extend(outcomes * len(rows))
        else:
            first.extend(Header(row.label, "colgroup", colspan=width) for row in rows)
            second.extend(Header(h.text, h.scope, rowspan=2) for h in outcomes * len(rows))
    places = tuple(place for row in block.rows for place in _places(block, row, show))
    head = (tuple(first), tuple(second), tuple(third))
    return Sheet(block.table, f"{_TABLES[block.table]} {block.title}", head, (Line((), places),))


_LAYOUT: dict[int, Callable[[Block, Callable[[Cell], Any]], Sheet]] = {2: _plain, 3: _grouped, 4: _across}


def _places(block: Block, row: Row, show: Callable[[Cell], Any]) -> tuple[Place, ...]:
    return tuple(Place(cell, anchor(cell), label(cell), show(cell)) for cell in block.row_cells(row))


def _column_groups(columns: Sequence[Column]) -> Iterator[Header]:
    for group, members in groupby(columns, key=lambda column: column.group):
        several = list(members)
        if group:
            yield Header(group[0], "colgroup", colspan=len(several))
        else:
            yield from (Header(c.label, "col", rowspan=2) for c in several)


def _grouped_columns(columns: Sequence[Column]) -> tuple[Header, ...]:
    return tuple(Header(c.label, "col") for c in columns if c.group)


def _row_headers(rows: Sequence[Row], at: int, depth: int) -> tuple[Header, ...]:
    """The group labels that begin in this row, then its own label over the columns that are left."""
    row, out = rows[at], list[Header]()
    for level in range(len(row.group)):
        group = row.group[: level + 1]
        if at == 0 or rows[at - 1].group[: level + 1] != group:
            span = sum(1 for r in rows[at:] if r.group[: level + 1] == group)
            out.append(Header(group[-1], "rowgroup", rowspan=span))
    return (*out, Header(row.label, "row", colspan=depth - len(row.group)))
