"""Periods beside the reply's, beyond the examples in the tables: what must always hold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.calendar import official
from gongkai.statute.periods import (
    Dated,
    calendar_days,
    days_without_roll,
    last_working_before,
    months,
    working_days,
)

known = st.dates(date(2004, 1, 1), date(2026, 3, 1))


@given(known, st.integers(1, 60))
def test_calendar_days_end_on_a_working_day_not_before_the_last(after: date, number: int) -> None:
    found = calendar_days(after, number, official())
    last = after + timedelta(days=number)
    assert found.on >= last
    assert official().is_working(found.on)
    assert official().between(last - timedelta(days=1), found.on) == 1, (
        "the first working day from the last one on"
    )


@given(known, st.integers(1, 9))
def test_months_keep_the_number_of_the_day_where_they_can(after: date, number: int) -> None:
    found = months(after, number, official()).on
    plain = found if official().is_working(found) and found.day == after.day else None
    assert plain is None or (plain.year - after.year) * 12 + plain.month - after.month == number
    assert found > after


@given(known, st.integers(1, 40))
def test_working_days_are_counted(after: date, number: int) -> None:
    assert official().between(after, working_days(after, number, official()).on) == number


@given(known)
def test_the_last_working_day_never_is_after_the_last_day(last: date) -> None:
    found = last_working_before(last, official())
    assert found.on <= last
    assert official().between(found.on, last) == 0


def test_a_budget_is_published_within_twenty_days_without_roll() -> None:
    last, target = days_without_roll(date(2026, 1, 26), 20, official())
    assert last == date(2026, 2, 15)
    assert target == Dated(date(2026, 2, 14))


def test_an_unknown_year_makes_a_day_provisional() -> None:
    assert working_days(date(2026, 12, 4), 20, official()) == Dated(date(2027, 1, 1), True, (2027,))
    assert calendar_days(date(2026, 11, 10), 60, official()).provisional
    assert months(date(2026, 11, 10), 6, official()).missing_years == (2027,)
    assert last_working_before(date(2027, 1, 31), official()).provisional
    assert not calendar_days(date(2026, 11, 1), 60, official()).provisional, "31 December is known"
