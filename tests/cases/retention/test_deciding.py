"""A list is looked at by two people before anything goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Destruction
from gongkai.cases.retention import carrying, deciding
from gongkai.errors import NotAllowed, Refused, WrongState
from tests.district import invited

from ..conftest import entries
from ..walk import Office, at
from . import laid
from .laid import IDENTITY_DUE, PAPERS_DUE

pytestmark = pytest.mark.django_db
ON = IDENTITY_DUE
NINE, TEN, ELEVEN = at(ON, 9), at(ON, 10), at(ON, 11)


def state(list_: Destruction) -> tuple[Any, ...]:
    found = Destruction.objects.get(pk=list_.pk)
    return found.state, found.appraised_by, found.approved_by, [line.kept_reason for line in found.lines.all()]


def test_appraised_approved_carried_out(office: Office) -> None:
    laid.plain(office)
    list_ = laid.destroyed(office, ON)
    found = Destruction.objects.get(pk=list_.pk)
    assert found.state == "done"
    assert (found.appraised_by, found.approved_by, found.done_by) == (office.reviewer, office.head, office.clerk)
    verbs = ("propose", "appraise", "approve", "destroy", "finish")
    assert [len(entries(f"retention.{verb}")) for verb in verbs] == [1] * 5


def test_whoever_appraised_does_not_approve(office: Office) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, ON)
    list_ = deciding.appraise(office.head, list_, opinion="可以销毁", keep={}, at=NINE)
    before = state(list_)
    with pytest.raises(NotAllowed, match="另一位负责人"):
        deciding.approve(office.head, list_, at=TEN)
    assert state(list_) == before
    assert entries("retention.approve") == []
    other = invited("second-head", office.agency, Role.HEAD)
    assert deciding.approve(other, list_, at=TEN).approved_by == other


@pytest.mark.parametrize("step", ["appraise", "approve", "refuse", "send_back", "carry_out"])
def test_nobody_from_elsewhere_and_nobody_without_the_role(office: Office, outsider: Person, step: str) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, ON)
    officer = invited("officer", office.agency, Role.INFORMATION_OFFICER)
    steps = {
        "appraise": lambda who: deciding.appraise(who, list_, opinion="可以", keep={}, at=NINE),
        "approve": lambda who: deciding.approve(who, list_, at=TEN),
        "refuse": lambda who: deciding.refuse(who, list_, reason="不", at=TEN),
        "send_back": lambda who: deciding.send_back(who, list_, at=TEN),
        "carry_out": lambda who: carrying.carry_out(who, list_, at=ELEVEN),
    }
    before = state(list_)
    for who in (outsider, officer):
        with pytest.raises(NotAllowed):
            steps[step](who)
    assert state(list_) == before


def test_the_operator_of_the_machine_destroys_nothing(office: Office) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, ON)
    with pytest.raises(NotAllowed):
        deciding.appraise(OPERATOR, list_, opinion="可以", keep={}, at=NINE)
    list_ = deciding.appraise(office.reviewer, list_, opinion="可以", keep={}, at=NINE)
    with pytest.raises(NotAllowed):
        deciding.approve(OPERATOR, list_, at=TEN)
    deciding.approve(office.head, list_, at=TEN)
    with pytest.raises(NotAllowed):
        carrying.carry_out(OPERATOR, list_, at=ELEVEN)


def test_each_step_in_its_turn(office: Office) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, ON)
    steps: tuple[Callable[[], object], ...] = (
        lambda: deciding.approve(office.head, list_, at=TEN),
        lambda: carrying.carry_out(office.clerk, list_, at=ELEVEN),
        lambda: deciding.send_back(office.head, list_, at=TEN),
    )
    for early in steps:
        with pytest.raises(WrongState, match="待鉴定"):
            early()
    deciding.appraise(office.reviewer, list_, opinion="可以", keep={}, at=NINE)
    with pytest.raises(WrongState, match="待批准"):
        deciding.appraise(office.reviewer, list_, opinion="可以", keep={}, at=NINE)
    with pytest.raises(WrongState, match="待批准"):
        carrying.carry_out(office.clerk, list_, at=ELEVEN)


def test_done_is_done(office: Office) -> None:
    laid.plain(office)
    list_ = laid.destroyed(office, ON)
    with pytest.raises(WrongState, match="已销毁"):
        carrying.carry_out(office.clerk, list_, at=ELEVEN)
    with pytest.raises(WrongState):
        deciding.refuse(office.head, list_, reason="不", at=ELEVEN)


def test_an_opinion_and_a_reason_for_each_line_that_is_kept(office: Office) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, ON)
    with pytest.raises(Refused, match="鉴定意见"):
        deciding.appraise(office.reviewer, list_, opinion=" ", keep={}, at=NINE)
    with pytest.raises(Refused, match="逐项写明理由"):
        deciding.appraise(office.reviewer, list_, opinion="可以", keep={list_.lines.get().pk: " "}, at=NINE)
    with pytest.raises(Refused, match="不在这份清册里"):
        deciding.appraise(office.reviewer, list_, opinion="可以", keep={0: "留"}, at=NINE)
    assert state(list_)[0] == "proposed"


def test_with_an_earlier_kind_the_later_ones_stay(office: Office) -> None:
    one, other = laid.plain(office), laid.plain(office)
    list_ = laid.proposed(office, PAPERS_DUE)
    contact = list_.lines.get(case=one, kind="contact")
    deciding.appraise(office.reviewer, list_, opinion="可以", keep={contact.pk: "正在核对"}, at=at(PAPERS_DUE, 9))
    kept = {line.kind: line.kept_reason for line in list_.lines.filter(case=one)}
    assert kept == {"identity": "", "contact": "正在核对", "papers": "前一类材料保留"}
    assert not list_.lines.filter(case=other).exclude(kept_reason="").exists()


def test_all_kept_the_list_is_over(office: Office) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, ON)
    found = deciding.appraise(office.reviewer, list_, opinion="保留", keep={list_.lines.get().pk: "检查"}, at=NINE)
    assert found.state == "refused"


def test_sent_back_it_is_appraised_anew(office: Office) -> None:
    laid.plain(office)
    list_ = laid.appraised(office, ON)
    deciding.send_back(office.head, list_, at=TEN)
    assert state(list_)[:2] == ("proposed", None)
    deciding.appraise(office.reviewer, list_, opinion="可以", keep={}, at=TEN)
    assert len(entries("retention.return")) == 1


def test_refused_nothing_goes_and_the_reason_stays(office: Office) -> None:
    case = laid.plain(office)
    list_ = laid.appraised(office, ON)
    found = deciding.refuse(office.head, list_, reason="区里要求暂缓", at=TEN)
    assert found.state == "refused"
    assert "区里要求暂缓" in found.appraisal
    assert laid.now(case).applicant.document_number


def test_a_clerk_who_is_also_head_is_one_person(office: Office) -> None:
    people.appoint(office.reviewer, agency=office.agency, role=Role.HEAD, from_on=ON, by=OPERATOR, at=NINE)
    laid.plain(office)
    list_ = laid.appraised(office, ON)
    with pytest.raises(NotAllowed):
        deciding.approve(office.reviewer, list_, at=TEN)
