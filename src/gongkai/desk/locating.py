"""Where on the page of the original each figure stands: its row number, its label and its texts must agree.

A figure knows its row in the file, not which of the file's tables it is in; several tables may have that row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.readers.document import Document, Table, TableCell
from gongkai.reports.models import ReportFigure
from gongkai.statute.form import Cell, cells_by_name

# Where a figure stands: table, row and grid column of the file, each counted from 1.
Spot = tuple[int, int, int]
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fff]+")
# So many characters of a label tell rows apart.
_ENOUGH = 8


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Figures of one row of the file, in the order of their columns."""

    row: int
    label: str
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]


def spots(document: Document, figures: Mapping[str, ReportFigure]) -> dict[str, Spot]:
    """By cell name, for the figures whose row was found beyond doubt enough to point at it."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    out: dict[str, Spot] = {}
    for wanted in _rows(figures):
        found = _best(wanted, tables)
        if found is not None:
            table, columns = found
            for cell, column in zip(wanted.cells, columns, strict=True):
                out[cell.name] = (table, wanted.row, column)
    return out


def _rows(figures: Mapping[str, ReportFigure]) -> Iterator[_Wanted]:
    groups: dict[tuple[int, int], list[tuple[Cell, ReportFigure]]] = {}
    for name, figure in figures.items():
        known = cells_by_name().get(name)
        if known is not None and figure.row:
            groups.setdefault((known[0].row.table, figure.row), []).append((known[0], figure))
    for (_, row), several in groups.items():
        cells, found = zip(*several, strict=True)
        label = "" if cells[0].row.table == 4 else _words(cells[0].row.label)[:_ENOUGH]
        yield _Wanted(row, label, cells, tuple(_plain(f.text) for f in found))


def _best(wanted: _Wanted, tables: Sequence[Table]) -> tuple[int, tuple[int, ...]] | None:
    """The table whose row fits; one that bears the label goes before one that does not."""
    fits = list(_fits(wanted, tables))
    labelled = [(table, columns) for table, columns, label in fits if label]
    if labelled or len(fits) == 1:
        return labelled[0] if labelled else fits[0][:2]
    return None


def _fits(wanted: _Wanted, tables: Sequence[Table]) -> Iterator[tuple[int, tuple[int, ...], bool]]:
    for number, table in enumerate(tables, start=1):
        if wanted.row <= len(table.rows):
            row = table.rows[wanted.row - 1]
            columns = _window(row, wanted.texts)
            if columns is not None:
                said = _words("".join(c.text for c in row))
                yield number, columns, bool(wanted.label) and wanted.label in said


def _window(row: Sequence[TableCell], texts: Sequence[str]) -> tuple[int, ...] | None:
    """The grid columns of the last run of cells that reads like this."""
    plain = [_plain(cell.text) for cell in row]
    for start in range(len(plain) - len(texts), -1, -1):
        if tuple(plain[start : start + len(texts)]) == tuple(texts):
            return tuple(cell.column + 1 for cell in row[start : start + len(texts)])
    return None


def _plain(text: str) -> str:
    return "".join(text.split())


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text)


def places(found: Mapping[str, Spot], anchors: Iterable[tuple[str, str]]) -> dict[Spot, str]:
    """The other way round: which place on our page shows the figure read at a spot."""
    out: dict[Spot, str] = {}
    for name, anchor in anchors:
        if name in found:
            out.setdefault(found[name], anchor)
    return out
