"""Rule 49: columns that went stale, and how many of them fail a site."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute import freshness

TODAY = date(2026, 11, 23)


def test_rule_49_news_of_5_november_are_stale_on_the_23rd() -> None:
    news = freshness.of_type("工作动态")
    assert news is not None
    found = freshness.until(news, date(2026, 11, 5), TODAY)
    assert found.until == date(2026, 11, 19) < TODAY
    assert found.warn_on == date(2026, 11, 15)


def test_rule_49_notices_have_six_months() -> None:
    notices = freshness.of_type("通知公告")
    assert notices is not None
    assert freshness.until(notices, date(2026, 5, 31), TODAY).until == date(2026, 11, 30)
    assert freshness.until(notices, date(2025, 8, 31), TODAY).until == date(2026, 2, 28)


@pytest.mark.parametrize("column_type", ["行政许可", "信息公开指南", "没有这种栏目"])
def test_what_is_not_measured(column_type: str) -> None:
    assert freshness.of_type(column_type) is None


def test_the_list_of_kinds_of_column() -> None:
    assert {"概况信息", "机构职能", "工作动态", "政策文件", "信息公开指南", "依申请公开"} <= set(freshness.types())


@pytest.mark.parametrize(
    ("count", "number", "failed", "near"),
    [
        ("front", 2, False, False), ("front", 3, False, True), ("front", 5, True, False),
        ("due", 4, False, False), ("due", 5, False, True), ("due", 10, True, False),
        ("empty", 1, False, False), ("empty", 2, False, True), ("empty", 5, True, False),
    ],
)  # fmt: skip
def test_rule_49_the_counts_5_10_5_are_warned_of_early(
    count: freshness.Count, number: int, failed: bool, near: bool
) -> None:
    found = {one.count: one for one in freshness.judge({count: number}, TODAY)}[count]
    assert (found.failed, found.near, found.number) == (failed, near, number)


@given(st.dates(date(2019, 5, 1), date(2027, 1, 1)), st.sampled_from(sorted(freshness.kinds())))
def test_one_is_warned_before_it_is_stale(last_on: date, code: str) -> None:
    found = freshness.until(freshness.kinds()[code], last_on, last_on)
    assert last_on < found.warn_on < found.until


@given(st.integers(4, 400))
def test_days_of_its_own_are_warned_of_too(days: int) -> None:
    found = freshness.in_days(days, TODAY)
    assert TODAY < found.warn_on < found.until == TODAY + timedelta(days=days)
