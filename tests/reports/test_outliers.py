"""The rule's arithmetic: the same whatever the unit, silent where it cannot tell, and as it is stated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.reports.outliers import Kind, Rule, changed, grounds, plain, rule, spread, stands_out
from gongkai.statute.parameters import parameters

RULE = Rule(least=8, score=Fraction(7, 2), factor=Fraction(2), floor=Fraction(10), points=Fraction(1, 5))
NUMBERS = st.one_of(st.integers(0, 10**6), st.decimals(0, 10**6, places=2))
MANY = st.lists(NUMBERS, min_size=8, max_size=40)
# Any unit and any zero a figure may be counted from.
SCALE = st.fractions(Fraction(1, 1000), 1000)


@given(MANY, SCALE, st.integers(-1000, 1000))
def test_the_unit_and_the_zero_do_not_matter(values: list[int | Decimal], scale: Fraction, shift: int) -> None:
    before = spread(values, RULE)
    moved = [Fraction(one) * scale + shift for one in values]
    after = spread(moved, RULE)
    assert before.why == after.why
    assert [before.score(v) for v in values] == [after.score(v) for v in moved]


@given(MANY)
def test_the_order_does_not_matter_and_ties_are_one(values: list[int | Decimal]) -> None:
    found = spread(values, RULE)
    assert found == spread(sorted(values, reverse=True), RULE)
    scores: dict[object, object] = {}
    for one in values:
        assert scores.setdefault(one, found.score(one)) == found.score(one)


@given(MANY)
def test_never_half_of_them_stand_out(values: list[int | Decimal]) -> None:
    found = spread(values, RULE)
    assert 2 * sum(stands_out(one, found, RULE) for one in values) <= len(values)


@given(MANY)
def test_what_lies_further_out_on_one_side_never_scores_less(values: list[int | Decimal]) -> None:
    found = spread(values, RULE)
    scores = [found.score(one) for one in sorted(values)]
    if None not in scores:
        assert scores == sorted(scores)  # type: ignore[type-var]


@given(st.integers(0, 100), st.integers(5, 20), st.lists(NUMBERS, max_size=4))
def test_more_than_half_the_same_tells_nothing(same: int, often: int, others: list[int | Decimal]) -> None:
    values = [same] * often + others
    found = spread(values, RULE)
    assert found.mad == 0
    assert found.why in ("半数以上的数字相同", "数字不足8个")
    assert not any(stands_out(one, found, RULE) for one in [*values, 10**9])


@given(st.lists(NUMBERS, max_size=7))
def test_few_numbers_tell_nothing(values: list[int | Decimal]) -> None:
    found = spread(values, RULE)
    assert found.why in ("没有数字", "数字不足8个")
    assert found.score(10**9) is None
    assert (found.median is None) == (not values)


def test_reckoned_by_hand() -> None:
    """Median 5; distances 4 3 2 1 0 1 2 3 95, in order 0 1 1 2 2 3 3 4 95: their median 2."""
    found = spread([1, 2, 3, 4, 5, 6, 7, 8, 100], RULE)
    assert (found.median, found.mad) == (5, 2)
    assert found.score(100) == Fraction(6745, 10_000) * 95 / 2
    assert [one for one in (1, 2, 3, 4, 5, 6, 7, 8, 100) if stands_out(one, found, RULE)] == [100]


def test_exactly_the_threshold_does_not_stand_out() -> None:
    exact = Rule(
        least=5, score=Fraction(6745, 5000), factor=Fraction(2), floor=Fraction(10), points=Fraction(1, 5)
    )
    found = spread([0, 1, 2, 3, 4], exact)
    assert found.score(4) == exact.score
    assert not stands_out(4, found, exact)
    assert stands_out(5, found, exact)


@pytest.mark.parametrize(
    ("before", "now", "kind", "stands"),
    [
        (1, 2, Kind.COUNT, False),
        (0, 9, Kind.COUNT, False),
        (0, 10, Kind.COUNT, True),
        (10, 20, Kind.COUNT, True),
        (20, 10, Kind.COUNT, True),
        (100, 150, Kind.COUNT, False),
        (100, 0, Kind.COUNT, True),
        (Decimal("2.5"), Decimal("12.5"), Kind.COUNT, True),
        (Fraction(1, 2), Fraction(7, 10), Kind.SHARE, True),
        (Fraction(1, 2), Fraction(69, 100), Kind.SHARE, False),
        (-100, 100, Kind.SIGNED, False),
    ],
)
def test_a_change(before: int, now: int, kind: Kind, stands: bool) -> None:
    assert changed(before, now, kind, RULE) is stands


@given(NUMBERS, NUMBERS, st.sampled_from(list(Kind)))
def test_a_change_is_one_in_both_directions(one: int | Decimal, other: int | Decimal, kind: Kind) -> None:
    assert changed(one, other, kind, RULE) == changed(other, one, kind, RULE)
    assert not changed(one, one, kind, RULE)


def test_the_rule_is_dated_and_stated() -> None:
    held = rule(2024)
    assert held == RULE
    assert "大于3.5的" in held.words[0]
    assert "8个以上" in held.words[0]
    assert "不少于10，" in held.words[1]
    assert "20个百分点" in held.words[1]
    for code in ("least-bodies", "score-percent", "change-percent", "change-floor", "change-points"):
        version = parameters()[f"outlier-{code}"].at(date(2024, 12, 31))
        assert version is not None
        assert version.unverified
    with pytest.raises(LookupError):
        rule(2007)


def test_every_number_says_since_when_and_why() -> None:
    told = grounds(2024)
    assert len(told) == 5
    assert told[0].startswith("同类机关有多少个数字才判断偏离：8个，2008-05-01起。本系统的提示规则")
    assert grounds(2007) == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [(Fraction(7, 2), "3.5"), (Fraction(10), "10"), (Fraction(1, 3), "0.33"), (Fraction(0), "0")],
)
def test_numbers_in_sentences(value: Fraction, words: str) -> None:
    assert plain(value) == words
