"""Shows what is due at its set time: every minute, and whatever was missed while the machine was down.

release_due(at) -> list[Item]    what went out; what could not says why, and is tried again
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gongkai.agencies.permissions import OPERATOR
from gongkai.errors import Refused
from gongkai.jobs.registry import Periodic, register
from gongkai.publication import locked
from gongkai.publication.models import Item, Version
from gongkai.publication.obstacles import ensure_none
from gongkai.publication.releasing import go_out
from gongkai.publication.states import State


def release_due(at: datetime) -> list[Item]:
    """Each in a transaction of its own, in the order of their times. A document and its interpretation of the same
    minute go out in one run: what waits for another is tried again once something went out."""
    out: list[Item] = []
    while True:
        went = [item for pk in _due(at) if (item := _release(pk, at)) is not None]
        if not went:
            return out
        out += went


def _due(at: datetime) -> list[int]:
    rows = Version.objects.filter(state=State.APPROVED, release_at__lte=at).order_by("release_at", "pk")
    return list(rows.values_list("pk", flat=True))


def _release(pk: int, at: datetime) -> Item | None:
    with transaction.atomic():
        version = _held(pk, at)
        if version is None:
            return None
        try:
            ensure_none(version)
            # A year that is locked is found at the end of the release: nothing of it may stay.
            with transaction.atomic():
                go_out(version.scheduled_by or OPERATOR, version, by=version.scheduled_by, at=at)
        except Refused as refusal:
            Version.objects.filter(pk=pk).update(release_failure=str(refusal))
            return None
        return version.item


def _held(pk: int, at: datetime) -> Version | None:
    """None when somebody took it back, or showed it, since we looked."""
    item_key = Version.objects.values_list("item", flat=True).get(pk=pk)
    item = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=item_key)
    rows = Version.objects.select_for_update(no_key=True, of=("self",)).select_related("scheduled_by")
    found = rows.filter(pk=pk, state=State.APPROVED, release_at__lte=at).first()
    if found is not None:
        found.item = locked.remember(item)
    return found


register(Periodic("publication.release", "定时发布到时的信息", timedelta(minutes=1), release_due))
