"""A search by mail, as a visitor sees it: an address, a link to confirm, a link to end."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.notices.models import Notice
from gongkai.publication.models import Item, SavedSearch

from .conftest import Page
from .items import desk, item

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]
ADDRESS = "reader@example.cn"


def saved(client: Client, query: str = "q=低保&year=2026") -> str:
    """Asks for it, and gives the path of the link in the mail."""
    response = client.post(f"/search/save/?{query}", {"address": ADDRESS})
    assert response.status_code == 302
    assert ADDRESS not in response["Location"]
    assert "请查收确认邮件" in client.get(response["Location"]).content.decode()
    found = re.search(r"https://gk\.example(/search/saved/\S+)", Notice.objects.latest("pk").body)
    assert found
    return found[1]


def test_from_the_results_to_the_mail_and_out_again(client: Client, page: Page, item: Item) -> None:
    link = saved(client)
    one = SavedSearch.objects.get()
    assert one.asked == {"q": "低保", "year": "2026"}
    text = page(link)
    assert "确认订阅" in text
    assert "“低保”，2026年" in text
    one.refresh_from_db()
    assert one.confirmed_at is None  # looking is not confirming
    assert "已确认" in client.post(link, {"go": "confirm"}).content.decode()
    one.refresh_from_db()
    assert one.confirmed_at is not None
    assert "已退订" in client.post(link, {"go": "end"}).content.decode()
    one.refresh_from_db()
    assert (one.address, one.token) == ("", "")
    page(link, 404)


def test_a_wrong_address_and_no_search_are_refused(client: Client, item: Item) -> None:
    text = client.post("/search/save/?q=低保", {"address": "nobody"}).content.decode()
    assert "请填写完整的电子邮箱" in text
    assert client.get("/search/save/").status_code == 302
    assert SavedSearch.objects.count() == 0


def test_a_strange_link_leads_nowhere(page: Page, item: Item) -> None:
    assert "没有这个订阅" in page("/search/saved/xyz/", 404)


def test_pages_of_it_are_kept_by_nobody(client: Client, item: Item) -> None:
    link = saved(client)
    for address in (link, "/search/save/?q=低保"):
        assert client.get(address)["Cache-Control"] == "no-store"


def test_what_is_kept_is_what_the_search_read(client: Client, item: Item) -> None:
    saved(client, f"q=%01低保{'长' * 500}%00&year=1066&genre=x&subject=民政%00&page=3")
    asked = SavedSearch.objects.get().asked
    assert set(asked) == {"q", "subject"}
    assert (len(asked["q"]), asked["subject"]) == (100, "民政")
    assert not set("\0\x01") & set("".join(asked.values()))
