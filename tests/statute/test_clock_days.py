"""The day-by-day working agrees with the date, and says why each day counts or not."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.statute.calendar import official
from gongkai.statute.clock import DayLine, Mark, day_by_day, due, parse_events

LATER = date(2026, 11, 24)
EXAMPLES = tomllib.loads((Path(__file__).parent / "rules" / "reply.toml").read_text("utf-8"))["example"]


def shown(*words: str, on: date = LATER) -> dict[date, DayLine]:
    return {line.day: line for line in day_by_day(parse_events(words), calendar=official(), on=on)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["rule"])
def test_its_last_day_is_the_due_day(example: dict[str, Any]) -> None:
    on, events = example.get("on", LATER), parse_events(example["events"])
    lines = day_by_day(events, calendar=official(), on=on)
    found = due(events, calendar=official(), on=on)
    if found.on is None:
        assert lines == ()
        return
    assert lines[-1].day == found.on
    assert lines[0].mark is Mark.START
    days = [line.day for line in lines]
    assert [(b - a).days for a, b in itertools.pairwise(days)] == [1] * (len(days) - 1), "no day is missing"
    numbers = [line.number for line in lines if line.mark is Mark.COUNTED]
    assert numbers == list(range(1, len(numbers) + 1))


def test_twenty_days_count_and_pauses_do_not() -> None:
    lines = shown("2026-03-02=received", "2026-03-09=third-party-asked", "2026-03-25=opinion-received")
    marks = [line.mark for line in lines.values()]
    assert (marks.count(Mark.COUNTED), marks.count(Mark.LEFT_OUT)) == (20, 12)
    assert lines[date(2026, 3, 9)].number == 5, "the day of asking counts"
    assert lines[date(2026, 3, 25)].mark is Mark.LEFT_OUT
    assert lines[date(2026, 3, 26)].number == 6


def test_days_of_rest_say_why() -> None:
    lines = shown("2026-02-09=received")
    assert lines[date(2026, 2, 15)] == DayLine(date(2026, 2, 15), Mark.REST, None, "星期日")
    assert lines[date(2026, 2, 16)].why == "放假（国办发明电〔2025〕7号）"
    assert lines[date(2026, 2, 14)].why == "调休上班"
    assert shown("2017-09-25=received")[date(2017, 10, 2)].why == "放假", "derived: no number is invented"


def test_days_of_an_extension_and_of_an_unknown_year_are_marked() -> None:
    lines = shown("2026-11-24=received", "2026-12-01=extended:10")
    assert lines[date(2026, 12, 23)].why == "延长的期限"
    assert lines[date(2027, 1, 4)].why == "延长的期限，2027年放假安排未知"


def test_only_the_period_that_runs_is_shown() -> None:
    words = ("2026-03-02=received", "2026-03-09=supplement-noticed", "2026-03-23=supplement-received")
    assert min(shown(*words)) == date(2026, 3, 23)
