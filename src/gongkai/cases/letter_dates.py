"""Columns that hold a copy of a day on the time line, and how they follow when that day is put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from gongkai.cases import counting
from gongkai.cases.models import Case, CaseEvent, Fee, Service
from gongkai.errors import Refused
from gongkai.statute import clock
from gongkai.statute.calendar import Calendar
from gongkai.statute.clock import EventKind

_Follow = Callable[[Case, CaseEvent, Calendar], None]


def follow(case: Case, event: CaseEvent, *, calendar: Calendar) -> None:
    """Write the copies of this line's day. Refused when a letter would arrive before it left."""
    step = FOLLOWED.get(event.kind)
    if step is not None:
        step(case, event, calendar)


def _received(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    if case.round == 1:
        case.received_on = event.on


def _left(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    service = _service(case, event)
    if service is not None:
        left_on(service, event.on)


def left_on(service: Service, on: date) -> None:
    """Another day for an attempt. Refused when it would have arrived before."""
    if service.result_on is not None and on > service.result_on:
        raise Refused(f"发出日期晚于送达日期（{service.result_on}），请核对。")
    service.dispatched_on = on
    service.save(update_fields=["dispatched_on"])


def _came(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    service = _service(case, event)
    if service is None:
        return
    if event.on < service.dispatched_on:
        raise Refused(f"送达日期早于发出日期（{service.dispatched_on}），请核对。")
    service.result_on = event.on
    service.save(update_fields=["result_on"])


def _posted(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    _left(case, event, calendar)
    _answered(case, event)


def _served(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    """Handed over: left and came on the day of signature."""
    service = _service(case, event)
    if service is not None:
        service.dispatched_on = min(service.dispatched_on, event.on)
        service.result_on = event.on
        service.save(update_fields=["dispatched_on", "result_on"])
    _answered(case, event)
    case.decisions.filter(letter=event.letter).update(served_on=event.on)


def _answered(case: Case, event: CaseEvent) -> None:
    decision = case.decisions.filter(letter=event.letter).first()
    if decision is None or event.data.get("again"):
        return
    if decision.decided_on is not None and event.on < decision.decided_on:
        raise Refused(f"发出日期早于作出处理决定的日期（{decision.decided_on}），请核对。")
    decision.dispatched_on = event.on
    decision.save(update_fields=["dispatched_on"])
    counting.count(case, decision, on=event.on, moment="dispatch")


def _answer_received(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    _came(case, event, calendar)
    case.decisions.filter(letter=event.letter).update(served_on=event.on)


def _fee_noticed(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    _left(case, event, calendar)
    Fee.objects.filter(case=case).update(noticed_on=event.on)


def _fee_came(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    _came(case, event, calendar)
    until = clock.fee_pay_by(event.on, calendar).on
    Fee.objects.filter(case=case).update(notice_received_on=event.on, pay_by=until)
    event.until = until
    event.save(update_fields=["until"])


def _paid(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    Fee.objects.filter(case=case).update(paid_on=event.on)


def _withdrawn(case: Case, event: CaseEvent, calendar: Calendar) -> None:
    decision = case.decision()
    if decision is not None:
        decision.decided_on = event.on
        decision.save(update_fields=["decided_on"])
        counting.recount(case, decision, on=event.on)


def _service(case: Case, event: CaseEvent) -> Service | None:
    key = event.data.get("service")
    return case.services.filter(pk=key).first() if key else None


FOLLOWED: Mapping[str, _Follow] = {
    EventKind.RECEIVED: _received,
    EventKind.SUPPLEMENT_NOTICED: _left,
    EventKind.REASONS_ASKED: _left,
    EventKind.DELAYED_TO: _left,
    EventKind.EXTENDED: _left,
    EventKind.THIRD_PARTY_ASKED: _left,
    EventKind.JOINT_MAKER_ASKED: _left,
    EventKind.AGENCY_ASKED: _left,
    EventKind.THIRD_PARTY_RECEIVED: _came,
    EventKind.JOINT_MAKER_RECEIVED: _came,
    EventKind.FEE_NOTICED: _fee_noticed,
    EventKind.FEE_PAID: _paid,
    EventKind.POSTED: _posted,
    EventKind.SERVED: _served,
    EventKind.WITHDRAWN: _withdrawn,
    "fee-notice-received": _fee_came,
    "answer-received": _answer_received,
    "letter-received": _came,
    "letter-dispatched": _left,
}
