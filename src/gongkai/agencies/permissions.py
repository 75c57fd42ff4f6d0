"""May I, and what may I see: one question asked two ways, from one table (``roles.PERMISSIONS``)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, AgencyQuerySet, Membership, in_force
from gongkai.agencies.roles import PERMISSIONS, SECOND_FACTOR, Reach, Role
from gongkai.errors import NotAllowed


class Operator:
    """Who runs commands on the machine itself: may everything, and stands in the chain as ``operator``."""

    key = "operator"


OPERATOR = Operator()
Who = Person | AnonymousUser | Operator
T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """While one page is looked at, who somebody is gets asked once and not fifty times. Never around a step: that
    asks anew, behind its lock."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def remembered(question: Hashable, ask: Callable[[], T]) -> T:
    """What ``ask`` answers; within ``remembering``, what it answered before."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return cast(T, answers[question])


def memberships(person: Person, *, on: date) -> list[Membership]:
    """The roles this person has that day, as a member or standing in."""
    return remembered(("memberships", person.pk, on), lambda: _memberships(person, on))


def _memberships(person: Person, on: date) -> list[Membership]:
    mine = Q(person=person) | (Q(stand_ins__person=person) & in_force(on, "stand_ins__"))
    return list(Membership.objects.filter(mine, in_force(on)).select_related("agency").distinct())


def needs_second_factor(person: Person, *, on: date) -> bool:
    """Does this person hold, or stand in for, a role that must sign in with a code."""
    return any(membership.role in SECOND_FACTOR for membership in memberships(person, on=on))


def within(user: Who, verb: str, *, on: date) -> AgencyQuerySet:
    """The agencies where this user may do this, that day. An unknown verb is a KeyError, never a no."""
    roles = PERMISSIONS[verb]
    if isinstance(user, Operator):
        return Agency.objects.all()
    if not isinstance(user, Person) or not user.is_active:
        return Agency.objects.none()
    reach = Q(pk__in=[])
    for membership in memberships(user, on=on):
        reach |= _reach(membership, roles.get(Role(membership.role)))
    return Agency.objects.filter(reach)


def may(user: Who, verb: str, agency: Agency, *, on: date) -> bool:
    """May this user do this to this agency, that day."""
    return within(user, verb, on=on).filter(pk=agency.pk).exists()


def ensure(user: Who, verb: str, agency: Agency, *, on: date) -> None:
    """NotAllowed when not."""
    if not may(user, verb, agency, on=on):
        raise NotAllowed(f"您在“{agency.name}”没有办理此事的权限，请向本机关的系统管理员申请相应角色。")


def _reach(membership: Membership, reach: Reach | None) -> Q:
    if reach is None:
        return Q(pk__in=[])
    if reach is Reach.OWN:
        return Q(pk=membership.agency_id)
    return Q(path__startswith=membership.agency.path)
