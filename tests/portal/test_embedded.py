"""The list that may stand in a frame of another site, and that nothing else may."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.agencies.permissions import OPERATOR
from gongkai.publication import columns
from gongkai.publication.models import Column, Item

from .conftest import Page
from .items import TITLE, Desk, desk, item
from .test_hidden_items import addresses_of, routes

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]


def address(item: Item, query: str = "") -> str:
    return f"/embed/a{item.agency_id}/{query}"


def framed(client: Client, url: str) -> bool:
    """May a page of another site show this in a frame?"""
    response = client.get(url)
    refused = response.get("X-Frame-Options") == "DENY"
    policy = response.get("Content-Security-Policy", "")
    assert refused == ("frame-ancestors *" not in policy), url
    return not refused


def test_it_shows_the_newest_with_links_for_the_whole_window(page: Page, item: Item) -> None:
    text = page(address(item))
    assert TITLE in text
    assert f'href="https://gk.example/items/{item.pk}/" target="_top"' in text
    assert text.count("<a ") == text.count('target="_top"')


def test_it_sets_no_cookie_and_runs_no_script(client: Client, item: Item) -> None:
    response = client.get(address(item))
    assert not response.cookies
    assert b"<script" not in response.content
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_it_may_be_framed_also_when_it_has_not_changed(client: Client, item: Item) -> None:
    first = client.get(address(item))
    again = client.get(address(item), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    for response in (first, again, client.get(address(item))):
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response


def test_nothing_else_of_the_site_may_be_framed(client: Client, desk: Desk, item: Item) -> None:
    columns.from_law(OPERATOR, desk.agency, at=item.created_at)
    for route in routes():
        for url in addresses_of(route, item):
            fits = url.startswith("/embed/") and client.get(url).status_code == 200
            assert framed(client, url) == fits, url
    for url in ("/desk/", "/accounts/login/", "/embed/a999999/", "/embed/nowhere/"):
        assert not framed(client, url)


@pytest.mark.parametrize(("query", "shown"), [("", 10), ("?lines=3", 3), ("?lines=0", 1), ("?lines=x", 10)])
def test_so_many_lines_as_were_asked_for(page: Page, desk: Desk, query: str, shown: int) -> None:
    items = [desk.show(f"第{number}号通知") for number in range(12)]
    text = page(address(items[0], query))
    assert text.count("<li>") == shown
    assert "第11号通知" in text


def test_one_column_alone(page: Page, client: Client, desk: Desk) -> None:
    columns.from_law(OPERATOR, desk.agency, at=desk.show("没有栏目的").created_at)
    column = Column.objects.filter(agency=desk.agency, children=None).first()
    assert column is not None
    item = desk.show("有栏目的", column=column)
    text = page(address(item, f"?column={column.pk}"))
    assert "有栏目的" in text
    assert "没有栏目的" not in text
    assert column.title in text
    assert client.get(address(item, "?column=999999")).status_code == 404


def test_large_print(page: Page, item: Item) -> None:
    assert 'class="large"' in page(address(item, "?size=large"))
    assert 'class="large"' not in page(address(item))


def test_what_left_is_gone_at_once(page: Page, desk: Desk, item: Item) -> None:
    assert TITLE in page(address(item))
    desk.withdraw(item)
    assert TITLE not in page(address(item))
    assert "还没有公开的信息" in page(address(item))
