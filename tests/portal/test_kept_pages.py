"""Pages that lie ready are never stale: whatever anybody does, the next visitor sees it."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.portal.kept_pages import Store, _Page
from gongkai.publication.models import Item

from .conftest import correct, publish
from .items import AT, LATER, TITLE, Desk, desk, item

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]


@pytest.fixture(autouse=True)
def _kept(settings: Settings) -> None:
    settings.GONGKAI_PAGE_MEMORY = 4


def queries(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, **headers).status_code == 200  # type: ignore[arg-type]
    return len(asked)


def test_the_second_asks_for_the_head_of_the_chain_alone(client: Client, item: Item) -> None:
    for address in ("/", f"/items/{item.pk}/", "/items/", "/catalogue/", "/items/feed.xml"):
        first = client.get(address)
        assert queries(client, address) == 1
        again = client.get(address)
        assert again.content == first.content
        for header in (
            "ETag",
            "Cache-Control",
            "Vary",
            "Content-Type",
            "Content-Security-Policy",
            "X-Frame-Options",
        ):
            assert again[header] == first[header]
        assert again["X-Request-ID"] != first["X-Request-ID"]


def test_a_withdrawal_is_seen_by_the_next_who_asks(client: Client, desk: Desk, item: Item) -> None:
    pages = (f"/items/{item.pk}/", "/", "/items/", f"/agencies/a{item.agency_id}/", "/items/feed.xml")
    for address in pages:
        client.get(address)
        assert TITLE in client.get(address).content.decode()
    desk.withdraw(item)
    assert client.get(pages[0]).status_code == 410
    for address in pages[1:]:
        assert TITLE not in client.get(address).content.decode()


def test_a_removal_a_correction_and_a_release_are_seen_at_once(client: Client, desk: Desk, item: Item) -> None:
    address = f"/items/{item.pk}/"
    client.get(address)
    desk.correct(item, "更正。", body="<p>现为九百元。</p>")
    assert "现为九百元" in client.get(address).content.decode()
    client.get("/items/")
    desk.show("新的一条", LATER)
    assert "新的一条" in client.get("/items/").content.decode()
    desk.remove(item, LATER + timedelta(days=1))
    assert client.get(address).status_code == 404


def test_so_is_what_changes_elsewhere(client: Client, supervisor: Person, bureau: Agency, item: Item) -> None:
    address = f"/agencies/a{bureau.pk}/"
    client.get(address)
    agencies.set_contact(bureau, agencies.Contact(phone="7654321"), by=OPERATOR, at=AT)
    assert "7654321" in client.get(address).content.decode()
    version = publish(supervisor, bureau)
    assert "2024年度报告" in client.get(address).content.decode()
    correct(supervisor, version, "行政许可/本年处理决定数量", 13, "漏计一件。")
    assert "第2版" in client.get(address).content.decode()


def test_another_day_is_another_page(client: Client, desk: Desk) -> None:
    with time_machine.travel(AT, tick=False):
        over = desk.show(genre="normative", validity="in_force", ended_on=LATER.date())
        assert "本文件已失效" not in client.get(f"/items/{over.pk}/").content.decode()
    with time_machine.travel(LATER, tick=False):
        assert "本文件已失效" in client.get(f"/items/{over.pk}/").content.decode()


def test_who_signed_in_and_who_reads_large_gets_another_page(client: Client, desk: Desk, item: Item) -> None:
    client.get("/")
    large, staff = Client(), Client()
    large.cookies["large_print"] = "1"
    assert 'class="large"' in large.get("/").content.decode()
    assert 'class="large"' not in client.get("/").content.decode()
    staff.force_login(desk.clerk, backend="gongkai.ui.signin.backend.StaffBackend")
    assert "工作台" in staff.get("/").content.decode()
    assert "工作台" not in client.get("/").content.decode()


def test_packed_and_plain_lie_side_by_side(client: Client, item: Item) -> None:
    plain = client.get("/").content
    for _ in range(2):
        packed = client.get("/", headers={"accept-encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain
    assert client.get("/").content == plain


def test_asked_again_it_is_not_sent_again(client: Client, desk: Desk, item: Item) -> None:
    etag = client.get("/")["ETag"]
    again = client.get("/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    desk.show("新的一条", LATER)
    assert client.get("/", headers={"if-none-match": etag}).status_code == 200


def test_forms_searches_and_what_is_gone_are_not_kept(client: Client, desk: Desk, item: Item) -> None:
    gone = desk.show("要撤回的")
    desk.withdraw(gone)
    for address, status in (("/search/?q=低保", 200), ("/doors/error/", 200), (f"/items/{gone.pk}/", 410),
                            ("/items/999999/", 404)):  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == status
        assert len(asked) > 1, address


def test_none_is_kept_where_there_is_no_memory(client: Client, item: Item, settings: Settings) -> None:
    settings.GONGKAI_PAGE_MEMORY = 0
    client.get("/")
    assert queries(client, "/") > 1


def page(size: int) -> _Page:
    return _Page((), b"x" * size)


def test_the_oldest_goes_when_it_is_full() -> None:
    store, state = Store(), ("head",)
    assert store.get(state, ("a",)) is None
    for name in "abc":
        store.put(state, (name,), page(40), 100)
    assert [store.get(state, (name,)) is not None for name in "abc"] == [False, True, True]
    store.put(state, ("d",), page(101), 100)
    assert store.get(state, ("d",)) is None


def test_what_was_made_under_an_older_state_is_not_kept_under_a_newer() -> None:
    store = Store()
    store.get(("old",), ("a",))
    store.get(("new",), ("a",))
    store.put(("old",), ("a",), page(1), 100)
    assert store.get(("new",), ("a",)) is None
    assert store.get(("old",), ("a",)) is None
