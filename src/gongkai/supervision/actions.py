"""The steps on a record of the work: written down, corrected, withdrawn; one way for every kind.

enter(user, agency, kind, given, *, at) -> record
correct(user, work, given, *, reason, at) -> record     what it said before stays as a ``Correction``
withdraw(user, work, *, reason, at) -> record           entered by mistake: it counts nowhere from then on
faults(work, *, on) -> [str]                            what keeps it from being one, in words

``given`` names the fields of ``kinds.columns``; what is not among them is a KeyError.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, Stale, WrongState
from gongkai.supervision.kinds import Column, code_of, columns
from gongkai.supervision.models import Correction, WorkRecord

R = TypeVar("R", bound=WorkRecord)
# Set by the steps themselves, never by who writes a record down.
_NOT_ASKED = ("agency", "created_by", "created_at", "withdrawn_at", "withdrawn_because", "revision")


@transaction.atomic
def enter(user: Who, agency: Agency, kind: type[R], given: Mapping[str, object], *, at: datetime) -> R:
    """Refused, saying which field, for a day to come, a field that is missing, figures that cannot be."""
    ensure(user, "supervision.record", agency, on=day(at))
    made = put(user, agency, kind, given, at=at)
    locked_years.enter(user, agency, [made.on.year], about=made, verb="works.enter", at=at)
    record("works.enter", actor=actor(user), agency=agency, object=made, data=_data(made), at=at)
    return made


def put(user: Who, agency: Agency, kind: type[R], given: Mapping[str, object], *, at: datetime) -> R:
    """The row alone, for a step that has asked who it is and tells the chain of many at once."""
    made = kind(agency=agency, created_by=person(user), created_at=at)
    _fill(made, given)
    made.prepare()
    _ensure_sound(made, day(at))
    made.save()
    return made


@transaction.atomic
def correct(
    user: Who, work: R, given: Mapping[str, object], *, reason: str, revision: int | None = None, at: datetime
) -> R:
    """Refused without a reason. What changes nothing is left as it is, and nothing is told."""
    held = _held(user, work, revision, at)
    if not reason.strip():
        raise Refused("请写明更正的理由。")
    before, was = {one.name: plain(getattr(held, one.name)) for one in columns(type(held))}, held.on
    _fill(held, given)
    _ensure_sound(held, day(at))
    changed = [name for name, value in before.items() if plain(getattr(held, name)) != value]
    if not changed:
        return held
    Correction.objects.create(
        record=held.key, before={name: before[name] for name in changed}, reason=reason.strip(), by=person(user),
        at=at,
    )  # fmt: skip
    held.revision += 1
    held.save()
    years = {was.year, held.on.year}
    locked_years.enter(user, held.agency, years, about=held, verb="works.correct", at=at)
    data = {**_data(held), "fields": changed}
    record("works.correct", actor=actor(user), agency=held.agency, object=held, reason=reason, data=data, at=at)
    return held


@transaction.atomic
def withdraw(user: Who, work: R, *, reason: str, revision: int | None = None, at: datetime) -> R:
    """Refused without a reason; WrongState when it is withdrawn already."""
    held = _held(user, work, revision, at)
    if not reason.strip():
        raise Refused("请写明撤下的理由，例如：重复登记。")
    held.withdrawn_at, held.withdrawn_because = at, reason.strip()
    held.revision += 1
    held.save()
    locked_years.enter(user, held.agency, [held.on.year], about=held, verb="works.withdraw", at=at)
    record(
        "works.withdraw",
        actor=actor(user),
        agency=held.agency,
        object=held,
        reason=reason,
        data=_data(held),
        at=at,
    )
    return held


def faults(work: WorkRecord, *, on: date) -> list[str]:
    """What keeps this from being a record, that day; [] for a sound one."""
    later = isinstance(work.on, date) and work.on > on
    found = [f"{type(work).DAY}不能晚于今天。"] if later else []
    try:
        work.full_clean(exclude=_NOT_ASKED, validate_unique=False)
    except ValidationError as error:
        labels = {one.name: one.label for one in columns(type(work))}
        for name, messages in error.message_dict.items():
            label = "" if name == NON_FIELD_ERRORS else f"{labels[name]}："
            found += [f"{label}{message}" for message in messages]
    return found


def plain(value: object) -> object:
    """As JSON keeps it: a day as text, a figure without needless zeros."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, str | int | bool | None) else str(value)


def _fill(work: WorkRecord, given: Mapping[str, object]) -> None:
    known: dict[str, Column] = {one.name: one for one in columns(type(work))}
    for name, value in given.items():
        setattr(work, known[name].name, value.strip() if isinstance(value, str) else value)


def _ensure_sound(work: WorkRecord, on: date) -> None:
    if found := faults(work, on=on):
        raise Refused("".join(found))


def _held(user: Who, work: R, revision: int | None, at: datetime) -> R:
    rows = type(work)._default_manager.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=work.pk)
    ensure(user, "supervision.record", held.agency, on=day(at))
    if revision is not None and held.revision > revision:
        raise Stale("这条记录刚刚有人改过，您看到的已不是最新情况；请看过最新情况再办。")
    if held.withdrawn_at is not None:
        raise WrongState("这条记录已经撤下，不能再改；需要的，请另行登记。")
    return held


def _data(work: WorkRecord) -> dict[str, object]:
    """Codes and days; a title may name somebody, so it stays out of the chain."""
    return {"kind": code_of(type(work)), "on": work.on.isoformat()}
