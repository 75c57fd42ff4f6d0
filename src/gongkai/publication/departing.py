"""An item leaves the public: withdrawn with a reason that its address tells, or removed silently after a leak.

withdraw(user, item, *, reason, at) -> Departure
remove(user, item, *, incident, found_at, at) -> Departure

Page, list, feed, search, API, export and cache lose it in the same transaction (``changing``). Its index number
stays taken, it still counts in its year, and it comes back through a whole review only.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.locked_years import because
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.errors import Refused
from gongkai.publication.acting import hold_item, noted, told, words
from gongkai.publication.changing import changed
from gongkai.publication.models import Departure, Item
from gongkai.publication.relating import neighbours
from gongkai.publication.states import item_after
from gongkai.publication.words import StepKind, Way


@transaction.atomic
def withdraw(user: Who, item: Item, *, reason: str, revision: int | None = None, at: datetime) -> Departure:
    """``reason`` is read by the public at the item's address."""
    held = hold_item(user, "items.withdraw", item, "withdraw", revision=revision, at=at)
    reason = words(reason, "请写明撤回的原因，公众在原网址能看到。")
    made = _leave(user, held, "withdraw", StepKind.WITHDRAW, Departure(reason=reason), at)
    told(user, "withdraw", held, data={"number": held.number}, at=at)
    return made


@transaction.atomic
def remove(
    user: Who, item: Item, *, incident: str, found_at: datetime, revision: int | None = None, at: datetime
) -> Departure:
    """After a leak of secrets or of somebody's private matters. ``incident``, for the house only: what leaked, by
    whom and when it was found, what was done. It never enters the audit chain, which may be shown to others."""
    held = hold_item(user, "items.withdraw", item, "remove", revision=revision, at=at)
    incident = words(incident, "请写明事件报告：泄露了什么、由谁何时发现、采取了什么措施。")
    if found_at > at:
        raise Refused("发现时间晚于现在，请核对。")
    made = Departure(silent=True, incident=incident, found_at=found_at)
    _leave(user, held, "remove", StepKind.REMOVE, made, at)
    # What leaked goes at once, in whatever year it counted.
    with because("信息泄露后移除，见事件报告"):
        told(user, "remove", held, data={"number": held.number, "found_at": found_at.isoformat()}, at=at)
    return made


def _leave(user: Who, item: Item, verb: str, step: StepKind, made: Departure, at: datetime) -> Departure:
    item.state = item_after(item.state, verb)
    item.changed_at = at
    item.revision += 1
    item.save(update_fields=["state", "changed_at", "revision"])
    made.item, made.at, made.by = item, at, person(user)
    made.save()
    if item.current is not None:
        noted(item.current, step, by=person(user), comment=made.reason, at=at)
    # Our own page came down; what hangs on a board is taken down by hand and noted then.
    ours = item.showings.filter(way=Way.WEBSITE, address="", until_on=None, struck_at=None)
    ours.filter(from_on__lte=day(at)).update(until_on=day(at))
    changed([item, *neighbours(item)])
    return made
