"""Pairs of an agency's own, dated, and those of its district."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication.checks import own_pairs
from gongkai.publication.models import Item
from tests.publication.conftest import AT, TODAY, audited, nothing_after

DAY = timedelta(days=1)


def marks(agency: Agency, text: str, on: date = TODAY) -> list[str]:
    return [hit.text for hit in own_pairs.engine(agency, on).find(text)]


def test_a_pair_holds_for_the_agency_and_those_below(
    district: Agency, bureau: Agency, finance: Agency, head: Person, supervisor: Person
) -> None:
    own_pairs.add(head, bureau, wrong="低保户", right="低保家庭", why="本局规定。", at=AT)
    entry = audited("words.add")
    assert "低保" not in entry.data
    own_pairs.add(supervisor, district, wrong="示范镇", right="示范街道", why="已撤镇设街道。", at=AT)
    assert marks(bureau, "示范镇低保户") == ["示范镇", "低保户"]
    assert marks(finance, "示范镇低保户") == ["示范镇"]
    assert marks(district, "示范镇低保户") == ["示范镇"]


def test_its_own_goes_before_that_of_the_district(
    district: Agency, bureau: Agency, head: Person, supervisor: Person
) -> None:
    own_pairs.add(supervisor, district, wrong="金点子", right="建议", why="统一。", at=AT)
    own_pairs.add(head, bureau, wrong="金点子", right="意见建议", why="本局。", at=AT)
    (hit,) = own_pairs.engine(bureau, TODAY).find("金点子")
    assert hit.pair.right == "意见建议"


def test_from_a_day_until_a_day(bureau: Agency, head: Person) -> None:
    before = own_pairs.edition(bureau, TODAY)
    row = own_pairs.add(head, bureau, wrong="金点子", right="建议", why="统一。", from_on=TODAY + DAY, at=AT)
    assert own_pairs.edition(bureau, TODAY) == before
    assert own_pairs.edition(bureau, TODAY + DAY) != before
    assert marks(bureau, "金点子") == []
    assert marks(bureau, "金点子", TODAY + DAY) == ["金点子"]
    own_pairs.end(head, row, until_on=TODAY + 2 * DAY, at=AT)
    audited("words.end")
    assert marks(bureau, "金点子", TODAY + 3 * DAY) == []
    assert own_pairs.edition(bureau, TODAY + 3 * DAY) == before
    with pytest.raises(WrongState):
        own_pairs.end(head, row, until_on=TODAY + 2 * DAY, at=AT)


def test_a_new_one_takes_the_place_of_the_old_from_its_day(bureau: Agency, head: Person) -> None:
    own_pairs.add(head, bureau, wrong="金点子", right="建议", why="统一。", at=AT)
    own_pairs.add(head, bureau, wrong="金点子", right="意见", why="统一。", from_on=TODAY + DAY, at=AT)
    assert [hit.pair.right for hit in own_pairs.engine(bureau, TODAY).find("金点子")] == ["建议"]
    assert [hit.pair.right for hit in own_pairs.engine(bureau, TODAY + DAY).find("金点子")] == ["意见"]
    with pytest.raises(Refused, match="次日"):
        own_pairs.add(head, bureau, wrong="金点子", right="点子", why="统一。", from_on=TODAY + DAY, at=AT)


def test_longer_words_in_which_it_is_right(bureau: Agency, head: Person) -> None:
    own_pairs.add(head, bureau, wrong="齐陵镇", why="已改街道。", unless=["齐陵镇志", ""], at=AT)
    assert marks(bureau, "齐陵镇志、齐陵镇") == ["齐陵镇"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"wrong": "一", "right": "二"}, "错误写法须有"),
        ({"wrong": "长" * 41, "right": "二"}, "错误写法须有"),
        ({"wrong": "甲乙", "right": "甲乙"}, "相同"),
        ({"wrong": "甲乙", "right": "丙", "why": " "}, "理由"),
        ({"wrong": "甲乙", "right": "丙", "unless": ["丙丁"]}, "例外"),
        ({"wrong": "布署", "right": "部署"}, "自带"),
        ({"wrong": "甲乙", "right": "丙", "from_on": TODAY - DAY}, "早于今天"),
    ],
)
def test_what_is_no_pair(bureau: Agency, head: Person, given: dict[str, Any], why: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        own_pairs.add(head, bureau, **{"why": "规定。", "at": AT, **given})
    assert nothing_after(before)


def test_nobody_else(bureau: Agency, head: Person, clerk: Person, stranger: Person) -> None:
    row = own_pairs.add(head, bureau, wrong="金点子", right="建议", why="统一。", at=AT)
    before = Entry.objects.count()
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            own_pairs.add(person, bureau, wrong="银点子", right="建议", why="统一。", at=AT)
        with pytest.raises(NotAllowed):
            own_pairs.end(person, row, until_on=TODAY, at=AT)
    assert nothing_after(before)


def test_a_pair_is_tried_before_it_is_kept(bureau: Agency, finance: Agency, public: Item) -> None:
    pair = own_pairs.made("最低生活保障", "低保", "试用。", unless=["最低生活保障标准"])
    trial = own_pairs.tried(bureau, pair, "最低生活保障标准和最低生活保障金")
    assert [hit.start for hit in trial.hits] == [9]
    assert (trial.marks, trial.items, trial.looked) == (0, (), 1)
    trial = own_pairs.tried(bureau, own_pairs.made("现将", "将", "试用。"))
    assert (trial.marks, trial.items) == (1, (public,))
    assert own_pairs.tried(finance, pair).looked == 0
