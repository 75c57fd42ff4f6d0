"""One item at its permanent address: the wording that holds, and every earlier one at an address of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.prepared import Prepared
from gongkai.publication import queries, reading, seals
from gongkai.publication.models import Item
from gongkai.publication.reading import Reading

from . import gone
from .item_facts import facts, head
from .public_page import kept_page


@kept_page
def item(request: HttpRequest, pk: int) -> HttpResponse:
    found = shown(pk)
    if found is None:
        return gone.not_there(request, pk)
    return _page(request, reading.reading(found, on=timezone.localdate()))


@kept_page
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = shown(pk)
    if found is None:
        return gone.not_there(request, pk)
    one = reading.version(found, number)
    if one is None:
        return gone.no_version(request, number)
    return _page(request, reading.reading_of(found, one, on=timezone.localdate()))


def shown(pk: int) -> Item | None:
    """With what its page stands on, asked for at once."""
    return _shown.first(pk)


_shown = Prepared(
    lambda pk: (
        queries.shown()
        .filter(pk=pk)
        .select_related("agency", "current", "column__parent")
        .defer("current__text")[:1]
    )
)


def _page(request: HttpRequest, found: Reading) -> HttpResponse:
    meta = head(found)
    context = {
        "reading": found,
        "item": found.item,
        "version": found.version,
        "agency": found.item.agency,
        "facts": facts(found),
        "meta": meta,
        "column": "catalogue",
        "codes": seals.codes(found.version) if found.files else {},
    }
    return render(request, "portal/items/item.html", context)
