"""The second look, answers given anew after a review decision or judgment, the row and the year of a result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from gongkai.agencies.roles import Role
from gongkai.cases import assigning, closing, counting, deciding, due, filing, lines, papers, withdrawing
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.errors import NotAllowed, Refused
from gongkai.statute import parameters
from tests.district import invited

from . import deeds, walk
from .histories import values_for
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def test_not_by_who_handled_it(office: Office) -> None:
    case = deeds.answered(office)
    Case.objects.filter(pk=case.pk).update(handler=office.reviewer)
    before = walk.unchanged(case)
    with pytest.raises(NotAllowed, match="另一人"):
        closing.close(office.reviewer, case, at=at(NEXT, 18))
    assert walk.unchanged(case) == before
    closing.close(office.head, case, at=at(NEXT, 18))


def test_not_by_who_drafted_it(office: Office) -> None:
    from gongkai.agencies import people
    from gongkai.agencies.permissions import OPERATOR

    both = invited("both", office.agency, Role.REVIEWER)
    people.appoint(both, agency=office.agency, role=Role.CLERK, from_on=DAY, by=OPERATOR, at=at(DAY))
    case = walk.opened(office.agency, deeds.RECEIVED)
    deciding.draft(both, case, reply="granted", values=walk.GRANTED, at=at(DAY, 9))
    decision = office.approved(case, DAY)
    assert decision.letter is not None
    office.served(office.post(case, decision.letter, DAY), NEXT)
    with pytest.raises(NotAllowed):
        closing.close(both, case, at=at(NEXT, 18))


def test_not_while_a_letter_is_on_its_way(office: Office) -> None:
    case = deeds.answered(office)
    receipt = papers.draft(office.clerk, walk.now(case), kind="receipt", values={}, at=at(NEXT))
    assert receipt.pk
    made = case.services.get()
    made.pk, made.result, made.result_on, made.letter = None, "", None, receipt
    made.save()
    assert closing.unfinished(walk.now(case)) == ["有文书尚无送达结果"]
    with pytest.raises(Refused, match="尚无送达结果"):
        closing.close(office.reviewer, case, at=at(NEXT, 18))


def test_the_list_of_the_second_look_is_empty_when_all_is_done(office: Office) -> None:
    assert closing.unfinished(walk.now(deeds.answered(office))) == []


def test_a_withdrawn_request_needs_no_proof_of_service(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    withdrawing.withdraw(office.clerk, case, on=DAY, paper=walk.paper(), at=at(DAY))
    closing.close(office.reviewer, case, at=at(NEXT))
    assert walk.now(case).counted_row == "3.6.3"


def test_closed_its_dates_stay(office: Office) -> None:
    case = office.closed(deeds.answered(office), NEXT)
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 1, 1), calendar_version="as it was")
    due.refresh(walk.now(case), on=date(2027, 1, 4))
    assert walk.now(case).due_on == date(2026, 1, 1)


# Withdrawal.


@pytest.mark.parametrize("where", ["open", "waiting", "in approval", "approved"])
def test_withdrawn_from_anywhere_before_it_left(office: Office, where: str) -> None:
    case = {
        "open": lambda: walk.opened(office.agency, deeds.RECEIVED),
        "waiting": lambda: deeds.noticed(office),
        "in approval": lambda: deeds.submitted(office),
        "approved": lambda: deeds.approved(office).case,
    }[where]()
    decision = withdrawing.withdraw(office.clerk, case, on=NEXT, paper=walk.paper(), at=at(NEXT))
    held = walk.now(case)
    assert (held.state, held.counted_row, held.counted_on) == (State.ANSWERED, "3.6.3", NEXT)
    assert (decision.reply, decision.decided_on) == ("withdrawn", NEXT)
    assert held.answered_on == NEXT
    assert case.files.filter(evidence="withdrawal").count() == 1


def test_not_once_the_answer_left(office: Office) -> None:
    case, letter = deeds.sealed(office)
    office.post(case, letter, DAY)
    with pytest.raises(Refused):
        withdrawing.withdraw(office.clerk, case, on=DAY, paper=walk.paper(), at=at(DAY, 18))


def test_withdrawn_before_it_counted_as_received_it_is_in_no_table(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    case.events.all().delete()
    Case.objects.filter(pk=case.pk).update(state=State.UNCONFIRMED, received_on=None)
    withdrawing.withdraw(office.clerk, case, on=DAY, paper=walk.paper(), at=at(DAY))
    assert walk.now(case).counted_row == ""


# Anew.


def reopened(office: Office, ground: str = "lawsuit", until: date | None = None) -> Case:
    case = office.closed(deeds.answered(office), NEXT)
    on = date(2026, 9, 14)
    return closing.reopen(
        office.reviewer, case, ground=ground, on=on, document_number="（2026）鲁0305行初1号", until=until,
        paper=walk.paper("判决书.png"), at=at(on),
    )  # fmt: skip


def test_a_new_round_has_a_clock_of_its_own(office: Office) -> None:
    case = walk.now(reopened(office))
    assert (case.state, case.round, case.closed_on, case.answered_on) == (State.OPEN, 2, None, None)
    assert case.due_on == date(2026, 10, 16)
    assert case.received_on == deeds.RECEIVED, "the request came when it came"


def test_or_the_day_that_the_judgment_names(office: Office) -> None:
    case = reopened(office, until=date(2026, 9, 30))
    assert walk.now(case).due_on == date(2026, 9, 30)
    found = due.explain(walk.now(case), on=date(2026, 9, 15))
    assert found is not None
    assert "指定的期限" in found.because[-1].text


def test_the_evidence_of_the_new_round_is_open(office: Office) -> None:
    case = reopened(office)
    added = filing.add(office.clerk, case, walk.paper(), what="proof", at=at(date(2026, 9, 15)))
    assert not added.after_decision


def test_answered_anew_it_is_not_counted_twice(office: Office) -> None:
    case = reopened(office)
    on = date(2027, 1, 5)
    office.served(
        office.answer(case, date(2026, 9, 21), "process", **values_for("process", on)), date(2026, 9, 22)
    )
    office.closed(case, date(2026, 9, 23))
    held = walk.now(case)
    assert (held.counted_row, held.counted_on) == ("3.1", DAY)
    assert [one.reply for one in held.decisions.all()] == ["granted", "process"]


def test_withdrawn_in_the_new_round_the_first_answer_stays_counted(office: Office) -> None:
    case = reopened(office)
    withdrawing.withdraw(office.clerk, case, on=date(2026, 9, 15), paper=walk.paper(), at=at(date(2026, 9, 15)))
    assert walk.now(case).counted_row == "3.1"


def test_the_time_line_says_which_round_begins(office: Office) -> None:
    case = reopened(office)
    first, second = case.events.filter(kind="received").order_by("pk")
    assert "第2次办理，由此起算" in lines.facts(second)
    assert not [fact for fact in lines.facts(first) if "办理" in fact]


@pytest.mark.parametrize("ground", ["review", "lawsuit"])
def test_the_document_is_named(office: Office, ground: str) -> None:
    case = deeds.answered(office)
    with pytest.raises(Refused, match="文号"):
        closing.reopen(office.reviewer, case, ground=ground, on=NEXT, at=at(NEXT))


def test_on_its_own_motion_there_is_none(office: Office) -> None:
    case = deeds.answered(office)
    closing.reopen(office.reviewer, case, ground="own", on=NEXT, at=at(NEXT))
    assert walk.now(case).round == 2


@pytest.mark.parametrize("ground", ["", "because"])
def test_a_ground_that_is_none(office: Office, ground: str) -> None:
    with pytest.raises(Refused, match="依据"):
        closing.reopen(office.reviewer, deeds.answered(office), ground=ground, on=NEXT, at=at(NEXT))


# The year of a result.


@pytest.fixture
def by_dispatch() -> Iterator[None]:
    """As it would be if the day of dispatch decided the year."""
    known = parameters.parameters()
    before = known["results.year"]
    (version,) = before.versions
    known["results.year"] = replace(before, versions=(replace(version, value="dispatch"),))
    yield
    known["results.year"] = before


def new_year(office: Office) -> Case:
    """Decided on the last day of the year, posted in the next."""
    case = walk.opened(office.agency, date(2025, 12, 15))
    last, first = date(2025, 12, 31), date(2026, 1, 5)
    office.draft(case, last)
    decision = office.approved(case, last)
    assert decision.letter is not None
    office.post(case, decision.letter, first)
    return walk.now(case)


def test_by_default_the_day_of_the_decision_decides(office: Office) -> None:
    assert new_year(office).counted_on == date(2025, 12, 31)


def test_by_the_other_reading_the_day_of_dispatch(office: Office, by_dispatch: None) -> None:
    assert counting.deciding_moment(DAY) == "dispatch"
    assert new_year(office).counted_on == date(2026, 1, 5)


def test_decided_and_not_posted_it_is_pending_by_the_other_reading(office: Office, by_dispatch: None) -> None:
    assert walk.now(deeds.approved(office).case).counted_row == ""


def test_a_withdrawal_counts_on_its_day_by_either_reading(office: Office, by_dispatch: None) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    withdrawing.withdraw(office.clerk, case, on=DAY, paper=walk.paper(), at=at(NEXT))
    assert walk.now(case).counted_on == DAY


@pytest.fixture
def the_last_counts() -> Iterator[None]:
    known = parameters.parameters()
    before = known["results.count"]
    (version,) = before.versions
    known["results.count"] = replace(before, versions=(replace(version, value="last"),))
    yield
    known["results.count"] = before


def test_by_the_other_reading_the_last_answer_takes_the_place_of_the_first(
    office: Office, the_last_counts: None
) -> None:
    case = reopened(office)
    on = date(2026, 9, 21)
    office.answer(case, on, "process", **values_for("process", on))
    held = walk.now(case)
    assert (held.counted_row, held.counted_on) == ("3.3.6", on)


def test_a_stand_in_of_the_handler_is_not_the_handler(office: Office) -> None:
    case = deeds.answered(office)
    assigning.assign(office.head, case, handler=office.clerk, at=at(NEXT))
    closing.close(office.reviewer, case, at=at(NEXT, 18))


def test_the_letter_that_confirms_a_withdrawal_is_sent_and_answers_nothing(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    letter = withdrawing.withdraw(office.clerk, case, on=DAY, paper=walk.paper(), at=at(DAY)).letter
    assert letter is not None
    office.post(case, letter, NEXT)
    held = walk.now(case)
    assert (held.state, held.answered_on, held.counted_on) == (State.ANSWERED, DAY, DAY)
    assert [e.kind for e in case.events.all()][-1] == "letter-dispatched"
