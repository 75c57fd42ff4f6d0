"""Offices of the agency are asked; the clock runs on."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases import queries, tasks_of_offices
from gongkai.errors import NotAllowed, Refused, WrongState
from tests.district import invited

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


@pytest.fixture
def unit(office: Office) -> Agency:
    return deeds.unit_of(office)


@pytest.fixture
def officer(unit: Agency) -> Person:
    return invited("officer", unit, Role.INFORMATION_OFFICER)


def test_asking_and_answering_never_move_the_date(office: Office, unit: Agency, officer: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    before = walk.now(case).due_on
    task = tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=NEXT, at=at(DAY))
    assert walk.now(case).due_on == before
    task = tasks_of_offices.answer(officer, task, has_it=False, answer="没有", at=at(NEXT))
    assert (walk.now(case).due_on, walk.now(case).provisional) == (before, False)
    assert (task.has_it, task.answered_by) == (False, officer)


def test_an_officer_answers_for_their_own_office_only(office: Office, unit: Agency) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    task = tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=NEXT, at=at(DAY))
    elsewhere = invited("elsewhere", deeds.found("财务科", office.agency, 2), Role.INFORMATION_OFFICER)
    with pytest.raises(NotAllowed):
        tasks_of_offices.answer(elsewhere, task, has_it=True, answer="有", at=at(NEXT))


def test_an_officer_of_an_office_that_was_only_asked_does_no_more(
    office: Office, unit: Agency, officer: Person
) -> None:
    from gongkai.cases import searching

    case = walk.opened(office.agency, deeds.RECEIVED)
    tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=NEXT, at=at(DAY))
    assert not queries.visible(officer, on=DAY).filter(pk=case.pk, unit=None).exists()
    with pytest.raises(NotAllowed):
        searching.record_search(
            officer, case, systems="柜", keywords="低保", on=DAY, result="无", found=False, searched_by="我",
            at=at(DAY),
        )  # fmt: skip


def test_another_agency_is_consulted_not_asked(office: Office, finance: Agency) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    for other in (finance, office.agency):
        with pytest.raises(Refused, match="征求意见"):
            tasks_of_offices.ask(office.clerk, case, unit=other, question="有无？", due_on=NEXT, at=at(DAY))


def test_its_day_is_not_in_the_past(office: Office, unit: Agency) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(Refused, match="早于今天"):
        tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=DAY, at=at(NEXT))


def test_one_answer(office: Office, unit: Agency, officer: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    task = tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=NEXT, at=at(DAY))
    tasks_of_offices.answer(officer, task, has_it=True, answer="有", at=at(DAY))
    with pytest.raises(WrongState, match="已经反馈"):
        tasks_of_offices.answer(officer, task, has_it=False, answer="没有", at=at(NEXT))


def test_none_once_the_request_is_answered(office: Office, unit: Agency, officer: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    task = tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=NEXT, at=at(DAY))
    office.served(office.answer(case, DAY), NEXT)
    with pytest.raises(WrongState):
        tasks_of_offices.answer(officer, task, has_it=True, answer="有", at=at(NEXT))


@pytest.mark.parametrize("words", ["张三丰的低保资金", "张 三\u200b丰申请的材料"])
def test_an_office_is_not_told_who_asks(words: str, office: Office, unit: Agency) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="不需要知道是谁申请的"):
        tasks_of_offices.ask(office.clerk, case, unit=unit, question=words, due_on=NEXT, at=at(DAY))
    assert walk.unchanged(case) == before
