"""The totals of a district's table: complete, or saying who is missing from each."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.reports.table import DistrictTable, Total
from gongkai.statute.form import edition_for
from gongkai.ui.official import Sheet, sheets

# What a district looks at first: row and column of table 3, and the ends of table 4.
_HEADLINE = (
    ("1/总计", "新收申请"),
    ("2/总计", "上年结转"),
    ("3.7/总计", "办理结果"),
    ("4/总计", "结转下年"),
    ("行政复议/总计", "行政复议"),
    ("未经复议直接起诉/总计", "直接诉讼"),
    ("复议后起诉/总计", "复议后诉讼"),
)


@dataclass(frozen=True, slots=True)
class TotalShown:
    label: str
    total: Total | None

    @property
    def missing(self) -> tuple[Agency, ...]:
        return self.total.missing if self.total else ()


def headline(table: DistrictTable, year: int) -> tuple[TotalShown, ...]:
    return tuple(TotalShown(label, table.totals.get(cell)) for cell, label in _HEADLINE)


def total_sheets(table: DistrictTable, year: int) -> tuple[Sheet, ...]:
    """Every cell of the form that the year wants, with its total over the district."""
    edition = edition_for(year)
    blocks = edition.blocks if edition else ()
    return sheets(blocks, lambda cell: table.totals.get(cell.name))
