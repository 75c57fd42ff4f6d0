from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.agencies import actions
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.queries import Origins, find, heirs, origins, predecessors, successors
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


# -- whose work of one year goes on in the next ---------------------------------------------------------------
def _merge(before: list[Agency], after: Agency, on: date) -> None:
    actions.merge(before, after, on=on, reason="批复", by=OPERATOR, at=AT)


def _split(before: Agency, after: list[Agency], on: date) -> None:
    actions.split(before, after, on=on, reason="批复", by=OPERATOR, at=AT)


def _later(agency: Agency, since: date) -> Agency:
    """Founded on a day."""
    Agency.objects.filter(pk=agency.pk).update(valid_from=since)
    return Agency.objects.get(pk=agency.pk)


def _fresh(*agencies: Agency) -> tuple[Agency, ...]:
    return tuple(Agency.objects.get(pk=one.pk) for one in agencies)


@pytest.mark.parametrize("on", [date(2024, 1, 1), date(2024, 6, 15), date(2024, 12, 31)])
def test_two_that_become_a_new_one_hand_their_work_on_whole(district: Agency, on: date) -> None:
    a, b = found("甲", district, 1), found("乙", district, 2)
    ab = _later(found("甲乙", district, 3), on)
    _merge([a, b], ab, on)
    assert origins(ab, 2023).whole == (a, b)
    assert origins(ab, 2023).parted == ()
    assert origins(ab, 2024).whole == (ab,)
    assert origins(ab, 2022).whole == ()


def test_who_took_another_in_carries_both_on(district: Agency) -> None:
    stays, goes = found("甲", district, 1), found("乙", district, 2)
    _merge([stays, goes], stays, date(2024, 6, 1))
    assert origins(stays, 2023).whole == (stays, goes)
    assert origins(stays, 2024).whole == (stays,)
    # A last report of the one that went is about its own work alone.
    assert origins(*_fresh(goes), 2023).whole == (goes,)


def test_mergers_in_one_year_are_followed_to_the_end(district: Agency) -> None:
    a, b, c = (found(name, district, order) for order, name in enumerate("甲乙丙"))
    ab = _later(found("甲乙", district, 4), date(2024, 2, 1))
    _merge([a, b], ab, date(2024, 2, 1))
    _merge([*_fresh(ab), c], c, date(2024, 8, 1))
    assert origins(c, 2023).whole == (a, b, c)
    assert heirs(a, 2024) == [a, c, ab]
    assert heirs(a, 2023) == [a]


def test_what_was_parted_is_named_and_not_shared_out(district: Agency) -> None:
    old, new, third = (found(name, district, order) for order, name in enumerate("甲乙丙"))
    _split(old, [old, new], date(2024, 6, 1))
    assert origins(old, 2023).parted == (old,)
    assert origins(new, 2023).parted == (old,)
    assert origins(new, 2023).whole == (new,)
    _split(new, [third, old], date(2025, 6, 1))
    assert origins(third, 2024).parted == _fresh(new)
    assert origins(third, 2023).parted == ()


def test_an_agency_to_which_nothing_happened_carries_its_own_work_on(bureau: Agency) -> None:
    assert origins(bureau, 2023) == Origins((bureau,))
    assert heirs(bureau, 2024) == [bureau]
