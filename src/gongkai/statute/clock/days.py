"""The working of a date shown day by day: which days count, as which working day, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from gongkai.statute.calendar import BASE, Calendar, weekday

from .events import Event
from .working import Walk, walked

# A consultation, or (by another reading than the one shipped) the wait for a payment.
_PAUSED = "征求意见或等候期间"


class Mark(StrEnum):
    """What a day is to the period."""

    START = "start"
    COUNTED = "counted"
    LEFT_OUT = "left-out"
    REST = "rest"


class DayLine(NamedTuple):
    """``number``: the how-manieth working day of the period, None where it does not count."""

    day: date
    mark: Mark
    number: int | None
    why: str


def day_by_day(events: Iterable[Event], *, calendar: Calendar, on: date) -> tuple[DayLine, ...]:
    """Every day of the period that runs, from the day it began (not counted) to its last; nothing while the
    applicant is waited for. Refused as ``due`` is."""
    walk = walked(events, calendar, on)
    return () if walk.waiting else tuple(_lines(walk, calendar))


def _lines(walk: Walk, calendar: Calendar) -> Iterator[DayLine]:
    last = walk.days[walk.end - 1]
    yield DayLine(walk.base_on, Mark.START, None, "自次日起计算")
    day, number = walk.base_on + timedelta(days=1), 0
    while day <= last:
        if not calendar.is_working(day):
            yield DayLine(day, Mark.REST, None, _rest(day, calendar))
        elif _left_out(walk, walk.upto[day.toordinal() - BASE]):
            yield DayLine(day, Mark.LEFT_OUT, None, _PAUSED)
        else:
            number += 1
            yield DayLine(day, Mark.COUNTED, number, _counted(day, number, walk, calendar))
        day += timedelta(days=1)


def _left_out(walk: Walk, place: int) -> bool:
    return any(after < place <= until for after, until in walk.pauses)


def _counted(day: date, number: int, walk: Walk, calendar: Calendar) -> str:
    said = []
    if number > walk.rules.reply:
        said.append("延长的期限")
    if day.weekday() >= 5:
        said.append("调休上班")
    if not calendar.known(day.year):
        said.append(f"{day.year}年放假安排未知")
    return "，".join(said)


def _rest(day: date, calendar: Calendar) -> str:
    if day.weekday() >= 5:
        return weekday(day)
    source = calendar.source(day.year)
    reference = source.reference if source else ""
    return f"放假（{reference}）" if reference else "放假"
