"""A wrong date is struck out with its reason and entered anew; whatever was copied from it follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.cases import due, effects, events, letter_dates, locked, without_effect
from gongkai.cases.acting import finish, hold
from gongkai.cases.models import Case, CaseEvent, ElectronicDelivery, Service
from gongkai.cases.states import after
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
    if (old.kind not in _KINDS and old.kind not in letter_dates.FOLLOWED) or by_ourselves(old):
        raise Refused("这一条的日期由系统记录，不能更正。")
    if old.round != case.round:
        raise Refused("这一条属于上一次答复，不能更正。")
    if old.on == on:
        raise Refused("日期与现在的相同，没有改动。")
    events.strike_out(old, reason, user, at)
    data = {"kind": old.kind, "from": old.on.isoformat(), "to": on.isoformat()}
    service = _acts_after_all(case, old, on)
    if service is not None:
        return _let_act(user, case, old, service, on, data, at)
    new = events.add(
        case, old.kind, on, tag=old.tag, days=old.days, until=old.until, letter=old.letter,
        data={**old.data, "instead_of": old.on.isoformat()}, by=user, at=at,
    )  # fmt: skip
    letter_dates.follow(case, new, calendar=due.calendar_of(case))
    if old.kind == EventKind.FEE_PAID:
        locked.ensure(user, case, [old.on.year, on.year], verb="redate_event", at=at)
    finish(user, case, "record", "redate_event", data=data, at=at)
    return new


def by_ourselves(line: CaseEvent) -> bool:
    """Of a letter that was served by our own portal: the day is what the system recorded."""
    delivered = ElectronicDelivery.objects.filter(service__case=line.case_id)
    return "service" in line.data and delivered.filter(service=line.data["service"]).exists()


def _acts_after_all(case: Case, old: CaseEvent, on: date) -> Service | None:
    """The attempt that was taken for one without effect, when on its right day the law lets it act."""
    if not old.data.get(without_effect.KEY) or old.letter is None:
        return None
    return None if effects.too_late(case, old.letter, on) else case.services.get(pk=old.data["service"])


def _let_act(
    user: Who, case: Case, old: CaseEvent, service: Service, on: date, data: dict[str, str], at: datetime
) -> CaseEvent:
    """It has the effect it would have had; WrongState where the case has moved on."""
    effect = effects.of(case, service.letter)
    after(case.state, effect.verb)
    events.check_day(case, on, at)
    letter_dates.left_on(service, on)
    effect.leaves(user, case, service, on, at)
    finish(user, case, effect.verb, "redate_event", data=data, at=at)
    return case.events.filter(letter=old.letter, struck_at=None).latest("pk")
