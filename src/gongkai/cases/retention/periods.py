"""The months for which an agency keeps each kind: its own from a day on, within what the law leaves open, else
those that are shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.acting import words
from gongkai.cases.models import RetentionPeriod
from gongkai.errors import Refused
from gongkai.statute import retention
from gongkai.statute.retention import Kind


@dataclass(frozen=True, slots=True)
class Period:
    """What holds for one kind. ``months`` None: for good; ``own``: the agency's row, None for what is shipped."""

    kind: Kind
    months: int | None
    reference: str
    own: RetentionPeriod | None


def of(agency: Agency, *, on: date) -> dict[str, Period]:
    """By kind, in the order in which they go. An own period that the law has since overtaken does not hold."""
    rows = RetentionPeriod.objects.filter(agency=agency, from_on__lte=on).order_by("from_on", "pk")
    own = {row.kind: row for row in rows}
    return {kind.code: _held(kind, own.get(kind.code), on) for kind in retention.kinds(on)}


def _held(kind: Kind, own: RetentionPeriod | None, on: date) -> Period:
    if own is not None and _allowed(kind, own.months, on):
        return Period(kind, own.months, own.reference, own)
    return Period(kind, kind.months, kind.reference, None)


def _allowed(kind: Kind, months: int | None, on: date) -> bool:
    try:
        retention.checked(kind.code, months, on)
    except Refused:
        return False
    return True


@transaction.atomic
def put(
    user: Who, agency: Agency, *, kind: str, months: int | None, from_on: date, reference: str, at: datetime
) -> RetentionPeriod:
    """A period of the agency's own, from today or a later day on. Refused, naming the article, where the law
    leaves it no room; an older row is never changed."""
    ensure(user, "retention.settings", agency, on=day(at))
    if from_on < day(at):
        raise Refused("自行确定的期限不能早于今天起用；已经过去的按当时的期限。")
    if kind not in {one.code for one in retention.kinds(from_on)}:
        raise Refused("请从所列材料种类中选择。")
    retention.checked(kind, months, from_on)
    if RetentionPeriod.objects.filter(agency=agency, kind=kind, from_on=from_on).exists():
        raise Refused("这一类已经有一个从同一天起用的期限；请换一个日期。")
    made = RetentionPeriod.objects.create(
        agency=agency,
        kind=kind,
        months=months,
        from_on=from_on,
        reference=words(reference, "请写明依据：本机关的制度或者上级的规定。")[:200],
        by=person(user),
        at=at,
    )
    data = {"kind": kind, "months": months, "on": from_on.isoformat()}
    record("retention.period", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made
