"""Who does the work."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases import assigning, lines, queries, searching
from gongkai.errors import NotAllowed, Refused, WrongState
from tests.district import invited

from . import deeds, walk
from .conftest import entries
from .walk import Office, at

DAY = deeds.DAY


@pytest.fixture
def unit(office: Office) -> Agency:
    return deeds.unit_of(office)


@pytest.fixture
def of_unit(unit: Agency) -> Person:
    return invited("unit-clerk", unit, Role.CLERK)


def test_an_office_gets_it_and_its_clerk_works_on_it(office: Office, unit: Agency, of_unit: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(NotAllowed):
        assigning.claim(of_unit, case, at=at(DAY))
    assigning.assign(office.head, case, unit=unit, at=at(DAY))
    assigning.claim(of_unit, case, at=at(DAY))
    assert (walk.now(case).unit, walk.now(case).handler) == (unit, of_unit)
    searching.record_search(
        of_unit, case, systems="案卷柜", keywords="低保", on=DAY, result="找到", found=True, searched_by="本人",
        at=at(DAY),
    )  # fmt: skip
    assert case in queries.visible(of_unit, on=DAY)


def test_an_office_does_not_approve(office: Office, unit: Agency) -> None:
    from gongkai.cases import deciding

    case = deeds.submitted(office)
    assigning.assign(office.head, case, unit=unit, at=at(DAY))
    with pytest.raises(NotAllowed):
        deciding.approve(invited("unit-head", unit, Role.HEAD), case, at=at(DAY, 15))


def test_taken_by_one_it_is_not_taken_by_another(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assigning.claim(office.clerk, case, at=at(DAY))
    with pytest.raises(WrongState, match="已经有经办人"):
        assigning.claim(invited("colleague", office.agency, Role.CLERK), case, at=at(DAY))


def test_only_who_has_it_hands_it_over(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    colleague = invited("colleague", office.agency, Role.CLERK)
    assigning.claim(office.clerk, case, at=at(DAY))
    with pytest.raises(NotAllowed, match="本人"):
        assigning.hand_over(colleague, case, to=colleague, at=at(DAY))
    assigning.hand_over(office.clerk, case, to=colleague, at=at(DAY))
    assert walk.now(case).handler == colleague


def test_not_to_somebody_who_could_not_work_on_it(office: Office, outsider: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    for who in (outsider, office.reviewer):
        with pytest.raises(Refused, match="不能作为经办人"):
            assigning.assign(office.head, case, handler=who, at=at(DAY))


def test_not_to_another_agency(office: Office, finance: Agency) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    for other in (finance, office.agency):
        with pytest.raises(Refused, match="内设机构"):
            assigning.assign(office.head, case, unit=other, at=at(DAY))


def test_somebody_has_to_be_named_and_something_to_change(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(Refused, match="请选择"):
        assigning.assign(office.head, case, at=at(DAY))
    assigning.assign(office.head, case, handler=office.clerk, at=at(DAY))
    with pytest.raises(Refused, match="没有改动"):
        assigning.assign(office.head, case, handler=office.clerk, at=at(DAY))


def test_many_at_once_or_none(office: Office) -> None:
    cases = [walk.opened(office.agency, deeds.RECEIVED) for _ in range(3)]
    assigning.assign(office.head, cases[2], handler=office.clerk, at=at(DAY))
    with pytest.raises(Refused, match=f"{cases[2].number}：与现在的"):
        assigning.assign_all(office.head, cases, handler=office.clerk, at=at(DAY))
    assert [walk.now(one).handler for one in cases[:2]] == [None, None]
    assigning.assign_all(office.head, cases[:2], handler=office.clerk, at=at(DAY))
    assert [walk.now(one).handler for one in cases] == [office.clerk] * 3
    assert len(entries("cases.assign")) == 3


def test_the_time_line_says_to_whom(office: Office, unit: Agency) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assigning.assign(office.head, case, unit=unit, handler=office.clerk, at=at(DAY))
    assert lines.facts(case.events.get(kind="assigned")) == [unit.name, office.clerk.name]


def test_who_could_work_on_it(office: Office, unit: Agency, of_unit: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert assigning.candidates(case, on=DAY) == [office.clerk]
    case = assigning.assign(office.head, case, unit=unit, at=at(DAY))
    assert set(assigning.candidates(case, on=DAY)) == {office.clerk, of_unit}


def test_a_stand_in_works_and_sees_it_as_mine(office: Office) -> None:
    from gongkai.cases.queries import Filters, Which

    other = invited("stand-in", office.agency, Role.INFORMATION_OFFICER)
    membership = Membership.objects.get(person=office.clerk)
    people.stand_in(membership, person=other, from_on=DAY, until_on=date(2026, 3, 31), by=OPERATOR, at=at(DAY))
    case = assigning.claim(office.clerk, walk.opened(office.agency, deeds.RECEIVED), at=at(DAY))
    page = queries.working_list(other, Filters(Which.MINE), on=DAY)
    assert page.cases == (case,)
    searching.record_search(
        other,
        case,
        systems="档案",
        keywords="低保",
        on=DAY,
        result="无",
        found=False,
        searched_by="代",
        at=at(DAY),
    )
    with pytest.raises(NotAllowed):
        searching.record_search(
            other, case, systems="档案", keywords="低保", on=date(2026, 4, 1), result="无", found=False,
            searched_by="代", at=at(date(2026, 4, 1)),
        )  # fmt: skip
