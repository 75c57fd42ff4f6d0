"""Who answers for a column (栏目责任人), since when, and who stands in.

appoint(user, column, *, person, stand_in, unit, from_on, at)   ends the one before with the day before
current(column, on) -> ColumnOwner | None
owners_of(columns, on) -> {column: ColumnOwner}                 many at once
answering(owner, on) -> [Person]                                the owner, or the stand-in while they are away
candidates(agency, on) -> QuerySet[Person]                      who may be named
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership, in_force
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.roles import PERMISSIONS
from gongkai.agencies.roster import acting_for
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.models import Column, ColumnOwner

# Whoever may enter what was formed has something to do with a column.
_ROLES = tuple(PERMISSIONS["columns.record"])
_AT_A_TIME = 1000


@transaction.atomic
def appoint(
    user: Who,
    column: Column,
    *,
    person: Person,
    stand_in: Person | None = None,
    unit: str = "",
    from_on: date,
    at: datetime,
) -> ColumnOwner:
    """From a day on, today or later or back to the last change; what was before stays as history. Refused for
    somebody who does not work there, and for one who stands in for themselves."""
    held = Column.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=column.pk)
    ensure(user, "columns.edit", held.agency, on=day(at))
    _works_there(held, from_on, person, stand_in)
    before = held.owners.filter(until_on=None).first()
    if before is not None:
        _ended(before, person, stand_in, unit, from_on)
    made = ColumnOwner.objects.create(
        column=held, person=person, stand_in=stand_in, unit=unit.strip(), from_on=from_on
    )
    data = {
        "person": person.key, "stand_in": stand_in.key if stand_in else None, "from_on": from_on.isoformat(),
        "before": before.person.key if before else None,
    }  # fmt: skip
    record("columns.owner", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return made


def _works_there(column: Column, from_on: date, person: Person, stand_in: Person | None) -> None:
    if column.until_on is not None:
        raise WrongState("这个栏目已经停用。")
    if stand_in is not None and stand_in == person:
        raise Refused("责任人不能由自己代理，请另选代理人。")
    able = set(candidates(column.agency, from_on).values_list("pk", flat=True))
    if person.pk not in able or (stand_in is not None and stand_in.pk not in able):
        raise Refused("责任人和代理人应是本机关的经办人、信息员或者负责人。")


def _ended(before: ColumnOwner, person: Person, stand_in: Person | None, unit: str, from_on: date) -> None:
    same = (before.person_id, before.stand_in_id, before.unit)
    if same == (person.pk, stand_in.pk if stand_in else None, unit.strip()):
        raise WrongState("填写的与现有的相同，没有改动。")
    if from_on <= before.from_on:
        raise Refused(f"现责任人自{before.from_on}起负责，新的起始日期应晚于这一天。")
    before.until_on = from_on - timedelta(days=1)
    before.save(update_fields=["until_on"])


def candidates(agency: Agency, on: date) -> QuerySet[Person]:
    """Those who work there that day in a role that has to do with columns."""
    held = Membership.objects.filter(in_force(on), agency=agency, role__in=_ROLES)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name", "pk")


def current(column: Column, on: date) -> ColumnOwner | None:
    """Whoever answers for it that day."""
    return column.owners.filter(in_force(on)).select_related("person", "stand_in").order_by("-from_on").first()


def owners_of(columns: Iterable[Column], on: date) -> dict[int, ColumnOwner]:
    """By the key of the column; one question for a thousand."""
    keys = [one.pk for one in columns]
    found: dict[int, ColumnOwner] = {}
    for start in range(0, len(keys), _AT_A_TIME):
        rows = ColumnOwner.objects.filter(in_force(on), column__in=keys[start : start + _AT_A_TIME])
        found |= {one.column_id: one for one in rows.select_related("person", "stand_in").order_by("from_on")}
    return found


def answering(owner: ColumnOwner, agency: Agency, on: date) -> list[Person]:
    """The owner, or whoever does their work that day; the stand-in when they have left the house."""
    found = acting_for(owner.person, [agency], on=on)
    if not found and owner.stand_in is not None:
        found = acting_for(owner.stand_in, [agency], on=on)
    return found
