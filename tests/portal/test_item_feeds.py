"""Feeds of items and the site map: well-formed, absolute, of what is shown, correct the moment something goes."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.portal import sitemaps
from gongkai.publication import columns
from gongkai.publication.models import Column, Item

from .conftest import Page
from .items import AT, TITLE, Desk, desk, desk_of, item
from .test_outlets import locations

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]


def titles(page: Page, address: str) -> list[str]:
    feed = ElementTree.fromstring(page(address))
    return [one.findtext("title") or "" for one in feed.iter("item")]


def test_all_of_an_agency_and_of_a_column(page: Page, desk: Desk, finance: Agency) -> None:
    columns.from_law(OPERATOR, desk.agency, at=AT)
    column = Column.objects.filter(agency=desk.agency, category="20.11").order_by("pk").last()
    assert column is not None
    desk.show("栏目里的", column=column)
    desk.show("没有栏目的", AT + timedelta(hours=1))
    desk_of(finance).show("财政的", AT + timedelta(hours=2))
    own = f"/agencies/a{desk.agency.pk}"
    assert titles(page, "/items/feed.xml") == ["财政的", "没有栏目的", "栏目里的"]
    assert titles(page, f"{own}/feed.xml") == ["没有栏目的", "栏目里的"]
    assert titles(page, f"{own}/catalogue/{column.pk}/feed.xml") == ["栏目里的"]
    page(f"{own}/catalogue/987654/feed.xml", 404)


def test_an_entry_is_the_item_at_its_permanent_address(page: Page, item: Item) -> None:
    (entry,) = ElementTree.fromstring(page("/items/feed.xml")).iter("item")
    assert entry.findtext("title") == TITLE
    assert entry.findtext("link") == entry.findtext("guid") == f"https://gk.example/items/{item.pk}/"
    assert entry.findtext("pubDate") == "Mon, 16 Mar 2026 09:00:00 +0800"


def test_old_stock_stands_at_its_own_day(page: Page, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(first_public_on="2019-05-06", came_in_on="2026-03-16")
    (entry,) = ElementTree.fromstring(page("/items/feed.xml")).iter("item")
    assert (entry.findtext("pubDate") or "").startswith("Mon, 06 May 2019")


def test_a_withdrawn_item_is_in_no_feed_and_on_no_map(page: Page, desk: Desk, item: Item) -> None:
    other = desk.show("另一条")
    desk.withdraw(item)
    assert titles(page, "/items/feed.xml") == ["另一条"]
    assert locations(page, "/sitemap-2.xml") == [f"/items/{other.pk}/"]


def test_every_address_of_the_map_answers(page: Page, desk: Desk, item: Item) -> None:
    columns.from_law(OPERATOR, desk.agency, at=AT)
    parts = locations(page, "/sitemap.xml")
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml"]
    for part in parts:
        for address in locations(page, part):
            page(address)
    page("/sitemap-99.xml", 404)


def test_a_part_is_a_range_of_keys(page: Page, desk: Desk, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 1)
    second = desk.show("另一条")
    parts = locations(page, "/sitemap.xml")
    assert len(parts) == 1 + second.pk
    assert locations(page, f"/sitemap-{1 + second.pk}.xml") == [f"/items/{second.pk}/"]


def test_a_feed_without_items_is_a_feed(page: Page, bureau: Agency) -> None:
    assert titles(page, "/items/feed.xml") == titles(page, f"/agencies/a{bureau.pk}/feed.xml") == []


def test_no_character_keeps_a_feed_from_being_read(page: Page, item: Item) -> None:
    """What came in before it was looked for."""
    Item.objects.filter(pk=item.pk).update(title="低保\x01标准\ufffe", summary="概\x0b述")
    Agency.objects.filter(pk=item.agency_id).update(name="示范区\x02民政局")
    for address in ("/items/feed.xml", f"/agencies/a{item.agency_id}/feed.xml", "/search/feed.xml"):
        assert titles(page, address) == ["低保标准"]
