"""When a report is due, by Art. 49 and by the earlier day its district may set. No clock, no database.

A day that falls on a holiday does not move: the statute gives no roll for it. So whoever must act is told the last
working day before it, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.agencies.kinds import Kind
from gongkai.statute.calendar import Calendar
from gongkai.statute.periods import Dated, last_working_before

# Who is not an agency with a report of its own.
NO_REPORT = frozenset({Kind.INTERNAL, Kind.PUBLIC_INSTITUTION})
# Governments publish by 31 March; Art. 49 does not name towns and street offices, the same ceiling holds them.
_MARCH = frozenset({Kind.GOVERNMENT, Kind.TOWNSHIP, Kind.STREET_OFFICE})


@dataclass(frozen=True, slots=True)
class Due:
    """``because`` says in Chinese how the day came about."""

    on: date
    because: str

    def late(self, came_on: date | None, today: date) -> bool:
        """After the day, or not come yet and the day is over."""
        return (came_on or today) > self.on

    def last_working(self, calendar: Calendar) -> Dated | None:
        """The last working day that still is in time, when the day itself is one of rest; None when it is not.
        Provisional while the year has no notice of days off."""
        found = last_working_before(self.on, calendar)
        return found if found.on != self.on else None

    def days_late(self, came_on: date | None, today: date) -> int:
        return max(0, ((came_on or today) - self.on).days)


def ceiling(kind: str, year: int) -> Due:
    """The statutory day for a report on ``year``."""
    if kind in _MARCH:
        return Due(date(year + 1, 3, 31), "《条例》第四十九条：地方人民政府的年度报告在每年3月31日前公布。")
    return Due(date(year + 1, 1, 31), "《条例》第四十九条：政府部门在每年1月31日前提交上一年度报告并公布。")


def due(kind: str, year: int, own: date | None = None) -> Due:
    """The day that holds: the district's own, but never later than the law's."""
    statutory = ceiling(kind, year)
    if own is None or own >= statutory.on:
        return statutory
    return Due(own, f"本地区规定的{year}年度报告提交日期，不晚于《条例》第四十九条规定的期限。")


def latest(year: int) -> date:
    """The last day a district may set for reports on ``year``."""
    return date(year + 1, 3, 31)
