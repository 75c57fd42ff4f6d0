"""Who does the work: given to an office or a person, claimed, handed over, many at once.

A stand-in needs nothing written down: whoever stands in for a membership works on its cases while it lasts
(``queries.represented``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, may
from gongkai.agencies.who import day, person
from gongkai.cases import events
from gongkai.cases.acting import allowed, finish, hold
from gongkai.cases.models import Case
from gongkai.errors import NotAllowed, Refused, WrongState


@transaction.atomic
def assign(
    user: Who,
    case: Case,
    *,
    unit: Agency | None = None,
    handler: Person | None = None,
    revision: int | None = None,
    at: datetime,
) -> Case:
    """Give it to an office, a person, or a person of an office. Refused for one who could not work on it."""
    held = hold(user, case, "cases.assign", "assign", revision=revision, at=at)
    return _give(user, held, unit, handler, "assign", at)


@transaction.atomic
def claim(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Case:
    """Take what nobody has."""
    held = hold(user, case, "cases.work", "assign", revision=revision, at=at)
    me = person(user)
    if me is None:
        raise NotAllowed("请由本人登录认领。")
    if held.handler_id is not None:
        raise WrongState("这件申请已经有经办人；需要更换的，请由经办人移交。")
    return _give(user, held, held.unit, me, "claim", at)


@transaction.atomic
def hand_over(user: Who, case: Case, *, to: Person, revision: int | None = None, at: datetime) -> Case:
    """Whoever has it gives it to somebody else; who may assign does that with ``assign``."""
    held = hold(user, case, "cases.work", "assign", revision=revision, at=at)
    me = person(user)
    if me is None or held.handler_id != me.pk:
        raise NotAllowed("只有经办人本人可以移交；其他人请用分办。")
    return _give(user, held, held.unit, to, "hand_over", at)


@transaction.atomic
def assign_all(
    user: Who,
    cases: Iterable[Case],
    *,
    unit: Agency | None = None,
    handler: Person | None = None,
    at: datetime,
) -> list[Case]:
    """Many at once: all of them, or none. They are held before the first entry goes into the audit chain: who
    holds the chain and waits for a case would wait in a ring with who holds that case and waits for the chain."""
    keys = [case.pk for case in cases]
    held = list(Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk"))
    return [_named(user, case, unit, handler, at) for case in held]


def _named(user: Who, case: Case, unit: Agency | None, handler: Person | None, at: datetime) -> Case:
    """Refused by its number: nobody looks for the one among many."""
    try:
        return assign(user, case, unit=unit, handler=handler, at=at)
    except Refused as refusal:
        raise type(refusal)(f"{case.number}：{refusal}") from refusal


def candidates(case: Case, *, on: date) -> list[Person]:
    """Who could work on it: of the agency, and of its office."""
    where = [case.agency_id, *([case.unit_id] if case.unit_id else [])]
    people = Person.objects.filter(memberships__agency__in=where, is_active=True).distinct().order_by("pk")
    return [one for one in people if allowed(one, "cases.work", case, on=on)]


def _give(user: Who, case: Case, unit: Agency | None, handler: Person | None, action: str, at: datetime) -> Case:
    if unit is None and handler is None:
        raise Refused("请选择承办科室或者经办人。")
    if unit is not None and (unit.pk == case.agency_id or not unit.is_within(case.agency)):
        raise Refused("承办科室应当是本机关的内设机构或者所属单位。")
    if handler is not None and not _able(handler, case.agency, unit, on=day(at)):
        raise Refused(f"{handler.name}在本机关没有办理依申请公开的角色，不能作为经办人。")
    if (case.unit_id, case.handler_id) == (unit.pk if unit else None, handler.pk if handler else None):
        raise Refused("与现在的承办科室和经办人相同，没有改动。")
    case.unit, case.handler = unit, handler
    to = {"given_unit": unit.name if unit else "", "given_to": handler.name if handler else ""}
    events.add(case, "assigned", day(at), data=to, by=user, at=at)
    data = {"unit": unit.key if unit else None, "handler": handler.key if handler else None}
    return finish(user, case, "assign", action, data=data, at=at)


def _able(handler: Person, agency: Agency, unit: Agency | None, *, on: date) -> bool:
    if may(handler, "cases.work", agency, on=on):
        return True
    return unit is not None and may(handler, "cases.work", unit, on=on)
