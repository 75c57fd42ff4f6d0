"""Release: now, or at a set time. From here on the public sees a version, and never earlier (rule 50).

release(user, version, *, revision=None, at) -> Version
schedule(user, version, *, release_at, revision=None, at) -> Version   None takes the set time back
on_change                                                              see ``changing``

A release takes the index number, copies the description to the item, sets the times by the server's clock, notes
the website as a channel, takes the place of the version before, lets the relations be seen that were reviewed with
it, marks what it repeals or amends, and tells search and every other outlet in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.errors import Refused
from gongkai.publication import line_review, validity
from gongkai.publication.acting import hold, move, told
from gongkai.publication.appearing import put_in_place
from gongkai.publication.changing import changed, on_change
from gongkai.publication.models import Version
from gongkai.publication.obstacles import ensure_may_be_approved, ensure_none
from gongkai.publication.relating import neighbours


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
        # What it quotes may itself be on its way; whether it is public is asked at that time.
        ensure_may_be_approved(held)
    held.release_at, held.release_failure = release_at, ""
    held.scheduled_by = person(user) if release_at else None
    move(user, held, "schedule", at=at)
    data = {"release_at": release_at.isoformat() if release_at else None}
    told(user, "schedule", held.item, version=held, data=data, at=at)
    return held


def go_out(user: Who, version: Version, *, by: Person | None, at: datetime) -> None:
    """Everything a release does, on a version and item that are held. The audit entries stand last."""
    item = version.item
    put_in_place(item, version, by=by, at=at)
    line_review.pass_with(version, by=by, at=at)
    changed([item, *neighbours(item)])
    marked = validity.follow(user, item, at)
    data = {"number": item.number, "sha256": version.sha256}
    told(user, "release", item, version=version, data=data, at=at)
    for one in marked:
        validity.tell(user, one, at)


__all__ = ["go_out", "on_change", "release", "schedule"]
