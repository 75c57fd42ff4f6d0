"""The sheet of an inspection is dated data, and a fault costs no more than it says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute import inspection
from gongkai.statute.inspection import Point

ON = date(2024, 6, 30)


def test_every_point_says_what_counts_what_shows_it_and_where_it_stands() -> None:
    found = inspection.points(ON)
    assert len(found) >= 15
    for one in found:
        assert one.title, one
        assert one.counts, one
        assert one.evidence, one
        assert one.reference, one
        assert one.veto or 0 < one.deduction <= one.most, one


def test_titles_and_rules_are_told_apart() -> None:
    found = inspection.points(ON)
    assert len({one.title for one in found}) == len(found)
    rules = [one.rule for one in found if one.rule]
    assert len(set(rules)) == len(rules)


def test_all_together_cost_no_less_than_the_whole() -> None:
    assert sum(one.most for one in inspection.points(ON)) >= inspection.FULL


def test_what_came_later_is_no_point_of_an_earlier_day() -> None:
    assert inspection.points(date(2018, 12, 31)) == ()
    early = {one.title for one in inspection.points(date(2020, 1, 1))}
    assert "公开时限" in early
    assert "个人信息" not in early


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, date(2024, 1, 1), date(2024, 3, 31)),
        (2, date(2024, 4, 1), date(2024, 6, 30)),
        (3, date(2024, 7, 1), date(2024, 9, 30)),
        (4, date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_a_quarter_has_its_days(number: int, first: date, last: date) -> None:
    assert inspection.quarter(2024, number) == (first, last)


@pytest.mark.parametrize("number", [0, 5])
def test_there_are_four(number: int) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        inspection.quarter(2024, number)


@given(st.integers(2008, 2100))
def test_quarters_follow_one_another(year: int) -> None:
    days = [inspection.quarter(year, number) for number in (1, 2, 3, 4)]
    days.append(inspection.quarter(year + 1, 1))
    for (_, last), (first, _) in pairwise(days):
        assert first - last == timedelta(days=1)


@given(st.integers(0, 1000), st.decimals(0, 20, places=1), st.decimals(0, 20, places=1))
def test_faults_cost_each_its_points_and_in_all_no_more(number: int, each: Decimal, most: Decimal) -> None:
    off = Point("甲", "乙", each, most).off(number)
    assert off == min(each * number, most)
    assert (off == 0) == (number == 0 or each == 0 or most == 0)


@given(st.lists(st.decimals(0, 30, places=1)))
def test_a_score_lies_between_nothing_and_the_whole(taken: list[Decimal]) -> None:
    found = inspection.score(taken, vetoed=False)
    assert 0 <= found <= 100
    assert found == max(Decimal(100) - sum(taken), 0)
    assert inspection.score(taken, vetoed=True) == 0
