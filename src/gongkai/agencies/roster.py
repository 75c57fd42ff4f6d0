"""Who acts in an agency on a day: those with a role, and in place of the absent those who stand in for them.

in_role(agency, role, *, on) -> [Person]              who has this role that day, or stands in for it
acting_for(person, agencies, *, on) -> [Person]       who does this person's work there that day
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership, StandIn, in_force
from gongkai.agencies.roles import Role


def in_role(agency: Agency, *roles: Role, on: date) -> list[Person]:
    """By key, each once. Who may not sign in is not there."""
    held = _memberships(on).filter(agency=agency, role__in=roles)
    return _acting(held)


def acting_for(person: Person, agencies: Collection[Agency], *, on: date) -> list[Person]:
    """The person, or whoever stands in for them; nobody once they have no role there any more."""
    return _acting(_memberships(on).filter(agency__in=list(agencies), person=person))


def _memberships(on: date) -> QuerySet[Membership]:
    standing_in = StandIn.objects.filter(in_force(on)).select_related("person")
    rows = Membership.objects.filter(in_force(on)).select_related("person")
    return rows.prefetch_related(Prefetch("stand_ins", queryset=standing_in))


def _acting(held: Iterable[Membership]) -> list[Person]:
    found: dict[int, Person] = {}
    for membership in held:
        present = [one.person for one in membership.stand_ins.all()] or [membership.person]
        found |= {one.pk: one for one in present if one.is_active}
    return [found[pk] for pk in sorted(found)]
