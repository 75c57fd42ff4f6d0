"""Takes the demonstration away: what is marked goes, all else stays, and the audit chain keeps its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.db import transaction
from django.db.models import ProtectedError, Q

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.models import Agency, CalendarNotice, Membership, StandIn, Succession
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.actions import record
from gongkai.demo.making import SHOWN
from gongkai.errors import Refused


@dataclass(frozen=True)
class Removed:
    """What went, and how many invented persons stayed because their work on real records is kept."""

    agencies: int
    persons: int
    kept_persons: int


def remove(at: datetime) -> Removed:
    """All or nothing. Works with the demonstration switched off, too: taking it away is always right."""
    with transaction.atomic():
        _shown(at)
        _free_what_is_real(at)
        _roles()
        persons, kept = _persons(at)
        agencies = _agencies()
        record(
            "demo.remove",
            actor=OPERATOR,
            agency=None,
            object="demo",
            data={"agencies": agencies, "persons": persons, "kept_persons": kept},
            at=at,
        )
    return Removed(agencies, persons, kept)


def _shown(at: datetime) -> None:
    for name in reversed(SHOWN):
        if find_spec(name) is not None:
            import_module(name).remove(at=at)


def _free_what_is_real(at: datetime) -> None:
    """Real agencies that were put beneath, or under the supervision of, invented ones stand on their own."""
    real = Agency.objects.filter(demonstration=False)
    for agency in real.filter(parent__demonstration=True):
        actions.move(agency, parent=None, order=agency.order, by=OPERATOR, at=at)
    for agency in real.filter(supervisor__demonstration=True):
        actions.set_supervisor(agency, None, by=OPERATOR, at=at)


def _roles() -> None:
    """Roles in invented agencies, and roles of invented persons anywhere."""
    invented = Q(agency__demonstration=True) | Q(person__demonstration=True)
    gone = Membership.objects.filter(invented)
    StandIn.objects.filter(Q(membership__in=gone) | Q(person__demonstration=True)).delete()
    gone.delete()


def _persons(at: datetime) -> tuple[int, int]:
    """Whoever has worked on real records is kept, switched off; the rest goes. How many went and stayed."""
    gone = kept = 0
    for person in Person.objects.filter(demonstration=True):
        try:
            with transaction.atomic():
                person.delete()
            gone += 1
        except ProtectedError:
            kept += 1
            Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False, disabled_at=at)
    return gone, kept


def _agencies() -> int:
    """Leaves first."""
    CalendarNotice.objects.filter(agency__demonstration=True).delete()
    Succession.objects.filter(Q(predecessor__demonstration=True) | Q(successor__demonstration=True)).delete()
    invented = Agency.objects.filter(demonstration=True)
    invented.update(supervisor=None)
    count = 0
    for agency in invented.order_by("-rank"):
        try:
            agency.delete()
        except ProtectedError as error:
            kinds = "、".join(sorted({str(one._meta.verbose_name) for one in error.protected_objects}))
            raise Refused(f"“{agency.name}”下还有不属于演示的记录（{kinds}），请先移走后再移除演示。") from error
        count += 1
    return count
