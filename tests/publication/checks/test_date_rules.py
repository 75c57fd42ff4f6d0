"""Days that cannot be, and days that contradict one another, the text or today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publication.checks import date_rules
from gongkai.publication.models import Version
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.words import Validity
from tests.district import SHANGHAI
from tests.publication.conftest import MADE_ON, TODAY

from .conftest import codes, found

DAY = timedelta(days=1)


def test_a_whole_draft_has_no_contradiction(draft: Version) -> None:
    assert found(draft, Kind.DATES) == []


def test_made_later_than_today_stops(draft: Version) -> None:
    (one,) = found(draft, Kind.DATES, made_on=TODAY + DAY)
    assert (one.code, one.severity) == ("made-later", Severity.STOP)
    assert found(draft, Kind.DATES, made_on=TODAY) == []


def test_made_later_than_it_was_released(draft: Version) -> None:
    draft.item.first_public_on = MADE_ON - DAY
    draft.item.save()
    assert codes(found(draft, Kind.DATES)) == ["made-after-release"]


def test_effective_before_it_was_made_and_ended_before_it_began(draft: Version) -> None:
    assert codes(found(draft, Kind.DATES, effective_on=MADE_ON - DAY)) == ["effective-before-made"]
    assert codes(found(draft, Kind.DATES, effective_on=MADE_ON, ended_on=MADE_ON - DAY)) == ["ended-before-begun"]


def test_validity_beside_the_day_it_ends(draft: Version) -> None:
    past = found(draft, Kind.DATES, validity=Validity.IN_FORCE, ended_on=TODAY)
    assert codes(past) == ["ended-in-force"]
    assert found(draft, Kind.DATES, ended_on=TODAY + DAY) == []
    assert codes(found(draft, Kind.DATES, validity=Validity.LAPSED)) == ["gone-too-early"]


def test_a_number_of_another_year_is_said(draft: Version) -> None:
    (one,) = found(draft, Kind.DATES, document_number="示民发〔2025〕3号")
    assert (one.code, one.severity) == ("number-of-another-year", Severity.HINT)


@pytest.mark.parametrize("signed", ["2026年3月9日", "二〇二六年三月九日", "  2026年3月9日  "])
def test_the_day_below_the_text(draft: Version, signed: str) -> None:
    text = f"各单位：\n现通知如下。\n示范区民政局\n{signed}\n（此件公开发布）"
    (one,) = found(draft, Kind.DATES, text=text)
    assert one.code == "signed-otherwise"
    assert text[one.start : one.end] == signed.strip()
    assert one.proposal == "2026年3月10日"
    assert found(draft, Kind.DATES, text=text.replace("3月9日", "3月10日").replace("三月九日", "三月十日")) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("会议定于2026年2月30日召开。", "no-such-day"),
        ("于4月31日前报送。", "no-such-day"),
        ("定于2026年3月16日（星期二）召开。", "wrong-weekday"),
        ("定于2026年3月16日(周日)召开。", "wrong-weekday"),
        ("公示期为2026年3月16日至2026年3月10日。", "ends-before-it-begins"),
        ("二〇二六年二月二十九日", "no-such-day"),
    ],
)
def test_days_in_the_text_that_cannot_be(draft: Version, text: str, code: str) -> None:
    (one,) = found(draft, Kind.DATES, text=text)
    assert one.code == code
    assert one.place == "body"


@pytest.mark.parametrize(
    "text",
    [
        "定于2026年3月16日（星期一）召开。",
        "于3月16日（星期一）召开。",
        "2024年2月29日，2月29日",
        "自2026年3月10日至2026年3月16日公示。",
        "2026年3月16日印发，2025年3月1日的规定同时废止。",
        "电话2026年度",
    ],
)
def test_days_that_are_right(draft: Version, text: str) -> None:
    assert found(draft, Kind.DATES, text=text) == []


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_in_both_ways_of_writing(day: date) -> None:
    digits = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
    year = "".join(digits[char] for char in str(day.year))
    written = f"{year}年{chinese(day.month)}月{chinese(day.day)}日"
    for text in (written, f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month:02}月{day.day:02}日"):
        match = date_rules._DATE.fullmatch(text)
        assert match is not None
        assert date_rules._day(match) == day


def chinese(number: int) -> str:
    ones = "〇一二三四五六七八九"
    tens, rest = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{ones[tens]}十"
    return head + (ones[rest] if rest else "")


def test_the_released_day_counts_where_no_first_day_is_known(draft: Version) -> None:
    draft.released_at = datetime(2026, 3, 1, 1, 0, tzinfo=SHANGHAI)
    assert codes(found(draft, Kind.DATES)) == ["made-after-release"]
