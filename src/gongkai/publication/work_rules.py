"""政府信息公开制度: the rules of the work itself, made, revised, repealed, and looked at each year (Arts 4, 52).

make(user, agency, *, title, made_on, …, at) -> WorkRule
revise, repeal, look(user, rule, *, on, note, at)
publish_as(user, rule, *, item, at)             the item that shows its text
due_on(rule) -> date                            by when it is looked at again
in_force(agency, on) -> QuerySet[WorkRule]
public(agency, on), readable() -> QuerySet[WorkRule]     what the public may read
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication import queries
from gongkai.publication.models import Item, WorkRule, WorkRuleStep
from gongkai.statute import duties
from gongkai.statute.retention import months_after

_Kind = WorkRuleStep.Kind
# Asked of each rule: of ``item__in`` SQLite first makes a list of all that is public.
_READABLE: Final = Exists(queries.shown().filter(pk=OuterRef("item")))


@transaction.atomic
def make(
    user: Who,
    agency: Agency,
    *,
    title: str,
    document_number: str = "",
    made_on: date,
    note: str = "",
    at: datetime,
) -> WorkRule:
    """A rule that holds from the day it was made. Refused for a day to come and for a name that is there."""
    ensure(user, "publication.settings", agency, on=day(at))
    if not title.strip():
        raise Refused("请填写制度的名称。")
    _past(made_on, at)
    made = WorkRule(
        agency=agency, title=title.strip()[:200], document_number=document_number.strip()[:100], made_on=made_on,
        looked_on=made_on, created_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(f"已有制度“{made.title}”。") from error
    _noted(user, made, _Kind.MADE, made_on, note, at)
    return made


@transaction.atomic
def revise(user: Who, rule: WorkRule, *, on: date, note: str, document_number: str = "", at: datetime) -> WorkRule:
    """Its text was changed; says what. The published text follows by a new version of its item."""
    held = _held(user, rule, on, at)
    if not note.strip():
        raise Refused("请写明修订了什么。")
    held.revised_on = on
    held.document_number = document_number.strip()[:100] or held.document_number
    return _done(user, held, _Kind.REVISED, on, note, at)


@transaction.atomic
def look(user: Who, rule: WorkRule, *, on: date, note: str = "", at: datetime) -> WorkRule:
    """Looked at and found to hold."""
    return _done(user, _held(user, rule, on, at), _Kind.LOOKED, on, note, at)


@transaction.atomic
def repeal(user: Who, rule: WorkRule, *, on: date, note: str, at: datetime) -> WorkRule:
    """It no longer holds from that day on; says by what."""
    held = _held(user, rule, on, at)
    if not note.strip():
        raise Refused("请写明废止的依据。")
    held.repealed_on = on
    return _done(user, held, _Kind.REPEALED, on, note, at)


@transaction.atomic
def publish_as(user: Who, rule: WorkRule, *, item: Item | None, at: datetime) -> WorkRule:
    """Which item shows its text; None takes that back. Refused for another agency's item."""
    held = _locked(rule)
    ensure(user, "publication.settings", held.agency, on=day(at))
    if item is not None and item.agency_id != held.agency_id:
        raise Refused("请选择本机关的信息。")
    if held.item_id == (item.pk if item else None):
        raise WrongState("选择的与现有的相同，没有改动。")
    held.item = item
    held.save(update_fields=["item"])
    _told(user, "publish-as", held, {"item": item.key if item else None}, at)
    return held


def in_force(agency: Agency, on: date) -> QuerySet[WorkRule]:
    """Those that hold that day."""
    holds = Q(repealed_on=None) | Q(repealed_on__gt=on)
    return WorkRule.objects.filter(holds, agency=agency, made_on__lte=on).select_related("agency", "item")


def public(agency: Agency, on: date) -> QuerySet[WorkRule]:
    """Those whose text the public may read."""
    return in_force(agency, on).filter(_READABLE)


def readable() -> QuerySet[WorkRule]:
    """The same of all agencies, whether or not they still hold."""
    return WorkRule.objects.filter(_READABLE)


def due_on(rule: WorkRule) -> date:
    """By when it is to be looked at again."""
    return months_after(rule.looked_on, duties.number("work-rules-look-months", rule.looked_on))


def to_look_at(*, until: date) -> list[WorkRule]:
    """All agencies' rules that are due by then, the oldest first."""
    earliest = duties.number("work-rules-look-months", until)
    rows = WorkRule.objects.filter(repealed_on=None, looked_on__lte=months_after(until, -earliest))
    return [one for one in rows.select_related("agency").order_by("looked_on", "pk") if due_on(one) <= until]


def visible(user: Who, *, on: date) -> QuerySet[WorkRule]:
    """Those of the agencies where this user may look."""
    rows = WorkRule.objects.filter(agency__in=within(user, "columns.view", on=on))
    return rows.select_related("agency", "item")


def _held(user: Who, rule: WorkRule, on: date, at: datetime) -> WorkRule:
    held = _locked(rule)
    ensure(user, "publication.settings", held.agency, on=day(at))
    if held.repealed_on is not None:
        raise WrongState(f"这项制度已于{held.repealed_on}废止。")
    _past(on, at)
    if on < held.looked_on:
        raise Refused(f"日期不能早于上一次办理的日期{held.looked_on}。")
    return held


def _locked(rule: WorkRule) -> WorkRule:
    rows = WorkRule.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.get(pk=rule.pk)


def _past(on: date, at: datetime) -> None:
    if on > day(at):
        raise Refused("日期还没有到，请核对。")


def _done(user: Who, held: WorkRule, kind: WorkRuleStep.Kind, on: date, note: str, at: datetime) -> WorkRule:
    held.looked_on = on
    held.save()
    _noted(user, held, kind, on, note, at)
    return held


def _noted(user: Who, held: WorkRule, kind: WorkRuleStep.Kind, on: date, note: str, at: datetime) -> None:
    WorkRuleStep.objects.create(rule=held, kind=kind, on=on, note=note.strip(), by=person(user), at=at)
    locked_years.enter(user, held.agency, [on.year], about=held, verb=f"work-rules.{kind}", at=at)
    _told(user, str(kind), held, {"on": on.isoformat()}, at)


def _told(user: Who, verb: str, held: WorkRule, data: Mapping[str, object], at: datetime) -> None:
    record(f"work-rules.{verb}", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
