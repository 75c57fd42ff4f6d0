"""The time line: lines are added and struck out, a wrong day is put right, the date follows."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.permissions import OPERATOR
from gongkai.cases import due, events, lines, redating, supplementing
from gongkai.cases.models import CaseEvent, Fee
from gongkai.errors import Refused, WrongState
from gongkai.statute.clock import EventKind

from . import deeds, walk
from .conftest import entries
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def test_a_wrong_day_is_struck_out_and_entered_anew(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    old = walk.line(case, EventKind.RECEIVED)
    new = redating.redate(office.clerk, old, on=date(2026, 3, 3), reason="收文章为3日", at=at(DAY))
    old.refresh_from_db()
    assert (old.on, old.struck_by, old.struck_reason) == (deeds.RECEIVED, office.clerk, "收文章为3日")
    assert (new.on, new.data["instead_of"]) == (date(2026, 3, 3), "2026-03-02")
    held = walk.now(case)
    assert (held.received_on, held.due_on) == (date(2026, 3, 3), date(2026, 3, 31))
    (entry,) = entries("cases.redate_event")
    assert "收文章" not in entry.data + entry.reason


def test_the_same_day_is_no_correction(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(Refused, match="相同"):
        redating.redate(office.clerk, walk.line(case, "received"), on=deeds.RECEIVED, reason="误", at=at(DAY))


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 9)])
def test_a_day_that_cannot_be(office: Office, on: date) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    before = walk.unchanged(case)
    with pytest.raises(Refused):
        redating.redate(office.clerk, walk.line(case, "received"), on=on, reason="误", at=at(DAY))
    assert walk.unchanged(case) == before


def test_without_a_reason_nothing_is_struck(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(Refused, match="理由"):
        redating.redate(office.clerk, walk.line(case, "received"), on=date(2026, 3, 3), reason=" ", at=at(DAY))


def test_a_line_that_was_struck_stays_struck(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    old = walk.line(case, "received")
    redating.redate(office.clerk, old, on=date(2026, 3, 3), reason="误", at=at(DAY))
    with pytest.raises(WrongState, match="已经划去"):
        redating.redate(office.clerk, old, on=date(2026, 3, 4), reason="误", at=at(DAY))


def test_what_the_state_rests_on_is_not_taken_away(office: Office) -> None:
    case = deeds.noticed(office)
    for kind in ("received", "supplement-noticed"):
        with pytest.raises(Refused, match="更正日期"):
            events.strike(office.clerk, walk.line(case, kind), reason="误", at=at(NEXT))


def test_a_struck_opinion_opens_the_pause_again(office: Office) -> None:
    from gongkai.cases import consulting

    made = deeds.asked(office)
    consulting.hear(office.clerk, made, opinion="agrees", on=NEXT, at=at(NEXT))
    assert not walk.now(made.case).provisional
    events.strike(office.clerk, walk.line(made.case, "opinion-received"), reason="是另一件的", at=at(NEXT, 11))
    assert walk.now(made.case).provisional


def test_what_only_the_program_wrote_is_not_redated(office: Office) -> None:
    case = deeds.drafted(office)
    with pytest.raises(Refused, match="由系统记录"):
        redating.redate(office.clerk, walk.line(case, "drafted"), on=NEXT, reason="误", at=at(NEXT))


def test_closed_its_days_stand(office: Office) -> None:
    case = office.closed(deeds.answered(office), NEXT)
    with pytest.raises(WrongState, match="已经办结"):
        redating.redate(
            office.clerk, walk.line(case, "received"), on=date(2026, 3, 3), reason="误", at=at(NEXT, 18)
        )
    event = walk.line(case, "answer-received")
    with pytest.raises(WrongState, match="已经办结"):
        events.strike(office.clerk, event, reason="误", at=at(NEXT, 18))


def test_a_line_of_an_earlier_round_is_history(office: Office) -> None:
    from gongkai.cases import closing

    case = deeds.answered(office)
    closing.reopen(office.reviewer, case, ground="own", on=NEXT, at=at(NEXT, 12))
    old = case.events.get(kind="received", round=1)
    with pytest.raises(Refused, match="上一次答复"):
        redating.redate(office.clerk, old, on=date(2026, 3, 3), reason="误", at=at(NEXT, 13))


def test_the_day_of_the_supplement_notice_moves_its_service(office: Office) -> None:
    case = deeds.noticed(office)
    event = walk.line(case, "supplement-noticed")
    redating.redate(office.clerk, event, on=date(2026, 3, 3), reason="邮戳为3日", at=at(NEXT))
    new = walk.line(case, "supplement-noticed")
    assert (new.until, new.letter) == (event.until, event.letter)
    assert case.services.get().dispatched_on == date(2026, 3, 3)
    supplementing.receive(office.clerk, case, on=NEXT, at=at(NEXT))


def test_a_letter_does_not_come_before_it_left(office: Office) -> None:
    made = deeds.asked(office)
    event = walk.line(made.case, "third-party-received")
    with pytest.raises(Refused, match="早于发出"):
        redating.redate(office.clerk, event, on=date(2026, 3, 3), reason="误", at=at(NEXT))


def test_the_day_a_fee_notice_came_moves_the_last_day_to_pay(office: Office) -> None:
    case = deeds.charged(office)
    event = walk.line(case, "fee-notice-received")
    redating.redate(office.clerk, event, on=NEXT, reason="回执为5日", at=at(NEXT))
    assert Fee.objects.get(case=case).pay_by == date(2026, 4, 2)
    assert walk.line(case, "fee-notice-received").until == date(2026, 4, 2)


def test_the_day_of_a_withdrawal_moves_what_is_counted(office: Office) -> None:
    from gongkai.cases import withdrawing

    case = walk.opened(office.agency, deeds.RECEIVED)
    withdrawing.withdraw(office.clerk, case, on=NEXT, paper=walk.paper(), at=at(NEXT))
    redating.redate(office.clerk, walk.line(case, "withdrawn"), on=DAY, reason="来信落款为4日", at=at(NEXT))
    held = walk.now(case)
    assert (held.counted_on, held.answered_on) == (DAY, DAY)


def test_the_order_of_typing_does_not_matter(office: Office) -> None:
    one, other = walk.opened(office.agency, deeds.RECEIVED), walk.opened(office.agency, deeds.RECEIVED)
    told = [("third-party-asked", date(2026, 3, 9)), ("opinion-received", date(2026, 3, 25))]
    for case, order in ((one, told), (other, told[::-1])):
        for kind, on in order:
            events.add(case, kind, on, tag="A", by=OPERATOR, at=at(date(2026, 3, 26)))
        due.refresh(case, on=date(2026, 3, 26))
    assert walk.now(one).due_on == walk.now(other).due_on == date(2026, 4, 16)


@pytest.mark.parametrize("name", list(deeds.DEEDS))
def test_every_line_that_a_step_writes_has_words(office: Office, name: str) -> None:
    ready = deeds.DEEDS[name](office)
    ready.do(ready.who, at=at(ready.on, 18))
    kinds = set(CaseEvent.objects.values_list("kind", flat=True))
    assert [kind for kind in kinds if lines.label(kind) == kind] == []
    assert all(isinstance(fact, str) for event in CaseEvent.objects.all() for fact in lines.facts(event))


@pytest.mark.parametrize("kind", [str(one) for one in EventKind])
def test_the_kinds_of_the_clock_have_their_own_words(kind: str) -> None:
    assert lines.label(kind) != kind
