"""A complaint that was led on to reconsideration or court, as the pages of both sides show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from gongkai.publication.models import DoorReport
from gongkai.review import queries as reviews
from gongkai.review.models import Proceeding
from gongkai.supervision import leading
from gongkai.supervision.models import Complaint, LedOn

from .access import Asking


def may_lead(asking: Asking, of: leading.Brought) -> bool:
    return asking.within(leading.permission(of)).filter(pk=of.agency_id).exists()


def title_of(of: leading.Brought) -> str:
    """A message at a door is called by its number: its words are its writer's."""
    return of.number if isinstance(of, DoorReport) else of.title


def address_of(of: leading.Brought) -> str:
    if isinstance(of, DoorReport):
        return reverse("desk:door", args=[of.pk])
    return reverse("desk:work", args=["complaint", of.pk])


@dataclass(frozen=True, slots=True)
class Shown:
    """On the page of a complaint: what stands, the proceeding as far as one may see it, and the steps."""

    led: LedOn | None
    proceeding: Proceeding | None
    lead_on: str
    may: bool


def shown(asking: Asking, of: leading.Brought) -> Shown:
    led, may = leading.of(of), may_lead(asking, of)
    seen = reviews.visible(asking.person, on=asking.on)
    proceeding = seen.filter(pk=led.proceeding_id).first() if led and led.proceeding_id else None
    name = "door_lead_on" if isinstance(of, DoorReport) else "complaint_lead_on"
    open_ = led is None and may and not (isinstance(of, Complaint) and of.withdrawn_at is not None)
    return Shown(led, proceeding, reverse(f"desk:{name}", args=[of.pk]) if open_ else "", may and led is not None)


def led_here(asking: Asking, proceeding: Proceeding) -> list[tuple[str, str]]:
    """On the page of a proceeding: name and address of each complaint it came of."""
    found = (leading.brought(one) for one in leading.here(asking.person, proceeding, on=asking.on))
    return [(title_of(one), address_of(one)) for one in found]
