"""What must be done by when: the answer with all evidence, and what was laid on the agency. Nobody types these
days but those that a decision or judgment names itself.

answer(proceeding) -> Period | None       how the last day of the answer came about, article by article
appeal(proceeding) -> Period | None       until when the judgment of first instance can be appealed
expected(proceeding) -> Period | None     until when the body should decide
put(proceeding)                           the nearest day, onto the object; the caller saves it
recompute_open(at) -> moved               every open one anew; a new holiday notice calls it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies import calendars
from gongkai.agencies.calendars import MovedDate
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import actor
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.review.models import Duty, Instance, Proceeding
from gongkai.review.states import OPEN, State
from gongkai.review.words import Laid, Level, Procedure
from gongkai.statute import proceedings
from gongkai.statute.calendar import Calendar
from gongkai.statute.proceedings import Period


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to be done, in words, and its day."""

    what: str
    on: date
    provisional: bool = False


def current(proceeding: Proceeding) -> Instance:
    """The instance it is in, or was last in."""
    found = proceeding.instances.order_by("-number").first()
    if found is None:
        raise LookupError(f"{proceeding.number} has no instance")
    return found


def answer(proceeding: Proceeding, instance: Instance | None = None) -> Period | None:
    """Of the instance it is in (or another). None where the law of the time is not known here."""
    one = instance or current(proceeding)
    return answer_period(proceeding, one, calendars.calendar_for(proceeding.agency))


def answer_period(proceeding: Proceeding, instance: Instance, calendar: Calendar) -> Period | None:
    """The same with a calendar at hand. A procedure nobody named is taken for the ordinary one."""
    try:
        return proceedings.answer_until(
            instance.began_on,
            calendar,
            review=proceeding.is_review,
            simplified=proceeding.procedure == Procedure.SIMPLIFIED,
            appeal=instance.level == Level.SECOND,
        )
    except Refused:
        return None


def appeal(proceeding: Proceeding, instance: Instance | None = None) -> Period | None:
    """None unless a court of first instance has decided and the day it reached the agency is known."""
    one = instance or current(proceeding)
    if one.level != Level.FIRST or one.served_on is None or one.remanded:
        return None
    code = "ruling-appeal-days" if one.ruling else "judgment-appeal-days"
    return proceedings.period(code, one.served_on, calendars.calendar_for(proceeding.agency))


def expected(proceeding: Proceeding, instance: Instance | None = None) -> Period | None:
    """Until when the body should decide, as long as it has not. None unless it is known when it took it up."""
    one = instance or current(proceeding)
    if one.accepted_on is None or one.ended_on is not None or one.level == Level.RETRIAL:
        return None
    code = proceedings.decision_code(
        review=proceeding.is_review,
        simplified=proceeding.procedure == Procedure.SIMPLIFIED,
        appeal=one.level == Level.SECOND,
    )
    try:
        return proceedings.period(code, one.accepted_on, calendars.calendar_for(proceeding.agency))
    except Refused:
        return None


def duty(of: Duty) -> Period | None:
    """The period of the law for a duty that names no day, None where there is none."""
    code = {Laid.ANEW: "disclosure-judgment-days", Laid.DISCLOSE: "disclosure-judgment-days",
            Laid.REVIEW_OPINION: "review-opinion-days"}.get(Laid(of.kind))  # fmt: skip
    if code is None:
        return None
    return proceedings.period(code, of.received_on, calendars.calendar_for(of.proceeding.agency))


def todo(proceeding: Proceeding) -> list[Todo]:
    """Everything still to be done that has a day, the nearest first."""
    return sorted(_todo(proceeding), key=lambda one: one.on)


def _todo(proceeding: Proceeding) -> Iterator[Todo]:
    if proceeding.state == State.VOID:
        return
    if proceeding.state == State.UNANSWERED:
        found = answer(proceeding)
        if found is not None:
            yield Todo("提交答复和全部证据", found.on, found.provisional)
    for one in proceeding.duties.filter(done_on=None).exclude(due_on=None):
        if one.due_on is not None:
            yield Todo(one.get_kind_display(), one.due_on)


def put(proceeding: Proceeding) -> None:
    """The nearest day and, of the instance it is in, the last day of the answer."""
    nearest = next(iter(todo(proceeding)), None)
    proceeding.due_on = nearest.on if nearest else None
    proceeding.provisional = bool(nearest and nearest.provisional)
    one = current(proceeding)
    if proceeding.state == State.UNANSWERED and one.ended_on is None:
        found = answer(proceeding, one)
        one.answer_due_on = found.on if found else None
        one.save(update_fields=["answer_due_on"])


def recompute_open(at: datetime) -> list[MovedDate]:
    """Each that moved has its audit entry."""
    with transaction.atomic():
        rows = Proceeding.objects.select_for_update(no_key=True, of=("self",)).filter(state__in=OPEN)
        return list(_recomputed(list(rows.select_related("agency").order_by("pk")), at))


def _recomputed(rows: list[Proceeding], at: datetime) -> Iterator[MovedDate]:
    moved = []
    for one in rows:
        before = (one.due_on, one.provisional)
        put(one)
        if (one.due_on, one.provisional) != before:
            one.save(update_fields=["due_on", "provisional"])
            moved.append((one, before[0]))
    for one, day_before in moved:
        data = {"from": _text(day_before), "to": _text(one.due_on)}
        record("reviews.redate", actor=actor(OPERATOR), agency=one.agency, object=one, data=data, at=at)
        yield MovedDate(one.agency.name, one.number, day_before, one.due_on, one.provisional)


def _text(on: date | None) -> str | None:
    return on.isoformat() if on else None


def register() -> None:
    """A new holiday notice moves the days of open ones, and says which."""
    calendars.on_change("review", recompute_open)
