"""Which years' tables a step on a proceeding changes: asked before its audit entry, for a year may be locked.

standing(proceeding) -> Standing | None       what it counts by, None for one entered by mistake
ensure(user, proceeding, before, *, on, verb, at)   YearLocked where one of them is locked and no reason was stated
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.agencies import locked_years
from gongkai.agencies.permissions import Who
from gongkai.review.models import Proceeding
from gongkai.review.states import State

# Began, ended, with what outcome; in the order of the instances.
_Course = tuple[date, date | None, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What table 4 and its text count by (``queries``)."""

    kind: str
    received_on: date
    courses: tuple[_Course, ...]

    def in_year(self, year: int) -> tuple[object, ...] | None:
        """As at the end of the year; None for one that it is not in."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        begun = [(ended, outcome) for began, ended, outcome in self.courses if began <= last]
        if all(ended is not None and ended < first for ended, _ in begun):
            return None
        ended, outcome = begun[-1]
        over = ended is not None and ended <= last
        return (self.kind, self.received_on.year == year, over and outcome)


def standing(proceeding: Proceeding) -> Standing | None:
    if proceeding.state == State.VOID:
        return None
    rows = proceeding.instances.order_by("number").values_list("began_on", "ended_on", "outcome")
    return Standing(proceeding.kind, proceeding.received_on, tuple(rows))


def ensure(
    user: Who, proceeding: Proceeding, before: Standing | None, *, on: date, verb: str, at: datetime
) -> None:
    """``on``: the day of the step, which the text of its year tells of."""
    changed = locked_years.changed(before, standing(proceeding), at=at) | {on.year}
    locked_years.enter(user, proceeding.agency, changed, about=proceeding, verb=f"reviews.{verb}", at=at)
