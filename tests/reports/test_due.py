from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.kinds import Kind
from gongkai.reports.due import NO_REPORT, ceiling, due, latest
from gongkai.statute.calendar import official
from gongkai.statute.periods import Dated

KINDS = [kind for kind in Kind if kind not in NO_REPORT]


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (Kind.DEPARTMENT, date(2025, 1, 31)),
        (Kind.ORGANISATION, date(2025, 1, 31)),
        (Kind.GOVERNMENT, date(2025, 3, 31)),
        (Kind.TOWNSHIP, date(2025, 3, 31)),
        (Kind.STREET_OFFICE, date(2025, 3, 31)),
    ],
)
def test_the_statutory_day(kind: Kind, day: date) -> None:
    found = due(kind, 2024)
    assert found.on == day
    assert "第四十九条" in found.because


def test_the_district_may_ask_earlier_and_it_is_said() -> None:
    found = due(Kind.DEPARTMENT, 2024, date(2025, 1, 20))
    assert found.on == date(2025, 1, 20)
    assert "本地区" in found.because


def test_the_district_may_not_ask_later() -> None:
    assert due(Kind.DEPARTMENT, 2024, date(2025, 2, 20)) == ceiling(Kind.DEPARTMENT, 2024)
    assert due(Kind.STREET_OFFICE, 2024, date(2025, 2, 20)).on == date(2025, 2, 20)


def test_late_by_the_day_it_came_or_by_today_when_it_did_not() -> None:
    found = due(Kind.DEPARTMENT, 2024)
    last, after = date(2025, 1, 31), date(2025, 2, 1)
    assert not found.late(last, date(2026, 1, 1))
    assert found.late(after, date(2026, 1, 1))
    assert not found.late(None, last)
    assert found.late(None, after)
    assert (found.days_late(after, after), found.days_late(None, date(2025, 2, 10))) == (1, 10)
    assert found.days_late(last, date(2026, 1, 1)) == 0


@given(st.sampled_from(KINDS), st.integers(2008, 2099), st.dates(date(2009, 1, 1), date(2100, 12, 31)))
def test_no_day_is_ever_later_than_the_law(kind: Kind, year: int, own: date) -> None:
    assert due(kind, year, own).on <= min(max(own, date.min), ceiling(kind, year).on)
    assert ceiling(kind, year).on <= latest(year)


@pytest.mark.parametrize(
    ("kind", "year", "day"),
    [
        (Kind.DEPARTMENT, 2024, Dated(date(2025, 1, 27))),
        (Kind.DEPARTMENT, 2025, Dated(date(2026, 1, 30))),
        (Kind.GOVERNMENT, 2024, None),
        (Kind.DEPARTMENT, 2026, Dated(date(2027, 1, 29), True, (2027,))),
    ],
)
def test_a_day_of_rest_does_not_roll_and_the_last_working_day_is_told(
    kind: Kind, year: int, day: Dated | None
) -> None:
    """Spring Festival, a Saturday, a working day, a year without a notice."""
    assert ceiling(kind, year).last_working(official()) == day
