"""The periodic job: what is owed is told, one row after another, until the other side took it.

What was withdrawn or removed goes first. A row is claimed by one conditional UPDATE and told outside any
transaction; who falls silent loses it, and whoever comes next tells it again, which does no harm. What the other
side refuses is tried again ever more seldom, so that a mended receiver gets it; after the last time a person
decides.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from gongkai import outgoing
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.jobs.registry import Periodic, register
from gongkai.publication.models import Push, PushTarget
from gongkai.publication.pushing import payload

EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=2)
BACK_OFF = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440, 1440))
_TURN_SECONDS = 45.0
_TIMEOUT = 15.0
_MOST = 64 * 1024


@dataclass(slots=True)
class Outcome:
    """How many rows went how in one turn."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def send_due(at: datetime) -> Outcome:
    """``at`` is when it begins; the time that passes meanwhile is added. A target that did not answer is left
    alone for the rest of the turn."""
    outcome, silent, began = Outcome(), set[int](), time.monotonic()
    while time.monotonic() - began < _TURN_SECONDS:
        now = at + timedelta(seconds=time.monotonic() - began)
        push = _claim(now, silent)
        if push is None:
            break
        failure, answers = _tell(push, now)
        if not answers:
            silent.add(push.target_id)
        _settle(push, failure, now, outcome)
    return outcome


def _claim(at: datetime, without: set[int]) -> Push | None:
    free = Q(next_at__lte=at, target__ended_at=None) & (Q(claimed_until=None) | Q(claimed_until__lte=at))
    rows = Push.objects.filter(free).exclude(target__in=without)
    while True:
        found = rows.order_by("-urgent", "next_at", "pk").values_list("pk", flat=True).first()
        if found is None:
            return None
        mine = {"claimed_by": uuid.uuid4().hex, "claimed_until": at + LEASE}
        if Push.objects.filter(free, pk=found).update(**mine):
            return Push.objects.select_related("target", "item").get(pk=found)


def _tell(push: Push, at: datetime) -> tuple[str, bool]:
    """Why the other side did not take it, in words, "" when it did; and whether to tell it of another now."""
    target = push.target
    data = payload.body(push.item, on=day(at))
    headers = payload.headers(target.secret, data, delivery=f"{push.pk}-{push.asked}", at=at)
    try:
        answer = outgoing.ask(
            target.address, method="POST", data=data, headers=headers,
            timeout=_TIMEOUT, most=_MOST, inside=settings.GONGKAI_INSIDE_HOSTS,
        )  # fmt: skip
    except outgoing.NotReached as problem:
        return str(problem), False
    took = 200 <= answer.status < 300
    return ("" if took else f"对方没有接收（{answer.status}）"), answer.status < 500 and answer.status != 429


@transaction.atomic
def _settle(push: Push, failure: str, at: datetime, outcome: Outcome) -> None:
    """Only the row that is still ours. What changed while it was told is still owed."""
    rows = Push.objects.select_for_update(no_key=True, of=("self",)).select_related("target__agency")
    mine = rows.filter(pk=push.pk, claimed_by=push.claimed_by).first()
    if mine is None:
        return
    mine.claimed_by, mine.claimed_until, mine.failure = "", None, failure
    if not failure:
        outcome.sent += 1
        mine.sent, mine.sent_at, mine.attempts = max(mine.sent, push.asked), at, 0
        mine.next_at = None if mine.sent == mine.asked else at
        PushTarget.objects.filter(pk=mine.target_id).update(took_at=at)
    elif mine.attempts < len(BACK_OFF):
        outcome.postponed += 1
        mine.next_at = at + BACK_OFF[mine.attempts]
        mine.attempts += 1
    else:
        outcome.failed += 1
        mine.next_at = None
    mine.save(update_fields=["claimed_by", "claimed_until", "failure", "sent", "sent_at", "attempts", "next_at"])
    if failure and mine.next_at is None:
        data = {"item": mine.item_id, "attempts": mine.attempts}
        agency = mine.target.agency
        record("publication.push_failed", actor="worker", agency=agency, object=mine.target, data=data, at=at)


def owed(target: PushTarget) -> tuple[int, int]:
    """How many items the target is still to be told of, and how many of them were given up."""
    rows = Push.objects.filter(target=target, sent__lt=F("asked"))
    return rows.count(), rows.filter(next_at=None).count()


register(Periodic("publication.push", "向其他平台推送", EVERY, send_due))
