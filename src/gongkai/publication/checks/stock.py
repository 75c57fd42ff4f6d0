"""Over everything that is there, when a rule changed: from item to item by their keys, a little at a time.

work(at, …) -> int                  goes on where it stopped; how many items were looked at
progress(agencies) -> [StockCheck]  how far each agency is
again(user, agency, at)             from the beginning, by all rules

Each agency has a row that says by which editions it is being checked and where it stands; a worker holds it by a
lease, so that one which died loses it. What came later has a higher key, and is met by going on.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Stale
from gongkai.jobs.registry import Periodic, register
from gongkai.publication.checks import running
from gongkai.publication.checks.rules import digest, editions
from gongkai.publication.models import Item, Version
from gongkai.publication.models.checks import Checked, StockCheck
from gongkai.publication.states import OPEN, State

log = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=1)
LEASE: Final = timedelta(minutes=5)
BATCH: Final = 50
# Seconds of a turn: by night most of the minute, by day what nobody notices.
_NIGHT_SECONDS: Final = 25.0
_DAY_SECONDS: Final = 4.0
_NIGHT: Final = (22, 6)


def work(at: datetime, *, seconds: float | None = None) -> int:
    """What is due of every agency, until the time of this turn is over."""
    began, looked = time.monotonic(), 0
    most = _turn(at) if seconds is None else seconds
    for row in _waiting(at):
        while time.monotonic() - began < most:
            done = _step(row, at)
            looked += done
            if not done:
                break
        _let_go(row)
    return looked


def _turn(at: datetime) -> float:
    hour = timezone.localtime(at).hour
    return _NIGHT_SECONDS if hour >= _NIGHT[0] or hour < _NIGHT[1] else _DAY_SECONDS


def _waiting(at: datetime) -> Iterable[StockCheck]:
    """Agencies with something to look at, claimed one after the other."""
    for agency in Agency.objects.filter(Exists(Item.objects.filter(agency=OuterRef("pk")))).order_by("rank"):
        row = _row(agency, at)
        if _left(row).exists() and _claim(row, at):
            yield row


def _row(agency: Agency, at: datetime) -> StockCheck:
    """Of this agency, at the beginning again where its rules changed."""
    now = digest(editions(agency, day(at)))
    row, _ = StockCheck.objects.get_or_create(agency=agency, defaults={"edition": now, "started_at": at})
    if row.edition != now:
        _restart(row, now, at)
    return row


def _restart(row: StockCheck, edition: str, at: datetime) -> None:
    row.edition, row.next_pk, row.done, row.failed = edition, 0, 0, 0
    row.started_at, row.finished_at = at, None
    row.total = Item.objects.filter(agency=row.agency).count()
    row.save(update_fields=["edition", "next_pk", "done", "failed", "started_at", "finished_at", "total"])


def _left(row: StockCheck) -> QuerySet[Item]:
    return Item.objects.filter(agency=row.agency, pk__gte=row.next_pk).order_by("pk")


def _claim(row: StockCheck, at: datetime) -> bool:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    worker = uuid.uuid4().hex
    taken = StockCheck.objects.filter(free, pk=row.pk).update(claimed_by=worker, claimed_until=at + LEASE)
    row.refresh_from_db()
    return taken == 1 and row.claimed_by == worker


def _let_go(row: StockCheck) -> None:
    StockCheck.objects.filter(pk=row.pk, claimed_by=row.claimed_by).update(claimed_by="", claimed_until=None)


def _step(row: StockCheck, at: datetime) -> int:
    """One batch of items; how many. What was done stands after each batch, whatever becomes of the next."""
    keys = list(_left(row).values_list("pk", flat=True)[:BATCH])
    if keys:
        versions = Version.objects.filter(item__in=keys, state__in=(State.RELEASED, *OPEN))
        row.failed += sum(not _refreshed(one, at) for one in versions.select_related("item__agency"))
        row.next_pk, row.done = keys[-1] + 1, row.done + len(keys)
    ended = len(keys) < BATCH
    row.total = max(row.total, row.done)
    row.finished_at = at if ended else None
    kept = {"next_pk": row.next_pk, "done": row.done, "total": row.total, "failed": row.failed}
    mine = StockCheck.objects.filter(pk=row.pk, claimed_by=row.claimed_by, edition=row.edition)
    return len(keys) if mine.update(**kept, finished_at=row.finished_at) and keys else 0


def _refreshed(version: Version, at: datetime) -> bool:
    """Whatever broke at one item, the others go on; how many failed is shown."""
    try:
        running.refresh(version, at=at)
    except Stale:
        return True
    except Exception:
        log.exception("a check broke off", extra={"job": "publication.checks", "object": version.key})
        return False
    return True


def progress(agencies: QuerySet[Agency]) -> QuerySet[StockCheck]:
    """How far each of them is, by those that have anything."""
    return StockCheck.objects.filter(agency__in=agencies).select_related("agency").order_by("agency__rank")


@transaction.atomic
def again(user: Who, agency: Agency, *, at: datetime) -> StockCheck:
    """Everything of an agency anew, by all rules; the job begins with its next turn."""
    ensure(user, "publication.settings", agency, on=day(at))
    row = _row(agency, at)
    _restart(row, row.edition, at)
    Checked.objects.filter(version__item__agency=agency).update(editions={})
    record("checks.again", actor=actor(user), agency=agency, object=agency, data={"items": row.total}, at=at)
    return row


register(Periodic("publication.checks", "规则变动后检查存量信息", EVERY, work, lease=LEASE))
