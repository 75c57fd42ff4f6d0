from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.agencies import actions
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.queries import find, predecessors, successors
from gongkai.agencies.roles import Role, role_of
from gongkai.errors import Refused
from tests.agencies.conftest import AT, found

ON = date(2024, 1, 1)
DAY = timedelta(days=1)
YEAR = timedelta(days=366)


def test_an_agency_is_found_by_code_or_name(bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(credit_code="91350100M000100Y43")
    assert find("示范区 民政局") == bureau
    assert find(" 91350100m000100y43") == bureau


@pytest.mark.parametrize("word", ["", "某局", "91350100M000100Y43"])
def test_none_is_said(word: str, bureau: Agency) -> None:
    with pytest.raises(Refused, match="没有机关"):
        find(word)


def test_two_of_a_name_are_not_chosen_between(district: Agency, bureau: Agency) -> None:
    found("示范区民政局", district, 99)
    with pytest.raises(Refused, match="不止一个"):
        find("示范区民政局")


def test_who_carries_on_after_a_merge_and_a_split(district: Agency) -> None:
    a, b, ab, c, d = (found(name, district, order) for order, name in enumerate(["甲", "乙", "甲乙", "丙", "丁"]))
    actions.merge([a, b], ab, on=ON, reason="批复", by=OPERATOR, at=AT)
    actions.split(ab, [c, d], on=ON + YEAR, reason="批复", by=OPERATOR, at=AT)
    assert successors(a, on=ON - DAY) == [a]
    assert successors(a, on=ON) == [ab]
    assert successors(a, on=ON + YEAR) == [c, d]
    assert predecessors(c) == [a, b, ab]
    assert predecessors(a) == []


def test_one_that_takes_in_another_is_its_successor(district: Agency) -> None:
    stays, goes = found("甲", district), found("乙", district, 20)
    actions.merge([stays, goes], stays, on=ON, reason="批复", by=OPERATOR, at=AT)
    assert successors(goes, on=ON) == [stays]
    assert successors(stays, on=ON) == [stays]
    assert predecessors(stays) == [goes]


def test_one_that_gave_a_part_away_still_carries_on(district: Agency) -> None:
    old, new = found("甲", district), found("乙", district, 20)
    actions.split(old, [old, new], on=ON, reason="批复", by=OPERATOR, at=AT)
    assert successors(old, on=ON) == [old]
    assert predecessors(new) == [old]


def test_an_agency_that_ended_without_a_successor_has_none(bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(valid_until=ON - DAY)
    bureau.refresh_from_db()
    assert successors(bureau, on=ON) == []


def test_roles_by_their_word() -> None:
    assert role_of("head") is Role.HEAD
    with pytest.raises(Refused, match="administrator"):
        role_of("king")
