"""One figure across years and agencies, whichever edition of the form a year used.

A line is named by its place in the form, ``3-3.7-natural`` (table, row, column): the same place in both editions
is one line, though labels were reworded. Only published figures enter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.reports.figures import value_of
from gongkai.reports.models import UNDECIDED, ReportFigure, ReportVersion
from gongkai.statute.form import Cell, Value, editions

_EXPLAINED = re.compile(r"（[^（）]{8,}）$")

# What people ask first: how much came in, what became of it, who went to a higher body or to court.
USUAL = (
    "3-1-total",
    "3-3.1-total",
    "3-3.2-total",
    "3-4-total",
    "4-reconsideration-total",
    "4-direct_lawsuit-total",
    "2-normative_documents-made",
    "2-licences-decisions",
)


@dataclass(frozen=True, slots=True)
class Line:
    """``cells`` are the cells it is in each edition that has it, by the edition's code, newest first."""

    code: str
    table: int
    cells: Mapping[str, Cell]

    @property
    def cell(self) -> Cell:
        """In the newest edition that has it."""
        return next(iter(self.cells.values()))

    @property
    def label(self) -> str:
        return wording(self.cell)

    @property
    def row(self) -> str:
        return _row(self.cell)

    @property
    def column(self) -> str:
        return _column(self.cell)

    def reworded(self, edition: str) -> str | None:
        """What that edition calls it, where that is something else."""
        cell = self.cells.get(edition)
        return wording(cell) if cell is not None and wording(cell) != self.label else None


def wording(cell: Cell) -> str:
    """A figure in words: ``（三）不予公开 1.属于国家秘密，自然人``."""
    return f"{_row(cell)}，{_column(cell)}"


def _row(cell: Cell) -> str:
    """Without what the form explains in brackets and without the heading over all outcomes."""
    group = [g for g in cell.row.group if not g.startswith("三、")]
    return " ".join((*group, _EXPLAINED.sub("", cell.row.label)))


def _column(cell: Cell) -> str:
    unit = cell.column.unit
    return f"{cell.column.label}（{unit}）" if unit else cell.column.label


def code(cell: Cell) -> str:
    return f"{cell.row.table}-{cell.row.code}-{cell.column.code}"


@cache
def lines() -> Mapping[str, Line]:
    """Every line of every edition by code: the newest edition's in the order of its form, then what older ones
    had besides."""
    found: dict[str, dict[str, Cell]] = {}
    for edition in reversed(list(editions().values())):
        for cell in edition.cells:
            found.setdefault(code(cell), {})[edition.code] = cell
    return {one: Line(one, next(iter(cells.values())).row.table, cells) for one, cells in found.items()}


def chosen(codes: Iterable[str]) -> tuple[Line, ...]:
    """The lines with these codes, in the order of the form, each once; unknown codes are left out."""
    wanted = set(codes)
    return tuple(line for line in lines().values() if line.code in wanted)


@dataclass(frozen=True, slots=True)
class Found:
    """What a report says on a line. ``given`` is false where its form has no such cell."""

    value: Value
    given: bool


NOTHING = Found(None, False)


def table(versions: Sequence[ReportVersion], wanted: Sequence[Line]) -> dict[int, dict[str, Found]]:
    """By version's key and line's code what is stated. Asks the database once."""
    names = {cell.name: line.code for line in wanted for cell in line.cells.values()}
    out: dict[int, dict[str, Found]] = {v.pk: {} for v in versions}
    figures = ReportFigure.objects.filter(version__in=[v.pk for v in versions], cell__in=names)
    for figure in figures.exclude(state__in=UNDECIDED):
        found = Found(value_of(figure.state, figure.value), True)
        out[figure.version_id].setdefault(names[figure.cell], found)
    return out
