"""Makes the index anew from what there is, oldest first, in steps that can be cut off and gone on with.

While it runs nobody can search, and whoever asks is told so: half an index would answer with half the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from gongkai.search import sql
from gongkai.search.documents import SLOT, Entry, fill
from gongkai.search.models import Document, Rebuild

# Entries that are read and written in one transaction.
_STEP = 256


class Source(Protocol):
    """Where the documents come from."""

    def total(self) -> int: ...

    def after(self, position: int | None, limit: int) -> Sequence[Entry]:
        """The oldest ones behind a position, no more than ``limit``."""
        ...


@transaction.atomic
def begin(*, reason: str = "", at: datetime) -> Rebuild:
    """Ask for it: from now on nobody searches until it is done. One that is under way is gone on with."""
    return Rebuild.objects.filter(running=True).first() or Rebuild.objects.create(started_at=at, reason=reason)


def run(
    source: Source, *, clock: Callable[[], datetime], told: Callable[[Rebuild], None] = lambda rebuild: None
) -> Rebuild:
    """Make the index anew, or go on with that. ``told`` is called after every step."""
    begun = begin(at=clock())
    if begun.reached is None:
        _begin_anew(begun, source)
    while not _step(begun.pk, source, clock):
        told(Rebuild.objects.get(pk=begun.pk))
    _merge()
    return Rebuild.objects.get(pk=begun.pk)


@transaction.atomic
def _begin_anew(begun: Rebuild, source: Source) -> None:
    held = _hold(begun.pk)
    sql.install(connection)
    sql.emptied(connection)
    held.reached, held.done, held.total = -1, 0, source.total()
    held.save()


@transaction.atomic
def _step(pk: int, source: Source, clock: Callable[[], datetime]) -> bool:
    """One step; whether it is finished."""
    held = _hold(pk)
    if not held.running:
        return True
    entries = source.after(held.reached, _STEP)
    if entries:
        slot = held.done // SLOT
        fill(entries, slot)
        newest = Document.objects.filter(slot=slot).order_by("-position").values_list("position", flat=True)[0]
        held.reached, held.done = newest, held.done + len(entries)
    else:
        sql.filled(connection)
        held.running, held.finished_at = False, clock()
    held.save()
    return not entries


def _merge() -> None:
    """Others search and write meanwhile."""
    with transaction.atomic():
        more = sql.merged(connection, first=True)
    while more:
        with transaction.atomic():
            more = sql.merged(connection, first=False)


def _hold(pk: int) -> Rebuild:
    return Rebuild.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
