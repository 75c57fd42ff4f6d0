"""Where on the page of the original each figure stands: its row number, its label and its texts must agree.

A figure knows its row in the file, not which of the file's tables it is in; several tables may have that row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.readers.document import Document, Table, TableCell
from gongkai.reports.models import ReportFigure
from gongkai.statute.form import Cell, cells_by_name

# Where a figure stands: table, row and grid column of the file, each counted from 1.
Spot = tuple[int, int, int]
# A row of the file: table, number, and the grid columns of the figures wanted.
_Row = tuple[int, int, tuple[int, ...]]
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

    def parts(self) -> Iterator[_Wanted]:
        """Row by row of the form, for a table 4 that was set as several."""
        for name in dict.fromkeys(cell.row.name for cell in self.cells):
            own = [(c, t) for c, t in zip(self.cells, self.texts, strict=True) if c.row.name == name]
            cells, texts = zip(*own, strict=True)
            yield _Wanted(self.row, "", cells, texts)


def spots(document: Document, figures: Mapping[str, ReportFigure]) -> dict[str, Spot]:
    """By cell name, for the figures whose row was found beyond doubt enough to point at it."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    out: dict[str, Spot] = {}
    for wanted in _rows(figures):
        for part in wanted.parts() if _find(wanted, tables) is None else (wanted,):
            found = _find(part, tables)
            if found is not None:
                table, row, columns = found
                out.update({c.name: (table, row, at) for c, at in zip(part.cells, columns, strict=True)})
    return out


def _rows(figures: Mapping[str, ReportFigure]) -> Iterator[_Wanted]:
    """The fifteen figures of table 4 share one row; elsewhere a row of the form is a row of the file."""
    groups: dict[tuple[str, int], list[tuple[Cell, ReportFigure]]] = {}
    for name, figure in figures.items():
        known = cells_by_name().get(name)
        if known is not None and figure.row:
            row = known[0].row
            key = "table 4" if row.table == 4 else f"{row.table} {row.name}"
            groups.setdefault((key, figure.row), []).append((known[0], figure))
    for (_, number), several in groups.items():
        cells, found = zip(*several, strict=True)
        label = "" if cells[0].row.table == 4 else _words(cells[0].row.label)[:_ENOUGH]
        yield _Wanted(number, label, cells, tuple(_plain(f.text) for f in found))


def _find(wanted: _Wanted, tables: Sequence[Table]) -> _Row | None:
    """The row with this number that fits, one that bears the label first; else the only row that does.

    A reader that cut one table into several counts anew in each, so the number alone may mislead.
    """
    numbered = list(_fits(wanted, tables, lambda number: number == wanted.row))
    labelled = [row for row, says in numbered if says]
    if labelled or len(numbered) == 1:
        return labelled[0] if labelled else numbered[0][0]
    anywhere = [row for row, says in _fits(wanted, tables, lambda number: True) if says]
    return anywhere[0] if len(anywhere) == 1 else None


def _fits(wanted: _Wanted, tables: Sequence[Table], right: Callable[[int], bool]) -> Iterator[tuple[_Row, bool]]:
    """Rows that read like the wanted one, each with whether it bears the label."""
    for at, table in enumerate(tables, start=1):
        for number, row in enumerate(table.rows, start=1):
            columns = _window(row, wanted.texts) if right(number) else None
            if columns is not None:
                says = bool(wanted.label) and wanted.label in _words("".join(c.text for c in row))
                yield (at, number, columns), says


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
