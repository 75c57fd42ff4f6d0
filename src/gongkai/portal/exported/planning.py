"""Which pages an export has, and what each depends on. Items go by in batches: their number is no matter."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache, partial
from itertools import zip_longest
from typing import Any

from django.db.models import Max, Q

from gongkai.agencies.models import Agency
from gongkai.documents import queries as documents
from gongkai.publication import queries, reading
from gongkai.publication.models import Attachment, Departure, Item, Relation, Showing
from gongkai.publication.states import ItemState
from gongkai.reports import published

from . import pages
from .folder import Page
from .ledger import Ledger, Line

# Of one list; with its neighbours it changes when one of them does.
_LONG = 50
_NEWEST = 20
_BATCH = 1000
Reader = Callable[[int], reading.Reading]


def plan(agency: Agency, held: Ledger, *, below: bool, on: date) -> Iterator[Page]:
    """Every page, items first, then the lists they stand in, then the few that stand for the whole."""
    frame = pages.Frame(agency, on)
    # The page of an item and its data are written one behind the other: read once, and the same for both.
    read = lru_cache(maxsize=1)(partial(_read, on))
    for batch in _batches(agency, below):
        stamps = _Stamps(batch, on)
        for item in batch:
            yield from _of_item(frame, item, stamps.of(item), read)
            held.put(_line(item, on))
    held.complete()
    yield from _tombstones(frame, agency, below)
    lists = held.lists(_LONG)
    yield from _lists(frame, held, lists)
    yield from _whole(frame, lists[::-1], held.newest(_NEWEST))


def _batches(agency: Agency, below: bool) -> Iterator[list[Item]]:
    agencies = Agency.objects.below(agency) if below else Agency.objects.filter(pk=agency.pk)
    items = queries.shown().filter(agency__in=agencies).select_related("agency", "column__parent")
    last = 0
    while batch := list(items.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk


class _Stamps:
    """What the pages of a batch depend on beyond their own rows, asked for at once."""

    def __init__(self, batch: list[Item], on: date) -> None:
        self._on = on
        keys = [item.pk for item in batch]
        self.files: dict[int, list[Attachment]] = defaultdict(list)
        for one in Attachment.objects.filter(version__in=[i.current_id for i in batch]).select_related("file"):
            self.files[one.version_id].append(one)
        self._around: dict[int, list[Any]] = defaultdict(list)
        self._relations(keys)
        for showing in Showing.objects.filter(item__in=keys, struck_at=None, passed_at__isnull=False):
            self._around[showing.item_id].append((showing.way, showing.from_on, showing.until_on, showing.place))

    def _relations(self, keys: list[int]) -> None:
        either = Q(source__in=keys) | Q(target__in=keys)
        passed = Relation.objects.filter(either, passed_at__isnull=False)
        for one in passed.select_related("source", "target").order_by("pk"):
            for item, other in ((one.source_id, one.target), (one.target_id, one.source)):
                seen = (other.pk, other.state, other.title) if other else one.words
                if item is not None:
                    self._around[item].append((one.kind, seen))

    def of(self, item: Item) -> tuple[str, list[Attachment]]:
        """The stamp of its page, and its files."""
        parts = (
            pages.EDITION, item.pk, item.revision, item.current_id, item.changed_at, item.agency.name,
            item.column and (item.column.title, item.column.column_type, item.column.parent_id),
            reading.validity_on(item, self._on), self._around[item.pk],
        )  # fmt: skip
        files = self.files[item.current_id or 0]
        return _digest(parts, [_file_stamp(one) for one in files]), files


def _of_item(frame: pages.Frame, item: Item, found: tuple[str, list[Attachment]], read: Reader) -> Iterator[Page]:
    stamp, files = found
    whole = partial(read, item.pk)
    yield Page(f"items/{item.pk}.html", stamp, lambda: pages.item(frame, whole()))
    yield Page(f"items/{item.pk}.json", stamp, lambda: pages.item_data(frame, whole()))
    for one in files:
        if not (pages.stays(one.file) or documents.held(one.file)):
            path = f"files/{item.pk}/{one.token}/{pages.file_name(one.name)}"
            yield Page(path, one.file.sha256, partial(documents.content, one.file))


def _file_stamp(one: Attachment) -> tuple[str, ...]:
    said = (one.name, one.token, one.file.sha256)
    return (*said, "stays") if pages.stays(one.file) else said


def _read(on: date, pk: int) -> reading.Reading:
    return reading.reading(queries.shown_one(pk), on=on)


def _tombstones(frame: pages.Frame, agency: Agency, below: bool) -> Iterator[Page]:
    agencies = Agency.objects.below(agency) if below else Agency.objects.filter(pk=agency.pk)
    gone = Departure.objects.filter(item__state=ItemState.WITHDRAWN, item__agency__in=agencies)
    last = gone.order_by().values("item").annotate(last=Max("pk")).values("last")
    shown = Departure.objects.filter(pk__in=last, silent=False).select_related("item__agency")
    for one in shown.iterator(_BATCH):
        stamp = _digest(pages.EDITION, one.pk, one.reason)
        yield Page(f"items/{one.item_id}.html", stamp, partial(pages.tombstone, frame, one))


def _line(item: Item, on: date) -> Line:
    assert item.first_public_on is not None
    validity = reading.validity_on(item, on)
    return Line(item.pk, item.title, item.number or "", item.document_number, item.first_public_on, validity)


def _lists(frame: pages.Frame, held: Ledger, lists: list[tuple[int, int]]) -> Iterator[Page]:
    for (year, number), newer in zip_longest(lists, lists[1:]):
        lines = held.lines(year, number, _LONG)
        later = newer == (year, number + 1)
        stamp = _digest(pages.EDITION, frame.agency.name, lines, (number, later))
        path = pages.list_path(year, number)
        yield Page(f"{path}.html", stamp, partial(pages.listed, frame, year, number, lines, later=later))
        yield Page(f"{path}.json", stamp, partial(pages.list_data, frame, lines))


def _whole(frame: pages.Frame, lists: list[tuple[int, int]], newest: list[Line]) -> Iterator[Page]:
    """The few pages that are written each time to see whether they changed."""
    reports = list(published.reports(agency=frame.agency).order_by("-report__year"))
    for path, data in pages.whole(frame, lists, newest, reports):
        yield Page(path, hashlib.sha256(data).hexdigest(), partial(bytes, data))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
