"""Which years' tables a step on a case changes: asked before its audit entry, for a year may be locked.

place(case) -> Place | None                   where a case stands in the tables, None for one that is in none
stored(case) -> Place | None                  the same as the database still has it
ensure(user, case, years, *, verb, at)        YearLocked where one of them is locked and no reason was stated
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from gongkai.agencies import locked_years
from gongkai.agencies.permissions import Who
from gongkai.cases.models import Case
from gongkai.cases.states import State


@dataclass(frozen=True, slots=True)
class Place:
    """What a case counts by (``table3``): the columns alone, in their order."""

    kind: str
    received_on: date
    counted_on: date | None
    counted_row: str
    applicant_class: str

    def in_year(self, year: int) -> tuple[object, ...] | None:
        """How it came into the year and what became of it there; None for a year that it is not in."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        if self.received_on > last or (self.counted_on is not None and self.counted_on < first):
            return None
        counted = self.counted_on is not None and self.counted_on <= last
        return (self.kind, self.applicant_class, self.received_on >= first, counted and self.counted_row)


_COLUMNS: Final = ("kind", "received_on", "counted_on", "counted_row", "applicant_class")


def place(case: Case) -> Place | None:
    return _place(case.state, *(getattr(case, name) for name in _COLUMNS))


def stored(case: Case) -> Place | None:
    row = Case.objects.filter(pk=case.pk).values_list("state", *_COLUMNS).first()
    return _place(*row) if row else None


def _place(
    state: str, kind: str, received: date | None, counted_on: date | None, counted_row: str, applicant_class: str
) -> Place | None:
    """A request that was merged into another is counted with that one; one not received counts nowhere."""
    if received is None or state == State.MERGED:
        return None
    return Place(kind, received, counted_on, counted_row, applicant_class)


def ensure(user: Who, case: Case, changed: Iterable[int], *, verb: str, at: datetime) -> None:
    locked_years.enter(user, case.agency, changed, about=case, verb=f"cases.{verb}", at=at)
