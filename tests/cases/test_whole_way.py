"""From an open case to a closed one."""

from __future__ import annotations

from datetime import date

from gongkai.cases.models import Case
from gongkai.cases.states import State

from . import walk
from .walk import Office


def test_a_request_is_granted_sealed_posted_served_and_closed(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    assert walk.now(case).due_on == date(2026, 3, 30)
    service = office.answer(case, date(2026, 3, 20))
    assert walk.now(case).state == State.DISPATCHED
    assert walk.now(case).answered_on == date(2026, 3, 20)
    office.served(service, date(2026, 3, 23))
    assert walk.now(case).state == State.ANSWERED
    office.closed(case, date(2026, 3, 24))
    done = Case.objects.get(pk=case.pk)
    assert (done.state, done.closed_on) == (State.CLOSED, date(2026, 3, 24))
    assert (done.counted_row, done.counted_on) == ("3.1", date(2026, 3, 20))
    decision = done.decisions.get()
    assert (decision.dispatched_on, decision.served_on) == (date(2026, 3, 20), date(2026, 3, 23))
    assert decision.letter is not None
    assert decision.letter.sealed_sha256
