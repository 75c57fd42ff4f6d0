"""Working days against the notices, against the package chinesecalendar, and beyond what is known."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute.calendar import Calendar, Notice, Regional, official, parse_notice, weekday

WORKING_DAYS = {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}
CHECKED = date(2026, 11, 24)
NEXT = Notice(2027, "试〔2026〕1号", CHECKED, (date(2027, 1, 1), date(2027, 2, 8)), (date(2027, 1, 3),))
FILE = """
year = 2027
reference = "试〔2026〕1号"
checked_on = 2026-11-24
off = [2027-02-08, 2027-01-01]
on = [2027-01-03]
"""
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def every_day(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=n) for n in range((date(last, 12, 31) - start).days + 1)]


def test_every_day_is_what_the_package_says() -> None:
    """2004 to 2018 are derived from it, 2019 to 2026 were taken from the notices by hand."""
    calendar = official()
    differing = [
        day for day in every_day(2004, 2026) if calendar.is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize(("year", "number"), WORKING_DAYS.items())
def test_working_days_of_a_year(year: int, number: int) -> None:
    assert official().between(date(year - 1, 12, 31), date(year, 12, 31)) == number


def test_years_by_notice_have_their_number_and_derived_ones_none() -> None:
    for year in range(2004, 2027):
        source = official().source(year)
        assert source is not None
        assert source.derived == (year < 2019)
        assert bool(source.reference) == (year >= 2019)
    source = official().source(2026)
    assert source is not None
    assert source.reference == "国办发明电〔2025〕7号"
    assert official().source(2027) is None


def test_which_years_are_known() -> None:
    calendar = official()
    assert [calendar.known(year) for year in (2003, 2004, 2026, 2027)] == [False, True, True, False]
    assert calendar.missing(date(2026, 12, 4), date(2027, 1, 4)) == (2027,)
    assert calendar.missing(date(2026, 1, 1), date(2026, 12, 31)) == ()
    assert calendar.missing(date(2003, 12, 31), date(2004, 1, 2)) == (2003,)


def test_an_unknown_year_is_monday_to_friday() -> None:
    calendar = official()
    assert all(calendar.is_working(day) == (day.weekday() < 5) for day in every_day(2027, 2028))


@given(days, st.integers(1, 300))
def test_adding_and_counting_agree(day: date, number: int) -> None:
    calendar = official()
    last = calendar.add(day, number)
    assert calendar.is_working(last)
    assert calendar.between(day, last) == number
    assert last > day


@given(days)
def test_the_neighbouring_working_days(day: date) -> None:
    calendar = official()
    after, before = calendar.next_working(day), calendar.last_working_on_or_before(day)
    assert before <= day <= after
    assert calendar.is_working(before)
    assert calendar.is_working(after)
    assert (before == day == after) == calendar.is_working(day)
    assert calendar.between(before, after) <= 1


@given(days, days)
def test_between_is_the_days_one_by_one(one: date, other: date) -> None:
    calendar = official()
    after, until = min(one, other), min(max(one, other), min(one, other) + timedelta(days=120))
    walked = sum(calendar.is_working(after + timedelta(days=n + 1)) for n in range((until - after).days))
    assert calendar.between(after, until) == walked
    assert calendar.between(until, after) == 0


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1)])
def test_days_too_far_away_are_refused(day: date) -> None:
    with pytest.raises(Refused, match="太远"):
        official().is_working(day)
    with pytest.raises(Refused, match="太远"):
        official().add(date(2100, 12, 31), 1)


def test_the_first_day_of_the_table() -> None:
    assert official().is_working(date(1990, 1, 1))
    with pytest.raises(Refused):
        official().last_working_on_or_before(date(1989, 12, 31))


def test_with_a_notice_the_year_is_known_and_the_old_calendar_unchanged() -> None:
    more = official().with_notice(NEXT)
    assert more.known(2027)
    assert more.is_working(date(2027, 1, 3))
    assert not more.is_working(date(2027, 1, 1))
    assert not official().known(2027)
    assert official().is_working(date(2027, 1, 1))
    with pytest.raises(Refused, match="已经载入"):
        more.with_notice(NEXT)


def test_a_revision_takes_the_place_of_the_first_notice() -> None:
    revised = NEXT._replace(off=(date(2027, 3, 1),), on=(), revises=True)
    calendar = official().with_notice(NEXT).with_notice(revised)
    assert calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 3))
    assert not calendar.is_working(date(2027, 3, 1))
    with pytest.raises(Refused, match="还没有载入"):
        official().with_notice(revised)


def test_a_notice_may_swap_the_last_days_of_the_year_before() -> None:
    notice = NEXT._replace(year=2027, off=(date(2026, 12, 31),), on=(date(2026, 12, 27),))
    calendar = official().with_notice(notice)
    assert not calendar.is_working(date(2026, 12, 31))
    assert calendar.is_working(date(2026, 12, 27))


def test_regional_days_come_on_top() -> None:
    local = Regional("某自治州", "某政发〔2026〕1号", CHECKED, (date(2026, 8, 3),), (date(2026, 8, 8),))
    calendar = official().with_regional(local)
    assert not calendar.is_working(date(2026, 8, 3))
    assert calendar.is_working(date(2026, 8, 8))
    assert calendar.between(date(2025, 12, 31), date(2026, 12, 31)) == 248


@pytest.mark.parametrize(
    "wrong",
    [
        Regional("", "x", CHECKED, (date(2026, 8, 3),)),
        Regional("某县", " ", CHECKED, (date(2026, 8, 3),)),
        Regional("某县", "x", CHECKED, ()),
        Regional("某县", "x", CHECKED, (date(2026, 8, 1),)),
        Regional("某县", "x", CHECKED, (date(2026, 8, 3), date(2026, 8, 3))),
    ],
)
def test_regional_days_that_cannot_be_are_refused(wrong: Regional) -> None:
    with pytest.raises(Refused):
        official().with_regional(wrong)


def test_calendars_are_equal_by_content() -> None:
    one, other = official().with_notice(NEXT), official().with_notice(NEXT)
    assert one == other
    assert hash(one) == hash(other)
    assert one != official()
    assert one != "calendar"
    assert len({one, other, official()}) == 2


def test_the_version_names_the_last_year_and_the_days() -> None:
    assert official().version.startswith("2026-")
    more = official().with_notice(NEXT)
    assert more.version.startswith("2027-")
    assert more.version == official().with_notice(NEXT).version
    local = more.with_regional(Regional("某县", "x", CHECKED, (date(2026, 8, 3),)))
    assert len({official().version, more.version, local.version}) == 3
    assert repr(more) == f"<Calendar {more.version}>"


def test_a_calendar_without_any_notice_knows_nothing() -> None:
    empty = Calendar()
    assert empty.version.startswith("0-")
    assert empty.missing(date(2025, 1, 1), date(2025, 12, 31)) == (2025,)
    assert empty.is_working(date(2025, 1, 1))


def test_a_file_becomes_a_notice() -> None:
    assert parse_notice(FILE) == NEXT, "days in order"
    assert parse_notice("\ufeff" + FILE) == NEXT, "as Windows saves it"


# Forty-one weekdays of 2027.
MANY = (
    f"[{', '.join(str(d) for d in (date(2027, 3, 1) + timedelta(days=n) for n in range(57)) if d.weekday() < 5)}]"
)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year = 2027", "", "缺少“year”"),
        ('reference = "试〔2026〕1号"', "", "缺少“reference”"),
        ('reference = "试〔2026〕1号"', 'reference = " "', "文号"),
        ('reference = "试〔2026〕1号"', "reference = 7", "带引号"),
        ("year = 2027", 'year = "2027"', "四位数字"),
        ("year = 2027", "year = true", "四位数字"),
        ("year = 2027", "year = 1999", "不对"),
        ("year = 2027", "year = 2026", "已经载入"),
        ("year = 2027", "year = 2027\nrevises = true", "还没有载入"),
        ("year = 2027", 'year = 2027\nrevises = "ja"', "true 或 false"),
        ("year = 2027", "year = 2028", "不在 2028 年"),
        ("year = 2027", "year = 2027\nderived = true", "不认识的项目“derived”"),
        ("checked_on = 2026-11-24", 'checked_on = "2026-11-24"', "不加引号"),
        ("checked_on = 2026-11-24", "checked_on = 2026-11-24T00:00:00", "不加引号"),
        ("off = [2027-02-08, 2027-01-01]", "off = []", "是空的"),
        ("off = [2027-02-08, 2027-01-01]", "off = 2027-01-01", "一列日期"),
        ("off = [2027-02-08, 2027-01-01]", 'off = ["2027-01-01"]', "一列日期"),
        ("off = [2027-02-08, 2027-01-01]", "off = [2027-01-02]", "2027-01-02 是星期六"),
        ("off = [2027-02-08, 2027-01-01]", "off = [2027-01-01, 2027-01-01]", "写了两次"),
        ("off = [2027-02-08, 2027-01-01]", "off = [2028-01-03]", "不在 2027 年"),
        ("off = [2027-02-08, 2027-01-01]", f"off = {MANY}", "有 41 天"),
        ("on = [2027-01-03]", "on = [2027-01-04]", "2027-01-04 是星期一"),
        ("on = [2027-01-03]", "on = [2026-11-29]", "不在 2027 年"),
        ("on = [2027-01-03]", "on = [", "不是 TOML"),
    ],
)
def test_every_mistake_in_a_file_is_said(old: str, new: str, message: str) -> None:
    assert old in FILE
    with pytest.raises(Refused, match=message):
        parse_notice(FILE.replace(old, new))


def test_known_years_can_be_told() -> None:
    with pytest.raises(Refused, match="已经载入"):
        parse_notice(FILE, known=[2027])
    assert parse_notice(FILE.replace("2027\n", "2027\nrevises = true\n", 1), known=[2027]).revises


def test_days_of_the_week_have_their_names() -> None:
    assert weekday(date(2026, 11, 23)) == "星期一"
    assert weekday(date(2026, 11, 29)) == "星期日"
