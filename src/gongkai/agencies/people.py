"""Who works where in which role: inviting, appointing, dismissing, standing in, disabling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import DatabaseError, transaction

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership, StandIn
from gongkai.agencies.permissions import Operator, Who, ensure, may
from gongkai.agencies.roles import Role
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import NotAllowed, Refused, WrongState

_NEVER_ONE = "系统管理员与审计员不得由同一人担任（包括曾任和代理），请另选人员。"
_APART = {Role.ADMINISTRATOR: Role.AUDITOR, Role.AUDITOR: Role.ADMINISTRATOR}


@transaction.atomic
def invite(
    username: str, *, name: str, email: str = "", agency: Agency, role: Role, by: Who, at: datetime
) -> Membership:
    """A new person with a first role. They set their password by the link of ``ui.signin.invitations``."""
    ensure(by, "people.edit", agency, on=day(at))
    person = accounts.invite(
        username,
        name=name,
        email=email,
        by=actor(by),
        agency=agency,
        at=at,
        demonstration=agency.demonstration,
    )
    return appoint(person, agency=agency, role=role, from_on=day(at), by=by, at=at)


@transaction.atomic
def appoint(
    person: Person,
    *,
    agency: Agency,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Who,
    at: datetime,
) -> Membership:
    """Give a role in an agency from a day on."""
    ensure(by, "people.edit", agency, on=day(at))
    if until_on is not None and until_on < from_on:
        raise Refused("截止日期早于起始日期，请核对。")
    _keep_apart(person, role)
    overlapping = person.memberships.filter(agency=agency, role=role).exclude(until_on__lt=from_on)
    if until_on is not None:
        overlapping = overlapping.exclude(from_on__gt=until_on)
    if overlapping.exists():
        raise WrongState(f"{person.name}在此期间已是“{agency.name}”的{role.label}。")
    with _never_one():
        membership = Membership.objects.create(
            person=person, agency=agency, role=role, from_on=from_on, until_on=until_on
        )
    data = {"role": str(role), "from": from_on.isoformat(), "until": until_on.isoformat() if until_on else None}
    record("people.appoint", actor=actor(by), agency=agency, object=person, data=data, at=at)
    return membership


@transaction.atomic
def dismiss(membership: Membership, *, last_day: date, by: Who, at: datetime) -> Membership:
    """End a role with a last day; standing in for it ends with it."""
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    ensure(by, "people.edit", membership.agency, on=day(at))
    if membership.until_on is not None and membership.until_on <= last_day:
        raise WrongState("该角色已在此日或之前结束。")
    if last_day < membership.from_on:
        raise Refused("截止日期早于起始日期，请核对。")
    membership.until_on = last_day
    membership.save(update_fields=["until_on"])
    data = {"role": membership.role, "until": last_day.isoformat()}
    agency, person = membership.agency, membership.person
    record("people.dismiss", actor=actor(by), agency=agency, object=person, data=data, at=at)
    return membership


@transaction.atomic
def stand_in(
    membership: Membership, person: Person, *, from_on: date, until_on: date, by: Who, at: datetime
) -> StandIn:
    """``person`` acts with the role of ``membership`` between two days, both included."""
    ensure(by, "people.edit", membership.agency, on=day(at))
    if until_on < from_on:
        raise Refused("截止日期早于起始日期，请核对。")
    if person == membership.person:
        raise Refused("不能代理自己。")
    _keep_apart(person, Role(membership.role))
    with _never_one():
        made = StandIn.objects.create(membership=membership, person=person, from_on=from_on, until_on=until_on)
    data = {"for": membership.key, "from": from_on.isoformat(), "until": until_on.isoformat()}
    record("people.stand-in", actor=actor(by), agency=membership.agency, object=person, data=data, at=at)
    return made


def disable(person: Person, *, reason: str, by: Who, at: datetime) -> Person:
    """Asked of an administrator of all agencies where the person works; nobody disables themselves."""
    if isinstance(by, Person) and by == person:
        raise Refused("不能停用自己的账号，请由另一名系统管理员办理。")
    return accounts.disable(person, reason=reason, by=actor(by), agency=competent(person, by, at), at=at)


def enable(person: Person, *, by: Who, at: datetime) -> Person:
    return accounts.enable(person, by=actor(by), agency=competent(person, by, at), at=at)


def competent(person: Person, by: Who, at: datetime) -> Agency | None:
    """The agency of the person in whose name ``by`` may act; None for the operator on somebody without one.

    Who acts on an account acts on every role it holds, so all agencies where the person works or stands in
    count: the administrator of a street office has no hold on a supervisor of the district who was once its
    clerk. Of somebody without any role today, those of the past count. NotAllowed when there is none.
    """
    agencies = _where(person, at)
    reach = [agency for agency in agencies if may(by, "people.edit", agency, on=day(at))]
    if agencies and reach == agencies:
        return reach[0]
    if isinstance(by, Operator):
        return None
    raise NotAllowed("您不是此人任职的全部机关的系统管理员，请由能管理这些机关的系统管理员办理。")


def _where(person: Person, at: datetime) -> list[Agency]:
    """Where this person has a role, now or later, their own or standing in; else where they ever had one."""
    held = list(person.memberships.select_related("agency"))
    stands = person.stands_in.select_related("membership__agency")
    now = [m.agency for m in held if m.until_on is None or m.until_on >= day(at)]
    now += [s.membership.agency for s in stands if s.until_on >= day(at)]
    return now or [m.agency for m in held] or [s.membership.agency for s in stands]


def _keep_apart(person: Person, role: Role) -> None:
    """Said here in words; the database says it again (``agencies.sql``)."""
    other = _APART.get(role)
    if other is None:
        return
    held = Membership.objects.filter(role=other)
    if held.filter(person=person).exists() or held.filter(stand_ins__person=person).exists():
        raise Refused(_NEVER_ONE)


@contextmanager
def _never_one() -> Iterator[None]:
    """Two appointments at once: the later one meets the trigger instead of the question above."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if "never one person" in str(error):
            raise Refused(_NEVER_ONE) from error
        raise
