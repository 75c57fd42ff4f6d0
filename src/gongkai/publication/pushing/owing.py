"""What each platform is still to be told: one row for an item and a target, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gongkai.publication import queries
from gongkai.publication.changing import on_change
from gongkai.publication.models import Item, Push, PushTarget

_BATCH = 2000


def targets_of(item: Item) -> QuerySet[PushTarget]:
    """Those of its agency, and those above that include what is below."""
    above = [int(key) for key in (item.agency.path or "").split("/") if key]
    return PushTarget.objects.filter(Q(agency=item.agency) | Q(agency__in=above, below=True), ended_at=None)


def owe(item: Item) -> None:
    """Every target is to have this item as it now is."""
    owe_many([item])


def owe_many(items: Sequence[Item]) -> None:
    if not PushTarget.objects.filter(ended_at=None).exists():
        return
    for item in items:
        for target in targets_of(item):
            _owe(target, item)


def _owe(target: PushTarget, item: Item) -> None:
    # At once: whatever day it is, that day has passed.
    owed = {"next_at": item.changed_at or item.created_at, "urgent": not item.is_public}
    made, new = Push.objects.get_or_create(target=target, item=item, defaults=owed)
    if not new:
        Push.objects.filter(pk=made.pk).update(asked=F("asked") + 1, attempts=0, failure="", **owed)


@transaction.atomic
def everything(target: PushTarget, *, at: datetime) -> int:
    """What is shown now is owed to a target that begins; how many."""
    items = queries.shown()
    if target.below:
        items = items.filter(agency__path__startswith=target.agency.path or "-")
    else:
        items = items.filter(agency=target.agency)
    rows = (Push(target=target, item_id=pk, next_at=at) for pk in items.values_list("pk", flat=True).iterator())
    return len(Push.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True))


on_change(owe, many=owe_many)
