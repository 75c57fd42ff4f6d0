"""The clerk's one step after what an applicant sent: with the day on which it came, and its papers in the file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.cases import abandoning, consenting, online, steps, supplementing
from gongkai.cases import incoming as arriving
from gongkai.cases.asking import codes
from gongkai.cases.following import sending, taking
from gongkai.cases.following.holder import holder
from gongkai.cases.following.sending import What
from gongkai.cases.models import CaseFile, Fee, Incoming, OnlinePaper
from gongkai.cases.states import State
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.statute.clock import EventKind
from tests.cases import asking
from tests.cases.conftest import AT, entries
from tests.cases.walk import Office, at, line, now, unchanged

from . import walks
from .conftest import Followed
from .test_sending import PDF, sent
from .walks import DAY, NEXT

LATER = date(2026, 3, 9)


def take(office: Office, paper: OnlinePaper, *, user: Person | None = None, **more: Any) -> object:
    more.setdefault("values", {})
    return taking.take(user or office.clerk, paper, at=at(LATER), **more)


def whats(one: Followed) -> set[str]:
    return {file.what for file in one.now().files.all()}


def test_a_supplement_counts_from_the_day_it_came(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT, text="指2025年", papers=[PDF])
    assert taking.step_of(made, mine.now()) == "receive-supplement"
    take(office, made)
    assert line(mine.case, EventKind.SUPPLEMENT_RECEIVED).on == NEXT
    assert mine.now().state == State.OPEN
    assert mine.now().due_on == date(2026, 4, 2)
    filed = mine.now().files.filter(what=CaseFile.What.SUPPLEMENT)
    assert sorted(one.name for one in filed) == ["补正说明.pdf", "补正（网上提交）.txt"]
    made.incoming.refresh_from_db()
    assert (made.incoming.settled_as, made.incoming.case) == (Incoming.SettledAs.PAPER, mine.case)
    assert [entry.verb for entry in entries("incoming.settle")[-1:]] == ["incoming.settle"]
    assert entries("cases.receive_supplement")


def test_a_late_one_needs_its_good_reason(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT, at_=at(date(2026, 4, 2)))
    before = unchanged(mine.case)
    with pytest.raises(Refused, match="正当理由"):
        taking.take(office.clerk, made, values={"good_reason": ""}, at=at(date(2026, 4, 3)))
    made.incoming.refresh_from_db()
    assert made.incoming.settled_as == ""
    assert unchanged(mine.case) == before
    taking.take(office.clerk, made, values={"good_reason": "住院"}, at=at(date(2026, 4, 3)))
    assert mine.now().state == State.OPEN


def test_reasons(office: Office, mine: Followed) -> None:
    walks.reasoned(office, mine)
    take(office, sent(mine, What.REASONS))
    assert line(mine.case, EventKind.REASONS_RECEIVED).on == NEXT


def test_a_payment_has_the_amount_and_the_receipt_of_the_treasury(office: Office, mine: Followed) -> None:
    walks.charged(office, mine)
    made = sent(mine, What.PAYMENT, papers=[PDF])
    assert taking.step_of(made, mine.now()) == "pay"
    take(office, made, values={"amount": 380, "on": NEXT, "receipt_number": "鲁财0001"})
    assert Fee.objects.get(case=mine.case).paid_on == NEXT
    assert CaseFile.What.PROOF in whats(mine)


def test_a_late_payment_goes_into_the_ledger(office: Office, mine: Followed) -> None:
    walks.charged(office, mine)
    late = date(2026, 4, 10)
    made = sent(mine, What.PAYMENT, at_=at(late))
    assert taking.step_of(made, mine.now()) == "pay-late"
    taking.take(office.clerk, made, values={"amount": 380, "on": late, "receipt_number": "鲁财0001"}, at=at(late))
    assert mine.now().state == State.AWAITING_PAYMENT


def test_a_withdrawal_is_taken_with_the_applicants_own_words(office: Office, mine: Followed) -> None:
    take(office, sent(mine, What.WITHDRAWAL, text="不需要了"))
    assert mine.now().state == State.ANSWERED
    assert line(mine.case, EventKind.WITHDRAWN).on == NEXT
    kept = mine.now().files.get(evidence="withdrawal")
    assert kept.name == "撤回申请（网上提交）.txt"
    assert mine.now().files.filter(file=kept.file).count() == 1


def test_a_consent_lets_letters_go_electronically(office: Office, mine: Followed) -> None:
    take(office, sent(mine, What.CONSENT))
    assert mine.now().electronic_service
    assert consenting.given(mine.now()) == "online"


def test_an_early_withdrawal_waits_for_the_case(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    made = sending.send(holder(came.access_codes.get()), None, What.WITHDRAWAL, once="x", at=AT)
    assert taking.case_of(made) is None
    with pytest.raises(WrongState, match="先登记"):
        take(office, made)
    case = asking.registered(office.clerk, came)
    made = OnlinePaper.objects.get(pk=made.pk)
    assert taking.case_of(made) == case
    assert list(online.waiting(case)) == [made]
    take(office, made)
    assert now(case).state == State.ANSWERED


def test_nobody_of_another_agency_takes_it(office: Office, mine: Followed, outsider: Person) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)
    before = unchanged(mine.case)
    with pytest.raises(NotAllowed):
        take(office, made, user=outsider)
    assert unchanged(mine.case) == before
    assert list(online.waiting(mine.case)) == [made]


def test_a_head_files_nothing_that_a_clerk_must_take(office: Office, mine: Followed) -> None:
    """Who may register and not work on the case is refused the step, and the paper stays where it is."""
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)
    with pytest.raises(NotAllowed):
        take(office, made, user=office.head)
    assert list(online.waiting(mine.case)) == [made]


def test_once_taken_it_is_not_taken_again(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)
    take(office, made)
    with pytest.raises(WrongState, match="已由"):
        take(office, OnlinePaper.objects.get(pk=made.pk))


def test_past_it_the_paper_is_only_filed(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)
    supplementing.receive(office.clerk, mine.now(), on=NEXT, at=at(NEXT))
    with pytest.raises(WrongState):
        take(office, made)
    arriving.paper(office.clerk, made.incoming, case=mine.now(), what="supplement", at=at(LATER))
    assert not online.waiting(mine.case).exists()


def test_who_acts_on_an_older_page_is_told(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)
    seen = mine.now().revision
    with pytest.raises(Stale):
        take(office, made, revision=seen - 1)
    take(office, made, revision=seen)


@pytest.mark.parametrize(
    ("walk", "what", "give_up", "code"),
    [
        (walks.noticed, What.SUPPLEMENT, abandoning.unsupplemented, "unsupplemented"),
        (walks.charged, What.PAYMENT, abandoning.unpaid, "unpaid"),
    ],
)
def test_nothing_is_given_up_while_the_answer_lies_unread(
    office: Office, mine: Followed, walk: Any, what: What, give_up: Any, code: str
) -> None:
    walk(office, mine)
    made = sent(mine, what, at_=at(date(2026, 4, 1)))
    after = date(2026, 4, 2)
    with pytest.raises(Refused, match=f"来件{made.incoming.number}"):
        give_up(office.clerk, mine.now(), at=at(after))
    offer = next(one for one in steps.offers(office.clerk, mine.now(), on=after) if one.step.code == code)
    assert made.incoming.number in offer.obstacle


def test_a_problem_is_answered_and_filed(office: Office, mine: Followed) -> None:
    made = sent(mine, text="附件打不开")
    taking.answer(office.clerk, made, text=" 已重新上传 ", at=at(LATER))
    made.refresh_from_db()
    assert (made.answer, made.answered_at) == ("已重新上传", at(LATER))
    assert made.incoming.settled_as == Incoming.SettledAs.PAPER
    entry = entries("follow.answer")[0]
    assert entry.object == made.key
    assert "重新上传" not in entry.data


def test_a_problem_with_what_was_no_request_is_answered(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    arriving.not_a_request(office.clerk, came, reason="信访", at=AT)
    came.refresh_from_db()
    made = sending.send(holder(came.access_codes.get()), None, What.PROBLEM, text="不同意", once="x", at=AT)
    taking.answer(office.clerk, made, text="已转告", at=AT)
    made.incoming.refresh_from_db()
    assert made.incoming.settled_as == Incoming.SettledAs.NOT_A_REQUEST


def test_an_answer_is_for_problems_with_words_and_by_those_who_may(
    office: Office, mine: Followed, outsider: Person
) -> None:
    made = sent(mine)
    with pytest.raises(Refused, match="请写明答复"):
        taking.answer(office.clerk, made, text=" ", at=AT)
    with pytest.raises(NotAllowed):
        taking.answer(outsider, made, text="好", at=AT)
    with pytest.raises(WrongState, match="请办理"):
        taking.answer(office.clerk, sent(mine, What.CONSENT), text="好", at=AT)
    made.refresh_from_db()
    assert (made.answer, made.incoming.settled_as) == ("", "")


def test_what_came_otherwise_is_nothing_of_this(mine: Followed) -> None:
    assert taking.of_incoming(mine.incoming) is None
    made = sent(mine)
    assert taking.of_incoming(made.incoming) == made
    assert taking.step_of(made, mine.now()) == ""
    assert DAY < NEXT
