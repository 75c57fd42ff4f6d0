"""Corrections of what was published: what was wrong, when it was found, when it was put right.

corrections(item) -> list[Correction]           as the public reads them, newest first
slow(agency, since) -> list[Correction]         of an agency, the longest from finding to correction first

A correction is a new version: ``drafting.revise`` with a note and the time it was found, through the whole review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.publication.models import Item, Version
from gongkai.publication.states import State


@dataclass(frozen=True)
class Correction:
    """``number`` is the version that puts it right."""

    item: int
    number: int
    note: str
    found_at: datetime
    corrected_at: datetime

    @property
    def took(self) -> timedelta:
        return self.corrected_at - self.found_at


def corrections(item: Item) -> list[Correction]:
    """Of a shown item. What is still being corrected is not told before it is right."""
    made = _made(item.versions.all()).order_by("-released_at", "-number")
    return [_correction(version) for version in made]


def slow(agency: Agency, since: datetime) -> list[Correction]:
    """Since a time, for whoever looks at how quickly mistakes are put right."""
    rows = _made(Version.objects.filter(item__agency=agency, released_at__gte=since))
    return sorted((_correction(version) for version in rows), key=lambda one: one.took, reverse=True)


def _made(versions: QuerySet[Version]) -> QuerySet[Version]:
    return versions.filter(state__in=[State.RELEASED, State.SUPERSEDED]).exclude(note="").exclude(found_at=None)


def _correction(version: Version) -> Correction:
    released_at = version.released_at
    assert released_at is not None, "a shown version was released"
    return Correction(version.item_id, version.number, version.note, version.found_at or released_at, released_at)
