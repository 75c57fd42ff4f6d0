"""A government's report: what its own records make, and the reports of the bodies below it that count (A9).

Joint items are counted by whoever reports them; where that is more than once, the relation A9 and the register of
documents show it, and the cell is overridden with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.agencies.models import Agency
from gongkai.reports import figures
from gongkai.reports.compiling.cells import Cell, Source
from gongkai.reports.district import reporters, rolls_up, standing
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import AnnualReport, Finding, counted

_SHOWN = 5


@dataclass(frozen=True)
class Below:
    """The versions that count, in official order, and the agencies that have none."""

    versions: tuple[ReportVersion, ...]
    missing: tuple[Agency, ...]

    @cached_property
    def reports(self) -> Mapping[int, AnnualReport]:
        return figures.annual_reports(self.versions)


def below(agency: Agency, year: int) -> Below | None:
    """None for an agency whose report is its own alone."""
    if not rolls_up(agency):
        return None
    owing = reporters(agency, year)
    have = standing(owing, year)
    found = tuple(have[one.pk] for one in owing if one.pk in have)
    return Below(found, tuple(one for one in owing if one.pk not in have))


def with_those_below(cells: Mapping[str, Cell], parts: Below) -> dict[str, Cell]:
    """Every cell with the figures of the reports added; a blank of its own counts nothing beside them."""
    return {name: _sum(cell, parts) for name, cell in cells.items()}


def behind(parts: Below, cells: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By cell the reports that add something, with what each adds."""
    return {
        cell: tuple(
            f"report:{one.pk}={value}"
            for one in parts.versions
            if (value := counted(parts.reports[one.pk].value(cell)))
        )
        for cell in cells
    }


def adding(parts: Below, cell: str) -> list[int]:
    """The keys of the versions that add something to a cell."""
    return [one.pk for one in parts.versions if counted(parts.reports[one.pk].value(cell))]


def doubts(parts: Below) -> tuple[Finding, ...]:
    """The sum is not whole while one of them has no report that counts."""
    if not parts.missing:
        return ()
    names = "、".join(one.name for one in parts.missing[:_SHOWN])
    more = "等" if len(parts.missing) > _SHOWN else ""
    message = f"所属报告未齐，缺{len(parts.missing)}份（{names}{more}），汇总的数字不完整。"
    return (Finding("A9", "warning", message),)


def _sum(cell: Cell, parts: Below) -> Cell:
    values = [value for one in parts.versions if (value := counted(parts.reports[one.pk].value(cell.name)))]
    if not values:
        return cell
    own = counted(cell.value) or 0
    note = f"本级{own}，所属{len(values)}份报告合计{sum(values)}。"
    return Cell(cell.name, sum(values, start=own), Source.REPORTS, note)
