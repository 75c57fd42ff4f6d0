"""A government's report: what its own records make, and the reports of the bodies below it that count (A9).

Joint items are counted by whoever reports them; where that is more than once, the register of documents shows it,
and what somebody explained so (``sums``) is taken off here as in the district's table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from gongkai.agencies.models import Agency
from gongkai.reports import figures
from gongkai.reports.compiling.cells import Cell, Source
from gongkai.reports.district import reporters, rolls_up, standing
from gongkai.reports.models import ReportVersion
from gongkai.reports.sum_explanations import taken_off
from gongkai.statute.form import AnnualReport, Finding, counted

_SHOWN = 5


@dataclass(frozen=True)
class Below:
    """The versions that count, in official order, and the agencies that have none."""

    versions: tuple[ReportVersion, ...]
    missing: tuple[Agency, ...]
    # By cell what several of them count of the same thing.
    doubled: Mapping[str, Decimal] = field(default_factory=dict)

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
    return Below(found, tuple(one for one in owing if one.pk not in have), taken_off(agency, year))


def with_those_below(cells: Mapping[str, Cell], parts: Below) -> dict[str, Cell]:
    """Every cell with the figures of the reports added; a blank of its own counts nothing beside them."""
    return {name: _sum(cell, parts, parts.doubled.get(name, Decimal(0))) for name, cell in cells.items()}


def behind(parts: Below, cells: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By cell the reports that add something, with what each adds."""
    return {
        cell: tuple(
            f"report:{one.pk}={value}"
            for one in parts.versions
            if (value := counted(parts.reports[one.pk].value(cell)))
        )
        + ((f"once={-parts.doubled[cell].normalize():f}",) if cell in parts.doubled else ())
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


def _sum(cell: Cell, parts: Below, doubled: Decimal) -> Cell:
    values = [value for one in parts.versions if (value := counted(parts.reports[one.pk].value(cell.name)))]
    if not values:
        return cell
    own, below = counted(cell.value) or 0, sum(values)
    note = f"本级{own}，所属{len(values)}份报告合计{below}。"
    if 0 < doubled <= below:
        whole = doubled == doubled.to_integral_value()
        below -= int(doubled) if whole else doubled
        note += f"其中联合制作或者办理的重复计算{doubled.normalize():f}，按一次计，已扣除。"
    return Cell(cell.name, own + below, Source.REPORTS, note)
