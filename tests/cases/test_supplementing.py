"""Supplements: once, in 7 working days, then the case waits (Art. 30; rules 6, 7, 8, 47)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import abandoning, deciding, due, supplementing
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.errors import Refused
from gongkai.statute import clock

from . import deeds, walk
from .conftest import entries
from .walk import Office, at

RECEIVED = date(2026, 3, 2)
UNTIL = date(2026, 4, 1)


def prepared(office: Office, case: Case, on: date) -> object:
    return supplementing.prepare(office.clerk, case, items="请补充身份证明。", until=UNTIL, at=at(on))


@pytest.mark.parametrize(
    ("received", "last"),
    [(date(2026, 3, 2), date(2026, 3, 11)), (date(2025, 1, 20), date(2025, 2, 5))],
)
def test_rule_6_the_notice_leaves_within_seven_working_days(office: Office, received: date, last: date) -> None:
    case = walk.opened(office.agency, received)
    by = supplementing.notice_by(case)
    assert by is not None
    assert by.on == last
    letter = supplementing.prepare(office.clerk, case, items="请明确。", until=date(last.year, 12, 1), at=at(last))
    office.post(case, letter, last)
    assert walk.now(case).state == State.AWAITING_SUPPLEMENT


def test_rule_6_not_on_the_eighth_day(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    with pytest.raises(Refused, match="7个工作日"):
        prepared(office, case, date(2026, 3, 12))
    letter = supplementing.prepare(office.clerk, case, items="请明确。", until=UNTIL, at=at(date(2026, 3, 11)))
    before = walk.now(case).state
    with pytest.raises(Refused, match="7个工作日"):
        office.post(case, letter, date(2026, 3, 12))
    assert walk.now(case).state == before


def test_only_its_dispatch_acts(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    letter = supplementing.prepare(office.clerk, case, items="请明确。", until=UNTIL, at=at(RECEIVED))
    letter = office.sealed(case, letter, RECEIVED)
    assert walk.now(case).state == State.OPEN
    assert walk.now(case).due_on == date(2026, 3, 30)
    office.post(case, letter, date(2026, 3, 3))
    held = walk.now(case)
    assert (held.state, held.due_on, held.waiting_for) == (State.AWAITING_SUPPLEMENT, None, "supplement")


def test_while_waiting_it_is_never_late(office: Office) -> None:
    case = deeds.noticed(office)
    found = due.explain(case, on=date(2027, 3, 1))
    assert found is not None
    assert not clock.overdue(found, on=date(2027, 3, 1))


def test_handed_over_it_acts_on_the_day_of_signature(office: Office) -> None:
    from gongkai.cases import dispatching
    from gongkai.cases.dispatching import Way

    case = walk.opened(office.agency, RECEIVED)
    letter = supplementing.prepare(office.clerk, case, items="请明确。", until=UNTIL, at=at(RECEIVED))
    letter = office.sealed(case, letter, RECEIVED)
    service = dispatching.dispatch(office.clerk, case, letter, Way("direct"), on=RECEIVED, at=at(RECEIVED, 17))
    assert walk.now(case).state == State.OPEN
    office.served(service, date(2026, 3, 4))
    assert walk.now(case).state == State.AWAITING_SUPPLEMENT
    assert walk.line(case, "supplement-noticed").on == date(2026, 3, 4)


def test_a_second_notice_is_refused(office: Office) -> None:
    case = deeds.noticed(office)
    supplementing.receive(office.clerk, case, on=deeds.NEXT, at=at(deeds.NEXT))
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="一次性"):
        prepared(office, case, deeds.NEXT)
    assert walk.unchanged(case) == before


def test_rule_7_a_fresh_period_runs_from_the_supplement(office: Office) -> None:
    case = deeds.noticed(office)
    supplementing.receive(office.clerk, case, on=date(2026, 3, 23), paper=walk.paper(), at=at(date(2026, 3, 23)))
    held = walk.now(case)
    assert (held.state, held.due_on) == (State.OPEN, date(2026, 4, 21))
    assert held.files.get().what == "supplement"
    (entry,) = entries("cases.receive_supplement")
    assert '"late":false' in entry.data.replace(" ", "")


def test_rule_8_only_the_day_after_the_period(office: Office) -> None:
    case = deeds.noticed(office)
    with pytest.raises(Refused, match="尚未届满"):
        abandoning.unsupplemented(office.clerk, case, at=at(UNTIL))
    decision = abandoning.unsupplemented(office.clerk, case, at=at(date(2026, 4, 2)))
    assert (decision.reply, decision.row) == ("no-supplement", "3.6.1")
    assert walk.now(case).state == State.AWAITING_SUPPLEMENT, "a person has still to submit it"


def test_rule_8_it_needs_the_finding_that_there_was_no_good_reason(office: Office) -> None:
    case = deeds.noticed(office)
    on = date(2026, 4, 2)
    office.draft(case, on, "no-supplement", found="期满未补正", reasons="未说明理由")
    office.review(case, on)
    with pytest.raises(Refused, match="补正期限届满"):
        deciding.submit(office.clerk, case, at=at(on))


def test_rule_8_the_whole_way_to_the_row(office: Office) -> None:
    case = deeds.noticed(office)
    on = date(2026, 4, 2)
    abandoning.unsupplemented(office.clerk, case, at=at(on, 9))
    decision = office.approved(case, on)
    assert decision.letter is not None
    office.served(office.post(case, decision.letter, on), date(2026, 4, 3))
    assert walk.now(case).counted_row == "3.6.1"


def test_after_the_day_only_with_a_good_reason(office: Office) -> None:
    case = deeds.noticed(office)
    late = date(2026, 4, 3)
    with pytest.raises(Refused, match="正当理由"):
        supplementing.receive(office.clerk, case, on=late, at=at(late))
    supplementing.receive(office.clerk, case, on=late, good_reason="住院", at=at(late))
    assert walk.now(case).state == State.OPEN
    (entry,) = entries("cases.receive_supplement")
    assert "住院" not in entry.data


def test_what_was_supplemented_is_not_abandoned(office: Office) -> None:
    case = deeds.noticed(office)
    supplementing.receive(office.clerk, case, on=deeds.NEXT, at=at(deeds.NEXT))
    with pytest.raises(Refused):
        abandoning.unsupplemented(office.clerk, case, at=at(date(2026, 4, 2)))


@pytest.mark.parametrize("items", ["", "  "])
def test_the_notice_says_what_is_lacking(office: Office, items: str) -> None:
    case = walk.opened(office.agency, RECEIVED)
    with pytest.raises(Refused, match="全部事项"):
        supplementing.prepare(office.clerk, case, items=items, until=UNTIL, at=at(RECEIVED))


def test_the_period_is_a_day_to_come(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    with pytest.raises(Refused, match="合理"):
        supplementing.prepare(office.clerk, case, items="请明确。", until=RECEIVED, at=at(RECEIVED))


def test_a_supplement_does_not_come_before_its_notice(office: Office) -> None:
    case = deeds.noticed(office)
    with pytest.raises(Refused, match="早于告知"):
        supplementing.receive(office.clerk, case, on=RECEIVED, at=at(deeds.NEXT))


def test_before_the_law_named_a_period_there_is_none(office: Office) -> None:
    case = walk.opened(office.agency, date(2019, 3, 4))
    assert supplementing.notice_by(case) is None
