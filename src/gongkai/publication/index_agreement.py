"""Do the index and the items agree: compared and put right every night, and by ``gongkai search check``.

differing() -> Differences    nothing is changed
repair(found)                 puts in, anew and out what differs
nightly(at)                   both; before, goes on with a rebuilding that was cut off, or begins one where too
                              much came in with days between others (old stock)
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from gongkai.jobs.registry import Periodic, register
from gongkai.publication import indexing, queries
from gongkai.publication.models import Item
from gongkai.search import documents, rebuilding, sql
from gongkai.search.models import Document, Rebuild

log = logging.getLogger("gongkai.search")

_STEP: Final = 500
# Rows of the index that are out of their order: of so many each question looks at all that it finds.
_MOST_LATE: Final = 20_000


@dataclass(frozen=True)
class Differences:
    """Numbers of items: shown and not in the index, otherwise in it, in it and not shown."""

    missing: tuple[int, ...]
    changed: tuple[int, ...]
    surplus: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.surplus)


def differing() -> Differences:
    """Every shown item held against the index, and the other way round; no text is opened."""
    missing: list[int] = []
    changed: list[int] = []
    for items in _steps():
        stamps = dict(Document.objects.filter(pk__in=[one.pk for one in items]).values_list("pk", "stamp"))
        missing += [one.pk for one in items if one.pk not in stamps]
        changed += [one.pk for one in items if one.pk in stamps and stamps[one.pk] != indexing.stamp(one)]
    gone = Document.objects.exclude(pk__in=queries.shown().values("pk"))
    return Differences(tuple(missing), tuple(changed), tuple(gone.values_list("pk", flat=True)))


def _steps() -> Iterator[list[Item]]:
    """All shown items, some at a time."""
    last = 0
    while items := list(queries.shown().filter(pk__gt=last).order_by("pk")[:_STEP]):
        yield items
        last = items[-1].pk


def repair(found: Differences) -> None:
    """Put in, anew and out what differs. Whatever became of an item meanwhile, the index has it as it is now."""
    wrong = (*found.missing, *found.changed)
    for start in range(0, len(wrong), _STEP):
        indexing.changed_together(list(queries.shown().filter(pk__in=wrong[start : start + _STEP])))
    hidden = set(found.surplus) - set(queries.shown().filter(pk__in=found.surplus).values_list("pk", flat=True))
    documents.drop(hidden)


def nightly(at: datetime) -> None:
    """A difference is put right, and said in the log: something forgot to tell the index."""
    if Rebuild.objects.filter(running=True).exists():
        indexing.rebuild(clock=lambda: at)
    elif sql.late(connection) > _MOST_LATE:
        rebuilding.begin(reason="太多信息排在其日期之外", at=at)
        indexing.rebuild(clock=lambda: at)
    found = differing()
    if found:
        counts = {name: len(getattr(found, name)) for name in ("missing", "changed", "surplus")}
        log.error("index and items did not agree", extra=counts)
        repair(found)


register(Periodic("publication.index", "核对检索索引与已公开信息", timedelta(days=1), nightly, timedelta(hours=2)))
