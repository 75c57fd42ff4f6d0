"""The site map: an index, a part with the pages of agencies and reports, and the items in parts.

A part of items is a fixed range of keys, so that it changes only with what stands in it and none is counted
through to be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.publication import queries
from gongkai.publication.models import Column
from gongkai.reports import published
from gongkai.supervision import public
from gongkai.ui.site import site

from .absent import absent
from .inspections import address_of as address_of_inspection
from .item_facts import address_of
from .public_agencies import public_agencies
from .public_page import kept_page

SIZE = 20_000
"""Keys a part; a reader of site maps takes 50,000 addresses."""
_PAGES = (
    "home", "agencies", "guide", "rules", "catalogue", "reports", "ask", "documents", "interpretations", "items",
    "compare", "deadline", "appraisals", "inspections",
)  # fmt: skip
_OF_AGENCY = ("agency", "agency_guide", "agency_rules", "agency_catalogue", "agency_documents")
_XML = "application/xml; charset=utf-8"


@kept_page
def index(request: HttpRequest) -> HttpResponse:
    """Part 1 are the pages, part 2 the oldest items."""
    newest = queries.shown().aggregate(newest=Max("pk"))["newest"] or 0
    parts = [1, *range(2, 2 + -(-newest // SIZE))]
    context = {"address": site().address, "parts": parts}
    return render(request, "portal/sitemap_index.xml", context, content_type=_XML)


@kept_page
def part(request: HttpRequest, number: int) -> HttpResponse:
    pages = list(_pages() if number == 1 else _items(number - 2))
    if not pages and number != 1:
        return absent(request, "没有这一份网站地图", "请从 sitemap.xml 打开。")
    context = {"address": site().address, "pages": pages}
    return render(request, "portal/sitemap.xml", context, content_type=_XML)


def _pages() -> Iterator[tuple[str, datetime | None]]:
    for name in _PAGES:
        yield reverse(f"portal:{name}"), None
    for agency in public_agencies(timezone.localdate()):
        for name in _OF_AGENCY:
            yield reverse(f"portal:{name}", args=[addresses.word(agency)]), None
    for column in Column.objects.filter(until_on=None).select_related("agency").order_by("pk"):
        yield reverse("portal:agency_column", args=[addresses.word(column.agency), column.pk]), None
    for version in published.reports():
        yield reverse("portal:report", args=[addresses.word(version.agency), version.year]), version.published_at
    # Each of a public inspection, and the list of each agency that has one.
    inspected = list(public.shown())
    for agency in {one.agency_id: one.agency for one in inspected}.values():
        yield reverse("portal:agency_inspections", args=[addresses.word(agency)]), None
    for one in inspected:
        yield address_of_inspection(one), one.published_at


def _items(part: int) -> Iterator[tuple[str, datetime | None]]:
    """What is shown of one range of keys; a withdrawn item is gone from it with its page."""
    first = part * SIZE
    found = queries.shown().filter(pk__gt=first, pk__lte=first + SIZE).order_by("pk")
    for pk, changed_at in found.values_list("pk", "changed_at"):
        yield address_of(pk), changed_at
