"""The tables of a report in the layout of the form: boxes on a grid, header rows first. All formats print these,
and the desk draws them (``block_grid``).

Rows of the form that the report does not have at all (a report that breaks off, a row that an edition lacks) are
left out, so that what is missing stays missing; a single missing cell in a row prints as a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal

from gongkai.statute.form import AnnualReport, Block, Cell, Column, Row, Value

Head = Literal["col", "row"]


@dataclass(frozen=True, slots=True)
class Box:
    """One printed cell. ``column`` is its grid column from 0. Either ``cell`` is a figure of the form, or ``head``
    says which way the label points ("col" down, "row" to the right)."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    head: Head | None = None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of the form. ``heads`` is how many of its rows repeat on each page; ``widths`` are shares of the
    width of the page; ``starts`` are the rows at which a new block begins (table 2 has several)."""

    table: int
    caption: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Box, ...], ...]
    heads: int = 0
    starts: frozenset[int] = field(default_factory=frozenset)


_CAPTIONS: Final = {
    2: "表2 主动公开政府信息情况",
    3: "表3 收到和处理政府信息公开申请情况",
    4: "表4 政府信息公开行政复议、行政诉讼情况",
}


# What stands in the place of a figure.
Text = Callable[[Cell], str]


def grids(report: AnnualReport) -> tuple[Grid, ...]:
    """The tables that the report has, in the order of the form."""

    def text(cell: Cell) -> str:
        return figure_text(report.value(cell.name))

    blocks = [(b, rows) for b in report.layout() if (rows := _present(b, report))]
    made = []
    for number in (2, 3, 4):
        chosen = [(b, rows) for b, rows in blocks if b.table == number]
        if chosen:
            made.append(_MAKERS[number](text, chosen))
    return tuple(made)


def block_grid(block: Block) -> Grid:
    """One block of the form with all its rows, for a page that puts its own into the place of each figure."""
    return _MAKERS[block.table](lambda cell: "", [(block, block.rows)])


def _present(block: Block, report: AnnualReport) -> tuple[Row, ...]:
    return tuple(r for r in block.rows if any(c.name in report.figures for c in block.row_cells(r)))


def figure_text(value: Value) -> str:
    """A figure as printed: blank stays blank, "/" stays "/", an amount keeps its decimals."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def column_label(column: Column) -> str:
    return f"{column.label}（单位：{column.unit}）" if column.unit else column.label


def anchor(cell: Cell) -> str:
    """A figure's id on a page, ASCII and stable: ``c-3-3.7-natural``."""
    return f"c-{cell.row.table}-{cell.row.code}-{cell.column.code}"


_Chosen = Sequence[tuple[Block, tuple[Row, ...]]]


def _figures(text: Text, block: Block, row: Row, spans: Sequence[tuple[int, int]]) -> Iterator[Box]:
    for cell, (at, span) in zip(block.row_cells(row), spans, strict=True):
        yield Box(text(cell), at, span, cell=cell)


def _items(text: Text, chosen: _Chosen) -> Grid:
    """Table 2: under each item of Article 20 its matters; the last column of a block takes what room is left."""
    width = 1 + max(len(block.columns) for block, _ in chosen)
    rows: list[tuple[Box, ...]] = []
    starts = set()
    for block, present in chosen:
        starts.add(len(rows))
        last = len(block.columns)
        spans = [(at, width - at if at == last else 1) for at in range(1, last + 1)]
        names = (
            Box(column_label(c), at, span, head="col") for c, (at, span) in zip(block.columns, spans, strict=True)
        )
        rows.append((Box(block.title, 0, width, head="col"),))
        rows.append((Box(block.head, 0, head="col"), *names))
        rows.extend((Box(r.label, 0, head="row"), *_figures(text, block, r, spans)) for r in present)
    return Grid(2, _CAPTIONS[2], (25,) * width, tuple(rows), starts=frozenset(starts))


def _requests(text: Text, chosen: _Chosen) -> Grid:
    """Table 3: labels nest to the left in three columns, applicants group across the top."""
    ((block, present),) = chosen
    depth = 1 + max(len(row.group) for row in block.rows)
    spans = [(depth + at, 1) for at in range(len(block.columns))]
    note = Box(block.note, 0, depth, 3, head="col")
    heads = (
        (note, Box(block.head, depth, len(block.columns), head="col")),
        tuple(_applicants(block.columns, depth)),
        tuple(Box(c.label, depth + at, head="col") for at, c in enumerate(block.columns) if c.group),
    )
    body = ((*_labels(present, at, depth), *_figures(text, block, row, spans)) for at, row in enumerate(present))
    return Grid(3, _CAPTIONS[3], (7, 9, 26, *(8,) * len(block.columns)), (*heads, *body), heads=3)


def _applicants(columns: Sequence[Column], at: int) -> Iterator[Box]:
    for group, members in groupby(columns, key=lambda column: column.group):
        several = list(members)
        if group:
            yield Box(group[0], at, len(several), head="col")
        else:
            yield from (Box(c.label, at + i, 1, 2, head="col") for i, c in enumerate(several))
        at += len(several)


def _labels(rows: Sequence[Row], at: int, depth: int) -> Iterator[Box]:
    """The group labels that begin in this row, then its own label over the columns that are left."""
    row = rows[at]
    for level in range(len(row.group)):
        group = row.group[: level + 1]
        if at == 0 or rows[at - 1].group[: level + 1] != group:
            span = sum(1 for r in rows[at:] if r.group[: level + 1] == group)
            yield Box(group[-1], level, 1, span, head="row")
    yield Box(row.label, len(row.group), depth - len(row.group), head="row")


def _remedies(text: Text, chosen: _Chosen) -> Grid:
    """Table 4: one line of figures, the rows of the block side by side above it."""
    ((block, present),) = chosen
    width = len(block.columns)
    first, second, third, figures = list[Box](), list[Box](), list[Box](), list[Box]()
    at = 0
    for group, members in groupby(present, key=lambda row: row.group):
        several = list(members)
        if group:
            first.append(Box(group[0], at, width * len(several), head="col"))
        for row in several:
            (second if group else first).append(Box(row.label, at, width, head="col"))
            names = [Box(c.label, at + i, 1, 1 if group else 2, head="col") for i, c in enumerate(block.columns)]
            (third if group else second).extend(names)
            figures.extend(_figures(text, block, row, [(at + i, 1) for i in range(width)]))
            at += width
    heads = [tuple(sorted(row, key=lambda box: box.column)) for row in (first, second, third)]
    if not third:
        heads = [heads[0], tuple(Box(b.text, b.column, head="col") for b in heads[1])]
    return Grid(4, _CAPTIONS[4], (1,) * (width * len(present)), (*heads, tuple(figures)), heads=len(heads))


_MAKERS: Final = {2: _items, 3: _requests, 4: _remedies}
