"""Working days, and which years are officially known.

A working day is Monday to Friday that is no day off, and a Saturday or Sunday that is worked instead
(调休上班), by the yearly notice of the State Council (``data/calendar.toml``). A year without a notice is counted
Monday to Friday, and whoever counts through it must say that the date is provisional: ``missing`` names those
years.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate, compress
from typing import Final, NamedTuple

from gongkai.errors import Refused
from gongkai.statute.calendar_notices import (
    Notice,
    Regional,
    checked,
    checked_regional,
    official_notices,
    parse_notice,
    weekday,
)

__all__ = ["Calendar", "Notice", "Regional", "Source", "Table", "official", "parse_notice", "weekday"]

# Nobody computes a date of a request beyond these; the table has to end somewhere.
FIRST: Final = date(1990, 1, 1)
LAST: Final = date(2100, 12, 31)
BASE: Final = FIRST.toordinal()
_SIZE: Final = LAST.toordinal() - BASE + 1


class Source(NamedTuple):
    """Where the days of a year come from. ``reference`` is "" where no notice was read (``derived``)."""

    reference: str
    derived: bool
    checked_on: date


class Table(NamedTuple):
    """``days``: every working day in order. ``upto[n]``: how many of them are on or before ``FIRST`` and n days.
    So the k-th working day after a day is ``days[upto[day] + k - 1]``: nothing is searched for."""

    days: list[date]
    upto: list[int]
    # The ordinals between which every year is known (the block of years that ends last).
    known_from: int
    known_until: int


class Calendar:
    """Immutable, equal by content. The table of days is made at the first question."""

    __slots__ = ("_hash", "_table", "_version", "notices", "regional")
    notices: tuple[Notice, ...]
    regional: tuple[Regional, ...]

    def __init__(self, notices: Iterable[Notice] = (), regional: Iterable[Regional] = ()) -> None:
        """Of two notices for one year the later one in the row holds."""
        by_year = {one.year: one for one in notices}
        self.notices = tuple(by_year[year] for year in sorted(by_year))
        self.regional = tuple(regional)
        self._hash = hash((self.notices, self.regional))
        self._table: Table | None = None
        self._version = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Calendar):
            return NotImplemented
        return self.notices == other.notices and self.regional == other.regional

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"<Calendar {self.version}>"

    @property
    def table(self) -> Table:
        """The days, laid out for counting."""
        if self._table is None:
            self._table = _laid_out(self.notices, self.regional)
        return self._table

    @property
    def version(self) -> str:
        """Stored with a date that was computed: the last known year and a mark of all the days behind it."""
        if not self._version:
            days = repr([(n.year, n.off, n.on) for n in self.notices] + [(r.off, r.on) for r in self.regional])
            last = self.notices[-1].year if self.notices else 0
            self._version = f"{last}-{sha256(days.encode()).hexdigest()[:8]}"
        return self._version

    def is_working(self, day: date) -> bool:
        upto, at = self.table.upto, _at(day)
        return upto[at] > (upto[at - 1] if at else 0)

    def known(self, year: int) -> bool:
        """Is there a notice, or data derived from one, for that year."""
        return any(one.year == year for one in self.notices)

    def source(self, year: int) -> Source | None:
        for one in self.notices:
            if one.year == year:
                return Source(one.reference, one.derived, one.checked_on)
        return None

    def add(self, day: date, working_days: int) -> date:
        """The last day of a period that begins after ``day`` (day 0, not counted); unknown years Monday to Friday.

        Of no days at all it is the day itself when that is worked, else the last working day before.
        """
        table = self.table
        return _in_range(table.days, table.upto[_at(day)] + working_days - 1)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        return self.add(day - timedelta(days=1), 1)

    def last_working_on_or_before(self, day: date) -> date:
        return self.add(day, 0)

    def between(self, after: date, until: date) -> int:
        """Working days after the first day, up to and with the second; 0 when that is not later."""
        upto = self.table.upto
        return max(0, upto[_at(until)] - upto[_at(after)])

    def missing(self, first: date, last: date) -> tuple[int, ...]:
        """The years from the first day to the last that have no notice."""
        known = {one.year for one in self.notices}
        return tuple(year for year in range(first.year, last.year + 1) if year not in known)

    def with_notice(self, notice: Notice) -> Calendar:
        """With one more notice. Refused for a year that is known, unless the notice revises it."""
        return Calendar((*self.notices, checked(notice, known=[n.year for n in self.notices])), self.regional)

    def with_regional(self, *regional: Regional) -> Calendar:
        """With days of a region. Refused for days that cannot be right."""
        return Calendar(self.notices, (*self.regional, *(checked_regional(one) for one in regional)))


@cache
def official() -> Calendar:
    """2019-2026 by the notices of the State Council, 2004-2018 derived."""
    return Calendar(official_notices())


def _at(day: date) -> int:
    at = day.toordinal() - BASE
    if 0 <= at < _SIZE:
        return at
    raise Refused(f"{day} 太远：日期应在 {FIRST.year} 年至 {LAST.year} 年之间。")


def _in_range(days: list[date], index: int) -> date:
    if 0 <= index < len(days):
        return days[index]
    raise Refused(f"算出的日期太远，应在 {FIRST.year} 年至 {LAST.year} 年之间。")


@cache
def _all_days() -> list[date]:
    return [date.fromordinal(BASE + n) for n in range(_SIZE)]


def _laid_out(notices: tuple[Notice, ...], regional: tuple[Regional, ...]) -> Table:
    monday = FIRST.weekday()
    worked = bytearray((1 if (monday + n) % 7 < 5 else 0) for n in range(7)) * (_SIZE // 7 + 1)
    del worked[_SIZE:]
    changes = [(n.off, n.on) for n in notices] + [(r.off, r.on) for r in regional]
    for off, on in changes:
        for day in off:
            worked[_at(day)] = 0
        for day in on:
            worked[_at(day)] = 1
    known = {one.year for one in notices}
    last = first = max(known, default=0)
    while first - 1 in known:
        first -= 1
    if not known:
        return Table(list(compress(_all_days(), worked)), list(accumulate(worked)), 1, 0)
    return Table(
        list(compress(_all_days(), worked)),
        list(accumulate(worked)),
        date(first, 1, 1).toordinal(),
        date(last, 12, 31).toordinal(),
    )
