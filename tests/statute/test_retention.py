"""How long papers are kept, within what the law leaves open, and when the last remedy is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute import remedies, retention
from gongkai.statute.calendar import official
from gongkai.statute.retention import Act

ON = date(2026, 11, 24)
CALENDAR = official()
DAYS = st.dates(date(2024, 1, 2), date(2026, 3, 1))


def end(
    *acts: Act, unanswered: date | None = None, lifted: date | None = None, closed: date = date(2026, 1, 5)
) -> date:
    return retention.remedies_end(
        acts, unanswered_since=unanswered, lifted_on=lifted, closed_on=closed, calendar=CALENDAR
    ).on


def test_what_tells_most_of_a_person_goes_first_and_the_decision_last() -> None:
    assert [one.code for one in retention.kinds(ON)] == ["identity", "contact", "incoming", "papers", "decision"]
    counted = {one.code: one.since for one in retention.kinds(ON)}
    assert counted["identity"] == counted["contact"] == "remedies"
    months = {one.code: one.months for one in retention.kinds(ON)}
    assert months["identity"] < months["contact"] < months["papers"] < months["decision"]


@pytest.mark.parametrize("one", retention.kinds(ON), ids=lambda one: one.code)
def test_what_is_shipped_is_within_its_own_bounds_and_says_where_it_is_from(one: retention.Kind) -> None:
    retention.checked(one.code, one.months, ON)
    assert one.reference
    assert one.least_reference
    assert (one.most is None) == (one.most_reference == "")
    assert one.unverified, "none of these numbers was read in an official text"


def test_before_the_law_nothing_holds() -> None:
    assert retention.kinds(date(2019, 5, 14)) == ()
    assert [one.code for one in retention.kinds(date(2020, 1, 1))] == ["incoming", "papers", "decision"]


@pytest.mark.parametrize(("code", "article"), [("papers", "10年"), ("decision", "30年"), ("identity", "第二十条")])
def test_shorter_than_the_least_is_refused_with_the_article(code: str, article: str) -> None:
    least = retention.kind(code, ON).least
    retention.checked(code, least, ON)
    with pytest.raises(Refused, match=article):
        retention.checked(code, least - 1, ON)


def test_longer_than_needed_is_refused_for_personal_data_only() -> None:
    for code in ("papers", "decision"):
        retention.checked(code, None, ON)
        retention.checked(code, 1200, ON)
    for code in ("identity", "contact", "incoming"):
        for months in (1200, None):
            with pytest.raises(Refused, match="《个人信息保护法》第十九条"):
                retention.checked(code, months, ON)


def test_a_kind_that_there_is_not() -> None:
    with pytest.raises(KeyError):
        retention.kind("everything", ON)


def test_due_the_day_after() -> None:
    assert retention.due_on(date(2026, 1, 31), 1) == date(2026, 3, 1)
    assert retention.due_on(date(2026, 1, 5), 0) == date(2026, 1, 6)
    assert retention.due_on(date(2026, 1, 5), None) is None


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_longer_is_never_earlier(start: date, one: int, more: int) -> None:
    first, second = retention.due_on(start, one), retention.due_on(start, one + more)
    assert first is not None
    assert second is not None
    assert start < first <= second


def test_told_it_ends_with_the_lawsuit() -> None:
    """Rule 25: received 2026-03-20, six months end on a Sunday that is worked."""
    found = end(Act("决定", date(2026, 3, 18), date(2026, 3, 20), told=True))
    assert found == remedies.suit_until(date(2026, 3, 20), CALENDAR).on == date(2026, 9, 20)


def test_untold_a_year() -> None:
    got = date(2025, 3, 20)
    assert end(Act("决定", got, got, told=False)) == remedies.untold_review_until(got, CALENDAR).on
    assert end(Act("决定", date(2023, 3, 20), date(2023, 3, 20), told=False), closed=date(2023, 4, 3)) >= date(
        2024, 3, 20
    )


def test_never_served_five_years() -> None:
    assert end(Act("决定", date(2019, 3, 20), None, told=True), closed=date(2019, 4, 1)) == date(2024, 3, 20)


def test_silence_has_a_remedy_of_its_own() -> None:
    """Answered late: the lawsuit over the silence may still be brought when that over the answer may not."""
    due = date(2025, 6, 3)
    assert end(unanswered=due, closed=date(2025, 6, 4)) == remedies.unanswered_suit_until(due, CALENDAR).on


def test_what_follows_a_review_counts_as_well() -> None:
    assert end(lifted=date(2026, 2, 2), closed=date(2025, 1, 6)) == date(2026, 8, 3), "2 August is a Sunday"


def test_never_before_it_was_closed() -> None:
    assert end(closed=date(2026, 1, 5)) == date(2026, 1, 5)


def test_a_year_without_a_notice_makes_it_provisional() -> None:
    got = date(2027, 12, 1)
    found = retention.remedies_end(
        [Act("决定", got, got, told=True)], unanswered_since=None, lifted_on=None, closed_on=got, calendar=CALENDAR
    )
    assert found.provisional


ACTS = st.builds(Act, st.just("决定"), DAYS, st.none() | DAYS, st.booleans())


@given(st.lists(ACTS, max_size=4), st.none() | DAYS, st.none() | DAYS, DAYS)
def test_no_remedy_ends_after_it(
    acts: list[Act], unanswered: date | None, lifted: date | None, closed: date
) -> None:
    found = retention.remedies_end(
        acts, unanswered_since=unanswered, lifted_on=lifted, closed_on=closed, calendar=CALENDAR
    )
    known = [max(act.known_on, act.made_on) for act in acts if act.known_on]
    known += [unanswered] if unanswered else []
    for one in known:
        assert found.on >= remedies.review_until(one, CALENDAR).on
        assert found.on >= remedies.suit_until(one, CALENDAR).on
    for act in acts:
        if act.known_on and not act.told:
            assert found.on >= max(act.known_on, act.made_on) + timedelta(days=365)
        if act.known_on is None:
            assert found.on >= retention.months_after(act.made_on, 60)
    assert found.on >= closed
    assert len(found.because) >= 1


@given(st.lists(ACTS, max_size=3), ACTS, DAYS)
def test_one_more_act_never_ends_it_earlier(acts: list[Act], more: Act, closed: date) -> None:
    assert end(*acts, more, closed=closed) >= end(*acts, closed=closed)
