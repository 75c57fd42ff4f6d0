"""Periods other than the reply's: working days, calendar days and months that roll, last working day before.

Whose last day touches a year without a notice is provisional: it may still move.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from gongkai.statute.calendar import Calendar


class Dated(NamedTuple):
    """A day that was worked out; ``missing_years`` have no notice yet, hence ``provisional``."""

    on: date
    provisional: bool = False
    missing_years: tuple[int, ...] = ()


def working_days(after: date, days: int, calendar: Calendar) -> Dated:
    """The last of so many working days after a day (not counted): publication, reply, review answers."""
    return _dated(after, calendar.add(after, days), calendar)


def calendar_days(after: date, days: int, calendar: Calendar) -> Dated:
    """The last of so many days after a day; one on a day of rest moves to the next working day (民诉法 Art. 85,
    行诉解释 Art. 48). A weekend day that is worked instead is no day of rest."""
    return _rolled(after + timedelta(days=days), calendar)


def months(after: date, number: int, calendar: Calendar) -> Dated:
    """The same number of day so many months later, or the last day of a shorter month; rolls as above."""
    month = after.month - 1 + number
    year, month = after.year + month // 12, month % 12 + 1
    return _rolled(date(year, month, min(after.day, monthrange(year, month)[1])), calendar)


def last_working_before(last: date, calendar: Calendar) -> Dated:
    """For a last day that does not roll (Art. 49, 预算法 Art. 14): the last working day that still is in time."""
    return _dated(last, calendar.last_working_on_or_before(last), calendar)


def days_without_roll(after: date, days: int, calendar: Calendar) -> tuple[date, Dated]:
    """The last of so many days, where no roll may be assumed, and the last working day that still is in time."""
    last = after + timedelta(days=days)
    return last, last_working_before(last, calendar)


def _rolled(last: date, calendar: Calendar) -> Dated:
    return _dated(last, calendar.next_working(last), calendar)


def _dated(one: date, other: date, calendar: Calendar) -> Dated:
    missing = calendar.missing(min(one, other), max(one, other))
    return Dated(other, bool(missing), missing)
