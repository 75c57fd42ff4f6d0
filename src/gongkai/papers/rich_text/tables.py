"""A table made whole: rows that are there, cells that reach no further than it does, its head in one piece."""

from __future__ import annotations

from collections.abc import Sequence

from .tree import Block, Cell, Paragraph, Row, Table

_WIDEST, _DEEPEST = 100, 5000


def span(said: str, most: int = _WIDEST) -> int:
    """A span as a number: 1 where it says nothing of use."""
    return max(1, min(most, int(said))) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def rowspan(said: str) -> int:
    return span(said, _DEEPEST)


def settled(table: Table) -> Table | None:
    """None where nothing is in it."""
    rows = _there(table.rows)
    if not any(cell.blocks for row in rows for cell in row.cells):
        return None
    heads = _heads(rows)
    for at, row in enumerate(rows):
        row.head = at < heads
        end = heads if row.head else len(rows)
        for cell in row.cells:
            cell.rowspan = min(cell.rowspan, end - at)
            _alone(cell)
    return Table(table.caption, rows)


def layout_only(table: Table) -> Sequence[Block] | None:
    """What is in a table of one cell, which is no table; None for any other."""
    if not table.caption and len(table.rows) == 1 and len(table.rows[0].cells) == 1:
        return table.rows[0].cells[0].blocks
    return None


def _there(rows: Sequence[Row]) -> list[Row]:
    """Without rows that hold no cell, unless one from above stands in them."""
    kept, reach = list[Row](), 0
    for row in rows:
        if row.cells or reach > 0:
            kept.append(row)
            reach = max([reach - 1, *(cell.rowspan - 1 for cell in row.cells)])
    while kept and not kept[-1].cells:
        kept.pop()
    return kept


def _heads(rows: Sequence[Row]) -> int:
    """How many rows are the head: those that were said to be, or the first ones of head cells only, and as far
    down as their cells reach; a table that would be head and nothing else has none."""
    count = 0
    while count < len(rows) and (rows[count].head or _of_heads(rows[count])):
        count += 1
    at = 0
    while at < count:
        count = max([count, *(at + cell.rowspan for cell in rows[at].cells)])
        at += 1
    return count if count < len(rows) else 0


def _of_heads(row: Row) -> bool:
    return bool(row.cells) and all(cell.head for cell in row.cells)


def _alone(cell: Cell) -> None:
    """A paragraph alone in its cell stands where the cell does."""
    if len(cell.blocks) == 1 and isinstance(first := cell.blocks[0], Paragraph) and first.align:
        cell.align, cell.blocks = first.align, [Paragraph(first.runs)]
