"""The worked dates of rules 31 to 34, 40, 43 and 44, and what kind of agency has which duty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute import duties
from gongkai.statute.calendar import official

DAY = date(2026, 3, 2)
CALENDAR = official()
CASES = [
    ("31", "ordinary", date(2026, 1, 30), date(2026, 3, 5)),
    ("31", "ordinary", date(2025, 9, 15), date(2025, 10, 17)),
    ("32", "licence", date(2026, 4, 24), date(2026, 5, 8)),
    ("32", "penalty", date(2026, 4, 24), date(2026, 5, 8)),
    ("33", "penalty-withdrawal", date(2026, 4, 29), date(2026, 5, 7)),
]


@pytest.mark.parametrize(("rule", "period", "formed_on", "on"), CASES)
def test_the_worked_dates(rule: str, period: str, formed_on: date, on: date) -> None:
    found = duties.due(period, formed_on, CALENDAR)
    assert (found.on, found.target_on, found.provisional) == (on, on, False)
    assert str(formed_on) in found.because[0].text
    assert found.because[0].article


@pytest.mark.parametrize("period", ["budget", "budget-department"])
def test_rule_34_a_budget_does_not_roll_and_is_aimed_at_before(period: str) -> None:
    found = duties.due(period, date(2026, 1, 26), CALENDAR)
    assert (found.on, found.target_on) == (date(2026, 2, 15), date(2026, 2, 14))
    assert [line.on for line in found.because] == [date(2026, 1, 26), date(2026, 2, 14)]
    assert "《预算法》第十四条" in found.because[0].article


def test_a_change_of_what_was_published_begins_the_same_period_again() -> None:
    assert duties.period("ordinary").start == "形成或者变更"


def test_an_unknown_year_makes_it_provisional_and_says_which() -> None:
    found = duties.due("ordinary", date(2026, 12, 10), CALENDAR)
    assert found.provisional
    assert found.missing_years == (2027,)
    assert "2027" in found.because[-1].text
    budget = duties.due("budget", date(2026, 12, 20), CALENDAR)
    assert budget.provisional


def test_the_periods_of_licences_were_longer_before() -> None:
    assert duties.due("licence", date(2018, 6, 1), CALENDAR).on == date(2018, 6, 29) + timedelta(days=3)
    assert duties.period("licence").at(date(2018, 6, 1)).days == 20


def test_only_withdrawal_is_kept_by_taking_down() -> None:
    assert [one.code for one in duties.PERIODS.values() if one.withdraws] == [duties.WITHDRAWAL]


def test_of_penalties_only_some_are_published_and_all_are_counted() -> None:
    assert "社会影响" in duties.period("penalty").note
    assert "表二" in duties.period("penalty").note


@given(
    st.sampled_from(list(duties.PERIODS)), st.dates(date(2019, 6, 1), date(2026, 10, 1))
)  # fmt: skip
def test_every_due_day_is_after_the_event_and_its_target_is_worked(period: str, formed_on: date) -> None:
    found = duties.due(period, formed_on, CALENDAR)
    assert formed_on < found.target_on <= found.on
    assert CALENDAR.is_working(found.target_on)
    assert found.because
    held = duties.period(period).at(formed_on)
    if not held.calendar:
        assert CALENDAR.between(formed_on, found.on) == held.days
    else:
        assert (found.on - formed_on).days == held.days


def test_article_20_has_fifteen_items_and_21_follows() -> None:
    codes = [one.code for one in duties.categories(DAY)]
    assert codes[:15] == [f"20.{n}" for n in range(1, 16)]
    assert all(code.startswith("21.") for code in codes[15:])
    assert len(set(codes)) == len(codes)
    assert duties.categories(date(2018, 1, 1)) == ()


def test_who_has_the_matters_of_article_21() -> None:
    def of(kind: str) -> set[str]:
        return {one.label for one in duties.categories(DAY, kind) if one.code.startswith("21.")}

    assert of("government") == of("department")
    assert {"市政建设", "公共服务", "公益事业", "治安管理"} <= of("government")
    assert {"宅基地使用情况审核", "筹资筹劳", "土地征收", "房屋征收", "社会救助"} <= of("township")
    assert "治安管理" not in of("township")
    assert of("street_office") == set()


def test_public_institutions_follow_the_rules_of_their_sector() -> None:
    assert duties.categories(DAY, "public_institution") == ()


@pytest.mark.parametrize("kind", ["government", "department", "township", "street_office"])
def test_article_20_binds_every_organ(kind: str) -> None:
    assert len([one for one in duties.categories(DAY, kind) if one.code.startswith("20.")]) == 15


def test_the_budget_of_a_department_runs_from_the_reply_of_the_finance_bureau() -> None:
    found = duties.category("20.7")
    assert found.period_for("government") == "budget"
    assert found.period_for("township") == "budget"
    assert found.period_for("department") == "budget-department"
    assert found.period_for("street_office") == "budget-department"


def test_every_column_of_the_law_has_a_period_that_there_is() -> None:
    for one in duties.CATEGORIES.values():
        assert one.period_for("government") in duties.PERIODS
        assert all(leaf.period in {"", *duties.PERIODS} for leaf in one.leaves)
        assert one.article.startswith("《条例》第二十")


def test_only_a_government_lists_rules() -> None:
    titles = [leaf.title for leaf in duties.category("20.1").leaves_for("street_office")]
    assert titles == ["行政规范性文件", "其他文件"]
    assert "规章" in [leaf.title for leaf in duties.category("20.1").leaves_for("government")]


def test_rule_43_a_guide_without_a_fax_number_lacks_it_and_none_is_an_answer() -> None:
    whole = {one.code: "x" for one in duties.fields("guide")}
    assert duties.lacking("guide", whole) == ()
    assert [one.code for one in duties.lacking("guide", {**whole, "fax": " "})] == ["fax"]
    assert duties.lacking("guide", {**whole, "fax": "无"}) == ()


def test_rule_43_the_complaint_line_belongs_to_the_guide() -> None:
    codes = [one.code for one in duties.fields("guide")]
    assert {
        "classification",
        "arrangement",
        "ways",
        "office",
        "address",
        "hours",
        "phone",
        "fax",
        "internet",
    } < set(codes)
    assert "complaint" in codes


def test_rule_44_a_line_of_the_catalogue_without_its_summary_is_refused() -> None:
    line = {"number": "1/2026-1", "title": "通知", "made_on": DAY, "summary": ""}
    assert [one.label for one in duties.lacking("catalogue", line)] == ["内容概述"]
    assert len(duties.fields("catalogue")) == 4


def test_rule_40_the_second_applicant_makes_a_suggestion() -> None:
    assert not duties.converts(1, DAY)
    assert duties.converts(2, DAY)


def test_every_value_names_its_source_and_when_it_was_checked() -> None:
    for one in duties.PERIODS.values():
        assert all(held.reference and held.checked_on <= date(2026, 11, 30) for held in one.versions)
    for category in duties.CATEGORIES.values():
        assert category.reference
        assert category.checked_on
    for parameter in duties.numbers():
        assert all(version.reference for version in parameter.versions)
