"""What is held stays, whatever its time and whatever was approved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.cases import splitting
from gongkai.cases.models import Hold
from gongkai.cases.retention import carrying, due, holds, proposing
from gongkai.errors import NotAllowed, Refused
from gongkai.statute.retention import months_after

from .. import deeds, walk
from ..conftest import entries
from ..walk import Office, at
from . import laid
from .laid import IDENTITY_DUE

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)


def test_called_once_a_source_and_recorded(office: Office) -> None:
    case = laid.plain(office)
    one = holds.call(office.clerk, case, source="review:7", reason="示范复议〔2026〕7号", at=at(ON))
    again = holds.call(office.clerk, case, source="review:7", reason="又一次", at=at(ON))
    other = holds.call(office.head, case, source="lawsuit:2", reason="（2026）鲁0305行初1号", at=at(ON))
    assert one == again != other
    assert holds.held(case)
    assert (one.from_on, one.until_on) == (ON, None)
    assert [entry.object for entry in entries("retention.hold")] == [case.key] * 2
    assert "示范复议" not in "".join(entry.data for entry in entries("retention.hold"))


def test_lifted_by_the_same_source_only(office: Office) -> None:
    case = laid.plain(office)
    holds.call(office.clerk, case, source="review:7", reason="复议", at=at(ON))
    assert holds.lift(office.clerk, case, source="review:8", at=at(ON)) is None
    assert holds.held(case)
    lifted = holds.lift(office.clerk, case, source="review:7", at=at(date(2026, 6, 1)))
    assert lifted is not None
    assert lifted.until_on == date(2026, 6, 1)
    assert not holds.held(case)
    assert len(entries("retention.lift")) == 1


def test_not_by_a_stranger_nor_a_reviewer_and_nothing_changed(office: Office, outsider: Person) -> None:
    case = laid.plain(office)
    for who in (outsider, office.reviewer):
        with pytest.raises(NotAllowed):
            holds.call(who, case, source="x", reason="y", at=at(ON))
    assert Hold.objects.count() == 0
    assert entries("retention.hold") == []
    holds.call(office.clerk, case, source="x", reason="y", at=at(ON))
    with pytest.raises(NotAllowed):
        holds.lift(outsider, case, source="x", at=at(ON))
    assert holds.held(case)


def test_it_says_why(office: Office) -> None:
    with pytest.raises(Refused, match="为什么要留存"):
        holds.call_by_hand(office.clerk, laid.plain(office), reason=" ", at=at(ON))


def test_by_hand_one_at_a_time(office: Office) -> None:
    case = laid.plain(office)
    holds.call_by_hand(office.clerk, case, reason="审计正在进行", at=at(ON))
    with pytest.raises(Refused, match="已经登记留存"):
        holds.call_by_hand(office.clerk, case, reason="又", at=at(ON))


def test_what_is_held_is_on_no_list(office: Office) -> None:
    held, other = laid.plain(office), laid.plain(office)
    holds.call(office.clerk, held, source="review:7", reason="复议", at=at(ON))
    found = laid.proposed(office, date(2060, 1, 5))
    assert {line.case for line in found.lines.all()} == {other}


def test_held_after_the_approval_nothing_of_it_goes(office: Office) -> None:
    held, other = laid.plain(office), laid.plain(office)
    list_ = laid.approved(office, IDENTITY_DUE)
    holds.call(office.clerk, held, source="review:7", reason="复议", at=at(IDENTITY_DUE))
    carrying.carry_out(office.clerk, list_, at=at(IDENTITY_DUE, 11))
    lines = {line.case: line for line in list_.lines.all()}
    assert "登记了留存" in lines[held].kept_reason
    assert lines[held].done_at is None
    assert lines[other].done_at is not None
    assert laid.now(held).applicant.document_number
    assert not laid.now(other).applicant.document_number


def test_what_holds_a_merged_case_holds_the_one_that_was_answered(office: Office) -> None:
    """The answer and its file lie with the other one."""
    first = walk.opened(office.agency, deeds.RECEIVED)
    second = walk.opened(office.agency, deeds.RECEIVED, who=first.applicant)
    splitting.merge(office.clerk, second, into=first, at=at(deeds.DAY, 8))
    office.served(office.answer(laid.now(first), deeds.DAY), deeds.NEXT)
    office.closed(first, deeds.NEXT)
    holds.call(office.clerk, second, source="review:7", reason="复议", at=at(ON))
    assert due.obstacle(laid.now(first)) == due.obstacle(laid.now(second)) == "登记了留存"
    assert proposing.propose(office.agency, at=at(date(2060, 1, 5))) == 0
    holds.lift(office.clerk, second, source="review:7", at=at(IDENTITY_DUE))
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE)) == 0, "half a year may still follow"


def test_held_and_lifted_after_the_approval_what_may_follow_is_waited_for_as_well(office: Office) -> None:
    """The day that was approved is no longer the day: the proof stays until every remedy has run out."""
    case, other = laid.plain(office), laid.plain(office)
    list_ = laid.approved(office, IDENTITY_DUE)
    holds.call(office.clerk, case, source="review:7", reason="复议", at=at(IDENTITY_DUE, 11))
    holds.lift(office.clerk, case, source="review:7", at=at(IDENTITY_DUE, 12))
    carrying.carry_out(office.clerk, list_, at=at(IDENTITY_DUE, 13))
    lines = {line.case: line for line in list_.lines.all()}
    assert "还没有届满" in lines[case].kept_reason
    assert lines[case].done_at is None
    assert lines[other].done_at is not None
    assert laid.now(case).applicant.document_number


def test_once_lifted_what_may_follow_is_waited_for(office: Office) -> None:
    """An appeal or a retrial: half a year from the day that it was over."""
    case = laid.plain(office)
    holds.call(office.clerk, case, source="lawsuit:2", reason="诉讼", at=at(ON))
    over = date(2026, 5, 6)
    holds.lift(office.clerk, case, source="lawsuit:2", at=at(over))
    last = months_after(over, 6)
    assert last > laid.REMEDIES_END
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE)) == 0
    assert proposing.propose(office.agency, at=at(months_after(last, 3))) == 0
    assert proposing.propose(office.agency, at=at(months_after(last, 3) + timedelta(days=1))) == 1
