"""Too many requests: reasons are asked for, a longer period may follow (Art. 35)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import deciding, reasons
from gongkai.cases.states import State
from gongkai.errors import Refused, WrongState

from . import deeds, walk
from .histories import values_for
from .walk import Office, at

DAY, NEXT, UNTIL = deeds.DAY, deeds.NEXT, date(2026, 4, 1)


def test_by_the_shipped_reading_the_clock_runs_on(office: Office) -> None:
    case = deeds.reasoned(office)
    held = walk.now(case)
    assert (held.state, held.due_on, held.waiting_for) == (State.AWAITING_REASONS, date(2026, 3, 30), "")


def test_reasons_open_the_case_again(office: Office) -> None:
    case = deeds.reasoned(office)
    reasons.receive(office.clerk, case, on=NEXT, paper=walk.paper(), at=at(NEXT))
    assert walk.now(case).state == State.OPEN


def test_a_longer_period_that_is_told(office: Office) -> None:
    case = deeds.reasoned(office)
    reasons.receive(office.clerk, case, on=NEXT, at=at(NEXT))
    letter = reasons.delay(office.clerk, case, reasons="量大", until=date(2026, 6, 30), at=at(NEXT))
    assert walk.now(case).due_on == date(2026, 3, 30)
    office.post(case, letter, date(2026, 3, 6))
    assert walk.now(case).due_on == date(2026, 6, 30)
    with pytest.raises(Refused, match="已经告知"):
        reasons.delay(office.clerk, case, reasons="量大", until=date(2026, 9, 1), at=at(date(2026, 3, 9)))


@pytest.mark.parametrize("until", [date(2026, 3, 30), date(2026, 3, 20)])
def test_longer_than_what_there_is(office: Office, until: date) -> None:
    case = deeds.reasoned(office)
    reasons.receive(office.clerk, case, on=NEXT, at=at(NEXT))
    with pytest.raises(Refused, match="晚于"):
        reasons.delay(office.clerk, case, reasons="量大", until=until, at=at(NEXT))


def test_not_before_reasons_came(office: Office) -> None:
    with pytest.raises(WrongState, match="说明理由以后"):
        reasons.delay(office.clerk, deeds.reasoned(office), reasons="量大", until=date(2026, 6, 30), at=at(NEXT))


def test_not_after_the_period(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    letter = reasons.ask(office.clerk, case, excess="三百件", until=date(2026, 5, 6), at=at(DAY))
    letter = office.sealed(case, letter, DAY)
    with pytest.raises(Refused, match="届满"):
        office.post(case, letter, date(2026, 3, 31))


def test_once(office: Office) -> None:
    case = deeds.reasoned(office)
    reasons.receive(office.clerk, case, on=NEXT, at=at(NEXT))
    with pytest.raises(Refused, match="要求申请人说明过"):
        reasons.ask(office.clerk, case, excess="又多", until=UNTIL, at=at(NEXT))


def test_not_handled_once_reasons_came_or_their_day_is_over(office: Office) -> None:
    case = deeds.reasoned(office)
    office.draft(case, NEXT, "excessive", **values_for("excessive", NEXT))
    with pytest.raises(Refused, match="说明理由"):
        deciding.submit(office.clerk, case, at=at(NEXT))
    assert reasons.answered_or_expired(walk.now(case), on=date(2026, 4, 2))
    deciding.submit(office.clerk, case, at=at(date(2026, 4, 2)))


def test_the_day_for_reasons_is_to_come(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(Refused, match="今天以后"):
        reasons.ask(office.clerk, case, excess="多", until=DAY, at=at(DAY))


def test_reasons_do_not_come_before_they_were_asked_for(office: Office) -> None:
    with pytest.raises(Refused, match="早于"):
        reasons.receive(office.clerk, deeds.reasoned(office), on=date(2026, 3, 3), at=at(NEXT))
