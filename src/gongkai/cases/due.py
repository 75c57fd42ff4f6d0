"""The last day of the reply, from the events of a case. Nobody types a due date (docs/adr/0013).

explain(case, on) -> Due          for the page: the day and how it came about, article by article
refresh(case, on) -> Due          the same, written to the columns that lists sort by
put(case, on) -> Due              the same, on the object only; the caller saves it
recompute_open(at) -> moved       every open case anew; a new holiday notice calls it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies import calendars
from gongkai.agencies.calendars import MovedDate
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.states import UNDECIDED, State
from gongkai.statute import clock
from gongkai.statute.calendar import Calendar
from gongkai.statute.clock import Due, Event, EventKind, Reason

_KINDS = {str(kind): kind for kind in EventKind}
# The key, in a line's data, that says what it would have been, had the law still given it an effect.
WITHOUT_EFFECT = "without_effect"
_COLUMNS = ["due_on", "provisional", "waiting_for", "calendar_version", "answered_on"]
# Their dates were worked out with the calendar of their day and stay.
_OVER = frozenset({State.CLOSED, State.MERGED})


def explain(case: Case, *, on: date, round: int | None = None) -> Due | None:
    """The day and its working, as seen ``on`` a day; None before the request counts as received. ``round``: of an
    earlier answer."""
    events = events_of(case, round=round)
    if not any(event.kind is EventKind.RECEIVED for event in events):
        return None
    found = clock.due(events, calendar=_calendar(case), on=on)
    return _as_ordered(case, _with_the_rest(case, events, found, on, round or case.round), round or case.round)


def _with_the_rest(case: Case, events: list[Event], found: Due, on: date, round: int) -> Due:
    """What happened without effect is said in the working and never counted."""
    lines = [line for line in standing(case, round) if line.data.get(WITHOUT_EFFECT)]
    said = [_why_not(case, events, found, line, on) for line in lines]
    return found._replace(because=(*found.because, *said)) if said else found


def _why_not(case: Case, events: list[Event], found: Due, line: CaseEvent, on: date) -> Reason:
    """In the words of the clock, were it told of this line, as long as it finds that nothing moves."""
    kind = _KINDS[line.data[WITHOUT_EFFECT]]
    if kind is EventKind.FEE_PAID:
        return Reason("fee-paid-late", line.on, 0, line.until)
    told = clock.due([*events, Event(kind, line.on, "", line.days, line.until)], calendar=_calendar(case), on=on)
    new = [r for r in told.because if r.on == line.on and r.counted == 0 and r not in found.because]
    same = (told.on, told.waiting_for, told.provisional) == (found.on, found.waiting_for, found.provisional)
    return new[0] if new and same else Reason("without-effect", line.on, 0)


def _as_ordered(case: Case, found: Due, round: int) -> Due:
    """A review decision or judgment that names a day for the new answer goes before the period of the law, shorter
    or longer."""
    order = next((e for e in standing(case, round) if e.kind == "reopened" and e.until is not None), None)
    if order is None or found.on is None:
        return found
    because = (*found.because, Reason("ordered", order.on, None, order.until))
    return found._replace(on=order.until, provisional=False, because=because)


def events_of(case: Case, *, round: int | None = None) -> list[Event]:
    """What moves the clock: the events of this round (or another) that were not struck out."""
    rows = (line for line in standing(case, round or case.round) if line.kind in _KINDS)
    return [Event(_KINDS[row.kind], row.on, row.tag, row.days, row.until) for row in rows]


def standing(case: Case, round: int) -> Iterator[CaseEvent]:
    """The lines of a round that were not struck out, in the order of their days: one question, or none where a
    page that asks much of one case has fetched them beforehand."""
    return (line for line in case.events.all() if line.round == round and line.struck_at is None)


def put(case: Case, *, on: date) -> Due | None:
    """Onto the object, not into the database. A case that is over keeps its dates."""
    found = explain(case, on=on)
    if not (case.state in _OVER and case.calendar_version):
        _onto(case, found, _calendar(case))
    return found


def put_first(case: Case, events: Iterable[Event], *, calendar: Calendar, on: date) -> None:
    """Onto a case that is not in the database yet, from the events that it will have."""
    _onto(case, clock.due(list(events), calendar=calendar, on=on), calendar)


def _onto(case: Case, found: Due | None, calendar: Calendar) -> None:
    case.due_on = found.on if found else None
    case.provisional = bool(found and found.provisional)
    case.waiting_for = (found.waiting_for or "") if found else ""
    case.answered_on = found.stopped_on if found else None
    case.calendar_version = calendar.version if found else ""


def refresh(case: Case, *, on: date) -> Due | None:
    """Into the database."""
    found = put(case, on=on)
    case.save(update_fields=_COLUMNS)
    return found


def last_day(case: Case, *, on: date) -> date | None:
    """The end of the period as it stands, None while the applicant is waited for."""
    found = explain(case, on=on)
    return found.on if found else None


def calendar_of(case: Case) -> Calendar:
    """The working days of the agency that answers."""
    return _calendar(case)


def recompute_open(at: datetime) -> list[MovedDate]:
    """Every case that is not answered, worked out anew; those whose date moved, oldest first. Each has its audit
    entry. All of them are held beforehand, for whoever holds one may be waiting for the audit chain."""
    with transaction.atomic():
        return list(_recomputed(at))


def _recomputed(at: datetime) -> Iterator[MovedDate]:
    rows = Case.objects.select_for_update(no_key=True).filter(state__in=UNDECIDED).order_by("pk")
    for key in list(rows.values_list("pk", flat=True)):
        moved = _recompute(key, at)
        if moved is not None:
            yield moved


@transaction.atomic
def _recompute(key: int, at: datetime) -> MovedDate | None:
    case = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=key)
    if case.state not in UNDECIDED:
        return None
    before = (case.due_on, case.provisional)
    refresh(case, on=day(at))
    if (case.due_on, case.provisional) == before:
        return None
    data = {"from": _text(before[0]), "to": _text(case.due_on), "calendar": case.calendar_version}
    record("cases.redate", actor=actor(OPERATOR), agency=case.agency, object=case, data=data, at=at)
    return MovedDate(case.agency.name, case.number, before[0], case.due_on, case.provisional)


def _calendar(case: Case) -> Calendar:
    return calendars.calendar_for(case.agency)


def _text(on: date | None) -> str | None:
    return on.isoformat() if on else None


def register() -> None:
    """A new holiday notice moves the dates of open cases, and says which."""
    calendars.on_change("cases", recompute_open)
