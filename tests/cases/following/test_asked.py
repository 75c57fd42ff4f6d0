"""What is asked for, in the office's own words, as soon as the letter has left."""

from __future__ import annotations

from datetime import date

from gongkai.cases import supplementing
from gongkai.cases.following.asked import Asked, asked
from tests.cases.walk import Office, at

from . import walks
from .conftest import Followed
from .walks import DAY


def test_nothing_before(mine: Followed) -> None:
    assert asked(mine.now()) is None


def test_a_supplement_at_once_though_the_letter_is_still_on_its_way(office: Office, mine: Followed) -> None:
    letter = supplementing.prepare(
        office.clerk, mine.now(), items="请明确年度。\n请附身份证明。", until=date(2026, 4, 1), at=at(DAY, 9)
    )
    assert asked(mine.now()) is None
    office.post(mine.now(), letter, DAY)
    assert asked(mine.now()) == Asked("需要补正的事项", "请明确年度。\n请附身份证明。")


def test_reasons(office: Office, mine: Followed) -> None:
    walks.reasoned(office, mine)
    assert asked(mine.now()) == Asked("需要说明理由的情况", "一月三百件")


def test_a_fee_has_a_place_of_its_own(office: Office, mine: Followed) -> None:
    walks.charged(office, mine)
    assert asked(mine.now()) is None
