"""Release: now, or at a set time. From here on the public sees a version, and never earlier (rule 50).

release(user, version, *, revision=None, at) -> Version
schedule(user, version, *, release_at, revision=None, at) -> Version   None takes the set time back
on_change                                                              see ``changing``

A release takes the index number, copies the description to the item, sets the times by the server's clock, notes
the website as a channel, takes the place of the version before, and tells search and every other outlet in the
same transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.errors import Refused
from gongkai.publication import numbering
from gongkai.publication.acting import hold, move, noted, told
from gongkai.publication.changing import changed, on_change
from gongkai.publication.describing import copied, put
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.models import Item, Showing, Version
from gongkai.publication.obstacles import ensure_none
from gongkai.publication.states import State, after, item_after
from gongkai.publication.words import StepKind, Way


@transaction.atomic
def release(user: Who, version: Version, *, revision: int | None = None, at: datetime) -> Version:
    """Show it now. Refused while anything stands in its way (``obstacles``)."""
    held = hold(user, "items.release", version, "release", revision=revision, at=at)
    ensure_none(held)
    go_out(user, held, by=person(user), at=at)
    return held


@transaction.atomic
def schedule(
    user: Who, version: Version, *, release_at: datetime | None, revision: int | None = None, at: datetime
) -> Version:
    """Show it from ``release_at`` on; None: not by itself any more."""
    held = hold(user, "items.release", version, "schedule", revision=revision, at=at)
    if release_at is not None:
        if release_at <= at:
            raise Refused("定时发布的时间须晚于现在；公开时间由系统记录，不得倒签。")
        ensure_none(held)
    held.release_at, held.release_failure = release_at, ""
    held.scheduled_by = person(user) if release_at else None
    move(user, held, "schedule", at=at)
    data = {"release_at": release_at.isoformat() if release_at else None}
    told(user, "schedule", held.item, version=held, data=data, at=at)
    return held


def go_out(user: Who, version: Version, *, by: Person | None, at: datetime) -> None:
    """Everything a release does, on a version and item that are held. The audit entry stands last."""
    item = version.item
    _supersede(item)
    version.state = after(version.state, "release")
    version.released_at, version.released_by, version.release_failure = at, by, ""
    version.revision += 1
    version.sha256 = fingerprint(version)
    version.save()
    noted(version, StepKind.RELEASE, by=by, at=at)
    appear(item, version, at)
    if not item.showings.filter(way=Way.WEBSITE, struck_at=None, until_on=None).exists():
        Showing.objects.create(item=item, way=Way.WEBSITE, from_on=day(at), added_by=by, added_at=at)
    changed([item])
    data = {"number": item.number, "sha256": version.sha256}
    told(user, "release", item, version=version, data=data, at=at)


def appear(item: Item, version: Version, at: datetime) -> None:
    """The item is shown as this version says; its number and first day stay what they once were."""
    put(item, copied(version))
    item.number = item.number or numbering.take(item.agency, at)
    item.state = item_after(item.state, "release")
    item.current = version
    item.released_at = item.released_at or at
    item.first_public_on = item.first_public_on or day(at)
    item.changed_at = at
    item.revision += 1
    item.save()


def _supersede(item: Item) -> None:
    for old in item.versions.filter(state=State.RELEASED):
        old.state = after(old.state, "supersede")
        old.save(update_fields=["state"])


__all__ = ["go_out", "on_change", "release", "schedule"]
