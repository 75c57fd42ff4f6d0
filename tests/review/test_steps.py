"""The single steps of a proceeding: what each changes, and what it refuses."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.calendars import national
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases import closing
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.review import answering, deciding, due, duties, filing, hearings, queries, registering
from gongkai.review.models import Proceeding
from gongkai.review.states import State
from gongkai.review.story import story
from gongkai.review.words import Kind, Level
from tests.cases import walk
from tests.district import FOUNDED

from .conftest import AT, invited, last_entry
from .deeds import (
    CAME,
    COURT,
    DECIDED,
    HEARD,
    HIGHER,
    SERVED,
    THEN,
    answered,
    appealed,
    came,
    decided,
    laid,
    paper,
    planned,
)

JUDGED = date(2026, 4, 20)


def now(of: Proceeding) -> Proceeding:
    return Proceeding.objects.get(pk=of.pk)


# ------------------------------------------------------------------------------------------------- the answer


def test_an_answer_in_time_and_one_that_is_late(clerk: Person, bureau: Agency) -> None:
    one = answering.answer(clerk, came(bureau), on=date(2026, 3, 16), papers=[paper("答复书.txt")], at=AT)
    assert (one.state, one.due_on) == (State.PENDING, None)
    assert one.files.get().what == "answer"
    assert json.loads(last_entry("reviews.answer").data) == {
        "on": "2026-03-16", "due": "2026-03-16", "late": False, "papers": 1,
    }  # fmt: skip
    late = answering.answer(clerk, came(bureau), on=date(2026, 3, 17), at=AT)
    assert answering.late(late.instances.get())
    assert story(late)[-1].late
    assert "没有证据" in story(late)[-1].detail


def test_no_answer_before_the_copy_or_tomorrow(clerk: Person, bureau: Agency) -> None:
    one = came(bureau)
    for on in (date(2026, 3, 1), date(2026, 5, 7)):
        with pytest.raises(Refused):
            answering.answer(clerk, one, on=on, at=AT)
    assert now(one).state == State.UNANSWERED


def test_the_procedure_moves_the_day_and_the_same_again_is_refused(clerk: Person, bureau: Agency) -> None:
    one = answering.set_procedure(clerk, came(bureau), "simplified", at=AT)
    assert one.due_on == date(2026, 3, 9)
    with pytest.raises(Refused, match="没有改动"):
        answering.set_procedure(clerk, one, "simplified", at=AT)
    with pytest.raises(Refused, match="程序"):
        answering.set_procedure(clerk, one, "quick", at=AT)


# ------------------------------------------------------------------------------------------------ the hearing


def test_in_court_the_head_appears_or_says_why_not(clerk: Person, bureau: Agency) -> None:
    hearing = planned(bureau)
    with pytest.raises(Refused, match="是否出庭"):
        hearings.held(clerk, hearing, at=THEN)
    with pytest.raises(Refused, match="理由"):
        hearings.held(clerk, hearing, head_appeared=False, at=THEN)
    done = hearings.held(clerk, hearing, head_appeared=False, absence="出差，委托副局长", at=THEN)
    assert (done.held, done.head_appeared) == (True, False)
    with pytest.raises(WrongState, match="已经登记"):
        hearings.dropped(clerk, hearing, at=THEN)


def test_a_hearing_lies_ahead_and_is_not_over_before_its_day(clerk: Person, bureau: Agency) -> None:
    ahead = hearings.plan(clerk, came(bureau), on=date(2026, 6, 1), at=AT)
    with pytest.raises(Refused, match="还没有到"):
        hearings.held(clerk, ahead, at=THEN)
    with pytest.raises(Refused, match="早于收到副本"):
        hearings.plan(clerk, ahead.proceeding, on=date(2026, 3, 1), at=AT)


def test_a_review_body_need_not_be_told_who_came(clerk: Person, bureau: Agency) -> None:
    hearing = hearings.plan(clerk, answered(bureau), on=HEARD, authority=paper("委托书.txt"), at=AT)
    assert hearings.held(clerk, hearing, at=THEN).head_appeared is None
    assert hearing.proceeding.files.get().what == "authority"


# ------------------------------------------------------------------------------------------------- the result


def test_the_result_counts_in_its_column_by_its_own_day(clerk: Person, bureau: Agency) -> None:
    one = deciding.decide(
        clerk, answered(bureau), outcome="revoked", on=DECIDED, served_on=SERVED, document_number="示复决3号",
        paper=paper("决定书.txt"), at=AT,
    )  # fmt: skip
    assert one.state == State.DECIDED
    assert json.loads(last_entry("reviews.decide").data)["column"] == "corrected"
    assert queries.table4(bureau, 2026)["行政复议/结果纠正"] == 1
    assert one.files.get().what == "result"


@pytest.mark.parametrize(
    ("kind", "how", "says"),
    [
        ("reconsideration", {"outcome": "as-upheld"}, "结果"), ("direct_lawsuit", {"outcome": "upheld"}, "结果"),
        ("reconsideration", {"on": date(2026, 3, 1)}, "早于"),
        ("reconsideration", {"on": date(2026, 5, 7)}, "没有到"),
        ("reconsideration", {"served_on": date(2026, 3, 31)}, "早于"),
        ("reconsideration", {"document_number": " "}, "文号"), ("reconsideration", {"upholds": True}, "维持原判"),
    ],
)  # fmt: skip
def test_no_such_result(clerk: Person, bureau: Agency, kind: str, how: dict[str, object], says: str) -> None:
    one = answered(bureau, kind)
    given = {"outcome": "revoked", "on": DECIDED, "document_number": "3号", **how}
    with pytest.raises(Refused, match=says):
        deciding.decide(clerk, one, at=AT, **given)  # type: ignore[arg-type]  # one of them
    assert now(one).state == State.PENDING


def test_an_appeal_makes_it_pending_again_and_the_higher_court_may_leave_it(clerk: Person, bureau: Agency) -> None:
    one = appealed(bureau)
    assert (one.state, one.due_on) == (State.UNANSWERED, date(2026, 4, 27))
    assert queries.table4(bureau, 2026)["未经复议直接起诉/尚未审结"] == 1
    answering.answer(clerk, one, on=date(2026, 4, 15), at=AT)
    one = deciding.decide(clerk, one, upholds=True, on=JUDGED, document_number="终8号", at=AT)
    last = due.current(one)
    assert (last.outcome, last.level, last.upholds) == ("claim-rejected", Level.SECOND, True)
    assert queries.table4(bureau, 2026)["未经复议直接起诉/结果维持"] == 1
    assert "维持原判" in story(one)[-1].detail


def test_sent_back_it_goes_on_where_it_began(clerk: Person, bureau: Agency) -> None:
    one = answering.answer(clerk, appealed(bureau), on=date(2026, 4, 15), at=AT)
    one = deciding.remand(clerk, one, on=JUDGED, document_number="终8号", at=AT)
    last = due.current(one)
    assert (last.number, last.level, last.body) == (3, Level.FIRST, COURT)
    assert queries.table4(bureau, 2026)["未经复议直接起诉/尚未审结"] == 1
    with pytest.raises(WrongState, match="二审"):
        deciding.remand(clerk, one, on=JUDGED, document_number="终8号", at=AT)
    one = deciding.decide(clerk, one, outcome="ordered", on=date(2026, 5, 4), document_number="初9号", at=AT)
    assert queries.table4(bureau, 2026)["未经复议直接起诉/结果纠正"] == 1


def test_our_own_appeal_has_its_last_day_and_needs_no_answer(clerk: Person, bureau: Agency) -> None:
    one = decided(bureau, Kind.DIRECT_LAWSUIT)
    with pytest.raises(Refused, match="2026-04-20届满"):
        deciding.appeal(clerk, one, on=date(2026, 4, 21), body=HIGHER, by_agency=True, at=AT)
    gone = deciding.appeal(clerk, one, on=JUDGED, body=HIGHER, by_agency=True, at=AT)
    assert (gone.state, gone.due_on) == (State.PENDING, None)


def test_a_ruling_has_ten_days(clerk: Person, bureau: Agency) -> None:
    one = deciding.decide(
        clerk, answered(bureau, Kind.DIRECT_LAWSUIT), outcome="dismissed", ruling=True, on=DECIDED,
        served_on=SERVED, document_number="裁1号", at=AT,
    )  # fmt: skip
    found = due.appeal(one)
    assert found is not None
    assert (found.on, found.days) == (date(2026, 4, 13), 10)


def test_after_a_second_instance_only_a_retrial_and_after_a_review_no_appeal(
    clerk: Person, bureau: Agency
) -> None:
    one = deciding.decide(
        clerk, appealed(bureau), outcome="revoked", on=JUDGED, document_number="终8号", at=AT
    )  # fmt: skip
    with pytest.raises(WrongState, match="再审"):
        deciding.appeal(clerk, one, on=JUDGED, body=HIGHER, at=AT)
    again = deciding.appeal(clerk, one, on=JUDGED, body="示范省高级人民法院", retrial=True, at=AT)
    assert due.current(again).level == Level.RETRIAL
    with pytest.raises(WrongState, match="没有上诉"):
        deciding.appeal(clerk, decided(bureau), on=JUDGED, body=HIGHER, at=AT)


def test_nothing_may_be_open_when_it_is_closed(clerk: Person, bureau: Agency) -> None:
    one = laid(bureau).proceeding
    with pytest.raises(Refused, match="公开政府信息"):
        deciding.close(clerk, one, at=THEN)
    suit = decided(bureau, Kind.DIRECT_LAWSUIT)
    deciding.close(clerk, suit, at=THEN)
    late = deciding.decide(
        clerk, answered(bureau, Kind.DIRECT_LAWSUIT), outcome="revoked", on=date(2026, 5, 4),
        served_on=date(2026, 5, 4), document_number="1号", at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="上诉期限至2026-05-19"):
        deciding.close(clerk, late, at=THEN)


# ------------------------------------------------------------------------------------------------- the duties


def test_a_duty_has_the_day_of_the_document_or_that_of_the_law(clerk: Person, bureau: Agency) -> None:
    assert laid(bureau).due_on == national().add(SERVED, 20)
    named = laid(bureau, until=date(2026, 4, 20))
    assert (named.due_on, named.named) == (date(2026, 4, 20), True)
    assert now(named.proceeding).due_on == date(2026, 4, 20)
    opinion = laid(bureau, "review_opinion", text="规范答复")
    assert opinion.due_on == date(2026, 6, 2)
    assert laid(bureau, "perform", text="履行").due_on is None
    done = duties.perform(clerk, named, on=date(2026, 4, 21), note="已公开", at=THEN)
    assert json.loads(last_entry("reviews.perform").data)["late"] is True
    assert now(done.proceeding).due_on is None
    with pytest.raises(WrongState, match="已经登记"):
        duties.perform(clerk, named, on=date(2026, 4, 21), note="已公开", at=THEN)


@pytest.mark.parametrize(
    ("kind", "how", "says"),
    [
        ("fine", {}, "请从所列"), ("costs", {}, "金额"), ("costs", {"amount": Decimal(-5)}, "金额"),
        ("costs", {"amount": Decimal("NaN")}, "金额"),
        ("judicial_advice", {}, "内容"), ("anew", {"until": SERVED}, "晚于收到"),
    ],
)  # fmt: skip
def test_no_such_duty(bureau: Agency, kind: str, how: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        laid(bureau, kind, **how)


def test_costs_add_up(clerk: Person, bureau: Agency) -> None:
    one = laid(bureau, "costs", amount=Decimal("50.00")).proceeding
    duties.lay(clerk, one, "costs", received_on=SERVED, amount=Decimal("25.50"), at=THEN)
    assert duties.costs(one) == Decimal("75.50")
    assert queries.year_of(bureau, 2026).costs == Decimal("75.50")


def test_a_suggestion_may_come_while_it_is_pending(clerk: Person, bureau: Agency) -> None:
    one = duties.lay(
        clerk, answered(bureau), "review_opinion", received_on=DECIDED, text="改进", paper=paper(), at=AT
    )
    duties.perform(clerk, one, on=SERVED, note="已回复", at=THEN)
    year = queries.year_of(bureau, 2026)
    assert (year.suggestions, year.suggestions_answered) == (1, 1)


# --------------------------------------------------------------------------------------- the case it is about


@pytest.fixture
def office(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> walk.Office:
    walk.turn_to(bureau, FOUNDED)
    return walk.Office(bureau, clerk, reviewer, head)


def test_the_order_to_answer_anew_opens_the_case_with_its_own_clock(office: walk.Office) -> None:
    case = walk.opened(office.agency, date(2026, 1, 5), number="2026-00005")
    office.served(office.answer(case, date(2026, 1, 12)), date(2026, 1, 15))
    one = decided(office.agency, case_number="2026-00005")
    duty = duties.lay(office.head, one, "anew", received_on=SERVED, at=AT)
    with pytest.raises(NotAllowed):
        duties.reopen_case(office.clerk, duty, at=THEN)
    opened = duties.reopen_case(office.head, duty, at=THEN)
    assert (opened.round, opened.due_on) == (2, duty.due_on)
    duty.refresh_from_db()
    assert duty.round == 2
    assert last_entry("reviews.reopen-case").object == one.key
    with pytest.raises(WrongState, match="只办一次"):
        duties.reopen_case(office.head, duty, at=THEN)
    with pytest.raises(Refused, match="还没有发出"):
        duties.perform(office.clerk, duty, on=date(2026, 4, 20), note="已重新答复", at=THEN)
    office.answer(case, date(2026, 4, 17))
    duties.perform(office.clerk, duty, on=date(2026, 4, 17), note="已重新答复", at=THEN)


def test_the_day_that_the_document_names_goes_before_the_law(office: walk.Office) -> None:
    case = walk.opened(office.agency, date(2026, 1, 5), number="2026-00005")
    office.served(office.answer(case, date(2026, 1, 12)), date(2026, 1, 15))
    one = decided(office.agency, Kind.DIRECT_LAWSUIT, case_number="2026-00005")
    duty = duties.lay(office.head, one, "anew", received_on=SERVED, until=date(2026, 4, 20), at=AT)
    assert duties.reopen_case(office.head, duty, at=THEN).due_on == date(2026, 4, 20)
    event = case.events.get(kind="reopened")
    assert event.data == {"ground": closing.Ground.LAWSUIT, "number": "示复决〔2026〕3号"}


def test_without_a_case_here_nothing_is_opened_and_no_evidence_is_exported(head: Person, bureau: Agency) -> None:
    duty = laid(bureau, "anew")
    with pytest.raises(WrongState, match="没有关联"):
        duties.reopen_case(head, duty, at=THEN)
    with pytest.raises(WrongState, match="只有尚未履行"):
        duties.reopen_case(head, laid(bureau, "disclose"), at=THEN)
    with pytest.raises(WrongState, match="没有关联"):
        answering.evidence_of(head, duty.proceeding, at=THEN)


def test_the_evidence_is_that_of_the_answer_which_is_challenged(office: walk.Office, stranger: Person) -> None:
    case = walk.opened(office.agency, date(2026, 1, 5), number="2026-00005")
    silent = came(office.agency, received_on=date(2026, 1, 8), case_number="2026-00005")
    office.served(office.answer(case, date(2026, 1, 12)), date(2026, 1, 15))
    one = came(office.agency, case_number="2026-00005")
    assert answering.challenged(silent) is None
    found = answering.evidence_of(office.clerk, one, at=THEN)
    assert found.name.endswith("案卷材料.zip")
    assert answering.evidence_of(office.clerk, silent, at=THEN).name.endswith("全部案卷.zip")
    with pytest.raises(NotAllowed):
        answering.evidence_of(stranger, one, at=THEN)


# ------------------------------------------------------------------------------------------------- the papers


def test_papers_are_looked_at_with_a_mark(
    clerk: Person, reviewer: Person, stranger: Person, bureau: Agency, district: Agency
) -> None:
    one = came(bureau)
    kept = filing.add(clerk, one, paper("起诉状副本.txt"), what="copy", at=AT)
    assert filing.look(reviewer, kept, at=THEN) == "起诉状副本.txt".encode()
    assert json.loads(last_entry("reviews.look").data) == {"what": "copy", "file": kept.pk}
    # Who only looks through the register does not get what names people.
    for who in (stranger, invited("auditor", district, Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            filing.look(who, kept, at=THEN)
    with pytest.raises(Refused, match="材料种类"):
        filing.add(clerk, one, paper(), what="letter", at=AT)


def test_a_wrong_entry_is_counted_nowhere(clerk: Person, bureau: Agency) -> None:
    one = came(bureau)
    with pytest.raises(Refused, match="理由"):
        registering.void(clerk, one, reason=" ", at=AT)
    registering.void(clerk, one, reason="重复登记", at=AT)
    assert (now(one).state, now(one).due_on) == (State.VOID, None)
    assert not any(queries.table4(bureau, CAME.year).values())
