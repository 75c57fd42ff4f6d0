"""A wrong date is struck out with its reason and entered anew; whatever was copied from it follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.cases import due, events, letter_dates
from gongkai.cases.acting import finish, hold
from gongkai.cases.models import CaseEvent
from gongkai.errors import Refused
from gongkai.statute.clock import EventKind

_KINDS = frozenset(str(kind) for kind in EventKind)


@transaction.atomic
def redate(
    user: Who, event: CaseEvent, *, on: date, reason: str, revision: int | None = None, at: datetime
) -> CaseEvent:
    """The same line on another day; the dates of the case follow. Refused for the same day, for a day to come, for
    a line of an earlier round, or for a decision (it is taken back instead)."""
    case = hold(user, event.case, "cases.work", "record", revision=revision, at=at)
    old = events.locked(event)
    events.ensure_not_over(case)
    if old.kind not in _KINDS and old.kind not in letter_dates.FOLLOWED:
        raise Refused("这一条的日期由系统记录，不能更正。")
    if old.round != case.round:
        raise Refused("这一条属于上一次答复，不能更正。")
    if old.on == on:
        raise Refused("日期与现在的相同，没有改动。")
    events.strike_out(old, reason, user, at)
    new = events.add(
        case, old.kind, on, tag=old.tag, days=old.days, until=old.until, letter=old.letter,
        data={**old.data, "instead_of": old.on.isoformat()}, by=user, at=at,
    )  # fmt: skip
    letter_dates.follow(case, new, calendar=due.calendar_of(case))
    data = {"kind": old.kind, "from": old.on.isoformat(), "to": on.isoformat()}
    finish(user, case, "record", "redate_event", data=data, at=at)
    return new
