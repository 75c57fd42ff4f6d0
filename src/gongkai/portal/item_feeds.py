"""Feeds of released items: all, of an agency, of a column, of any search. Newest first, fifty at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from gongkai.agencies.models import Agency
from gongkai.publication import queries
from gongkai.publication.describing import plain
from gongkai.publication.models import Item
from gongkai.ui.site import site

from .asked import with_agency
from .columns import find_column
from .gone import no_column
from .item_facts import address_of
from .item_lists import listed
from .public_page import kept_page

MOST = 50


@kept_page
def items(request: HttpRequest) -> HttpResponse:
    return rss(request, "最新公开的政府信息", reverse("portal:items"), listed(queries.shown())[:MOST])


@kept_page
@with_agency
def agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    found = listed(queries.shown().filter(agency=agency))[:MOST]
    address = request.path.removesuffix("feed.xml")
    return rss(request, f"{agency.name}：最新公开的政府信息", address, found)


@kept_page
@with_agency
def column(request: HttpRequest, agency: Agency, pk: int) -> HttpResponse:
    one = find_column(agency, pk)
    if one is None:
        return no_column(request)
    found = listed(queries.shown().filter(column=one))[:MOST]
    return rss(request, f"{agency.name}：{one.title}", request.path.removesuffix("feed.xml"), found)


def rss(request: HttpRequest, title: str, page: str, items: Iterable[Item]) -> HttpResponse:
    """RSS 2.0; an item's permanent address is its name, and its day the one that its page shows. One character
    that XML cannot hold, in whatever name, keeps nobody from reading the rest."""
    here = site()
    feed = Rss201rev2Feed(
        title=plain(f"{title} · {here.name}"),
        link=here.address + page,
        description=plain(title),
        language="zh-CN",
        feed_url=here.address + request.get_full_path(),
    )
    for item in items:
        address = here.address + address_of(item.pk)
        feed.add_item(
            title=plain(item.title),
            link=address,
            description=plain(item.summary or item.title),
            unique_id=address,
            author_name=plain(item.agency.name),
            pubdate=_moment(item),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _moment(item: Item) -> datetime | None:
    """Of old stock the day it first was public, so that a reader is not told of it as of something new."""
    released, first = item.released_at, item.first_public_on
    if released is None or first is None or timezone.localdate(released) == first:
        return timezone.localtime(released) if released else None
    return datetime.combine(first, time.min, tzinfo=timezone.get_current_timezone())
