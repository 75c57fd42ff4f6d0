"""The clock against a slow reference that somebody else wrote from the text alone, over random histories."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from gongkai.statute.calendar import Calendar, Regional, official
from gongkai.statute.clock import Event, EventKind, due

from .reference_clock import ANSWERED, ASKED, HAD_IT, due_on

K = EventKind
FIRST = date(2018, 1, 1)
YEARS = (2018, 2019, 2020, 2023, 2024, 2025, 2026, 2026)
OTHERS = [kind for kind in K if kind is not K.RECEIVED]


def some_day(chance: Random, start: date) -> date:
    """Near the beginning, near the end of the first period, or anywhere, at times before the receipt."""
    near = chance.choice(((-3, 70), (0, 12), (20, 45)))
    return start + timedelta(days=chance.randint(*near))


def consultation(chance: Random, kind: EventKind, on: date) -> list[Event]:
    who, mark = ASKED[kind], chance.choice(("", "A", "B"))
    found, receipt = [Event(kind, on, mark)], HAD_IT[who]
    if chance.random() < 0.6:
        found.append(Event(ANSWERED[who], on + timedelta(days=chance.randint(0, 40)), mark))
    if receipt and chance.random() < 0.6:
        found.append(Event(receipt, on + timedelta(days=chance.randint(0, 20)), mark))
    return found


def happening(chance: Random, start: date) -> list[Event]:
    kind, on = chance.choice(OTHERS), some_day(chance, start)
    if kind in ASKED:
        return consultation(chance, kind, on)
    if kind is K.EXTENDED:
        return [Event(kind, on, days=chance.choice((None, 1, 5, 20)))]
    if kind is K.DELAYED_TO:
        return [Event(kind, on, until=on + timedelta(days=chance.randint(0, 90)))]
    return [Event(kind, on)]


def history(chance: Random) -> list[Event]:
    start = date(chance.choice(YEARS), chance.randint(1, 12), chance.randint(1, 28))
    found = [Event(K.RECEIVED, start)]
    for _ in range(chance.randint(0, 8)):
        found += happening(chance, start)
    chance.shuffle(found)
    return found


def calendar(chance: Random) -> Calendar:
    """The official one, at times with a region's own holidays."""
    if chance.random() < 0.5:
        return official()
    days = {date(chance.choice(YEARS), 1, 1) + timedelta(days=chance.randint(0, 364)) for _ in range(200)}
    off = sorted(day for day in days if day.weekday() < 5)
    return official().with_regional(Regional("某县", "试1号", FIRST, tuple(off)))


@pytest.mark.parametrize("seed", range(10))
def test_the_clock_and_the_reference_tell_the_same_day(seed: int) -> None:
    chance = Random(seed)
    days = calendar(chance)
    for number in range(200):
        events = history(chance)
        start = min(one.on for one in events if one.kind is K.RECEIVED)
        on = start + timedelta(days=chance.randint(0, 90))
        found = due(events, calendar=days, on=on)
        assert (found.on, found.provisional) == due_on(events, days, on), (number, on, sorted(events, key=str))
