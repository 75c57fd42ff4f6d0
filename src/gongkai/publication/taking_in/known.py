"""Is an item here already, under whatever name: the same again is not a second one (count once).

found(source, arrived) -> Item?       held until the transaction ends
is_ours(address) -> bool              a page of this portal

In this order: what the source calls it; its address, as another source or a channel of an item has it, or as our
own page; its index number; the same document number, title and day of making in the same agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.publication.models import Item, Source
from gongkai.publication.taking_in.arriving import Arrived

_OURS = re.compile(r"/items/(\d{1,12})/")


def found(source: Source, arrived: Arrived) -> Item | None:
    rows = Item.objects.filter(agency=arrived.agency)
    for asked in _asked(source, arrived):
        pk = rows.filter(asked).order_by("pk").values_list("pk", flat=True).first()
        if pk is not None:
            return held(pk)
    return None


def held(pk: int) -> Item:
    rows: QuerySet[Item] = Item.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("agency", "current").get(pk=pk)


def _asked(source: Source, arrived: Arrived) -> Iterator[Q]:
    if arrived.address:
        yield Q(taken_in__external=arrived.address, taken_in__source__kind=Source.Kind.FEED)
        yield Q(showings__address=arrived.address)
        if ours := _our_key(arrived.address):
            yield Q(pk=ours)
    if arrived.number:
        yield Q(number=arrived.number)
    number, made_on = arrived.fields.get("document_number"), arrived.fields.get("made_on")
    if number and made_on:
        yield Q(document_number=number, title=arrived.fields["title"], made_on=made_on)


def is_ours(address: str) -> bool:
    return _our_key(address) is not None


def _our_key(address: str) -> int | None:
    """The item whose page of ours this is: what went out from here comes back."""
    ours, _, path = address.partition(settings.GONGKAI_ADDRESS)
    page = _OURS.match(path) if not ours else None
    return int(page[1]) if page else None
