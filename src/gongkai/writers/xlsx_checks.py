"""Formulas that show in the workbook whether the stated figures add up (A1, A2, A3, A5), and what they show.

The formula counts for a person who changes a figure; what it shows now is saved beside it, for programs that do
not calculate. "/" counts as nothing, as in the relations; where nothing is stated there is nothing to check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from gongkai.statute.form import Value, counted

from .layout import Box, Grid

GOOD: Final = "✓"
MARK: Final = "核对"
"""What labels of check columns and rows begin with. They are no part of the report; our reader skips them."""


@dataclass(frozen=True, slots=True)
class Check:
    """One formula. ``row`` and ``column`` count from 1 on the sheet; ``label`` heads its row or its column."""

    row: int
    column: int
    formula: str
    shows: str
    label: str
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class _At:
    row: int
    column: int
    value: Value

    @property
    def reference(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


def checks(grid: Grid, figures: Mapping[str, Value]) -> tuple[Check, ...]:
    """The checks of one table: none for table 2, which has no sums."""
    places = {
        box.cell.name: _At(y, box.column + 1, figures.get(box.cell.name))
        for y, row in enumerate(grid.rows, 1)
        for box in row
        if box.cell
    }
    beside = len(grid.widths) + 1
    if grid.table == 3:
        return (*_rows(grid, places, beside), *_columns(grid, places))
    return tuple(_parts(grid, places, beside)) if grid.table == 4 else ()


def _rows(grid: Grid, places: Mapping[str, _At], beside: int) -> Iterator[Check]:
    """A1: the total of each row."""
    for y, row in enumerate(grid.rows, 1):
        cells = [places[box.cell.name] for box in row if box.cell]
        if cells:
            yield Check(y, beside, *_total(cells[-1], cells[:-1]), f"{MARK}：总计=各列之和")


def _columns(grid: Grid, places: Mapping[str, _At]) -> Iterator[Check]:
    """A2 and A3: two rows beneath the table. Left out where the report lacks a row that they need."""
    rows: dict[str, list[Box]] = {}
    for row in grid.rows:
        for box in row:
            if box.cell:
                rows.setdefault(box.cell.row.code, []).append(box)
    leaves = [code for code in rows if code.startswith("3.") and code != "3.7"]
    below = len(grid.rows) + 1
    if "3.7" in rows and leaves:
        for at, box in enumerate(rows["3.7"]):
            parts = [_placed(rows[code][at], places) for code in leaves]
            formula = _total(_placed(box, places), parts)
            yield Check(below, box.column + 1, *formula, f"{MARK}：（七）总计=（一）至（六）之和")
    if {"1", "2", "3.7", "4"} <= rows.keys():
        for at, box in enumerate(rows["1"]):
            four = [_placed(rows[code][at], places) for code in ("1", "2", "3.7", "4")]
            yield Check(below + 1, box.column + 1, *_balance(*four), f"{MARK}：第一项+第二项=第三项+第四项")


def _placed(box: Box, places: Mapping[str, _At]) -> _At:
    assert box.cell is not None
    return places[box.cell.name]


def _parts(grid: Grid, places: Mapping[str, _At], beside: int) -> Iterator[Check]:
    """A5: each part of table 4, beside its one line."""
    groups: dict[str, list[_At]] = {}
    for box in grid.rows[-1]:
        if box.cell:
            groups.setdefault(box.cell.row.label, []).append(places[box.cell.name])
    for at, (label, cells) in enumerate(groups.items()):
        yield Check(len(grid.rows), beside + at, *_total(cells[-1], cells[:-1]), f"{MARK}：{label}")


def _total(total: _At, parts: Sequence[_At]) -> tuple[str, str]:
    """Formula and result for: the total is the sum of its parts."""
    span = f"{parts[0].reference}:{parts[-1].reference}"
    difference = f"N({total.reference})-SUM({span})"
    formula = (
        f'=IF(COUNT({span},{total.reference})=0,"",IF({total.reference}="","总计未填",'
        f'IF({difference}=0,"{GOOD}","差 "&({difference}))))'
    )
    values = [counted(p.value) for p in (*parts, total) if p.value != "/" and p.value is not None]
    if not values:
        return formula, ""
    if total.value is None:
        return formula, "总计未填"
    return formula, _shows((counted(total.value) or 0) - sum(counted(p.value) or 0 for p in parts))


def _balance(new: _At, before: _At, done: _At, left: _At) -> tuple[str, str]:
    """Formula and result for: 1 + 2 = 3 + 4."""
    cells = (new, before, done, left)
    references = [c.reference for c in cells]
    difference = f"SUM({references[0]},{references[1]})-SUM({references[2]},{references[3]})"
    blank = ",".join(f'{r}=""' for r in references)
    formula = (
        f'=IF(COUNT({",".join(references)})=0,"",IF(OR({blank}),"未填全",'
        f'IF({difference}=0,"{GOOD}","差 "&({difference}))))'
    )
    if not any(c.value not in (None, "/") for c in cells):
        return formula, ""
    if any(c.value is None for c in cells):
        return formula, "未填全"
    one, two, three, four = (counted(c.value) or 0 for c in cells)
    return formula, _shows(one + two - three - four)


def _shows(difference: object) -> str:
    return GOOD if difference == 0 else f"差 {difference}"
