"""The address that takes signed pushes, and nothing else does: all else of the interface stays read-only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.api import intake
from gongkai.audit.models import Entry
from gongkai.publication.models import Item, Source
from gongkai.publication.pushing import payload
from gongkai.publication.taking_in import sources

pytestmark = pytest.mark.django_db
ITEM = {"id": "x-1", "title": "关于公租房分配的公告", "made_on": "2024-03-08", "body": "<p>现公告如下。</p>"}


@pytest.fixture
def source(bureau: Agency) -> Source:
    return sources.add(OPERATOR, bureau, kind="signed", name="市平台", at=timezone.now())[0]


def push(client: Client, source: Source, event: Any, secret: str = "", key: int | None = None) -> HttpResponse:
    data = event if isinstance(event, bytes) else json.dumps(event).encode()
    made = payload.headers(secret or source.secret, data, delivery="1", at=timezone.now())
    made.pop("Content-Type")
    address = f"/api/v1/intake/{key or source.pk}/"
    return client.post(address, data, content_type="application/json", headers=made)


def test_it_is_taken_and_told_where_it_stands(client: Client, source: Source) -> None:
    response = push(client, source, {"event": "publish", "item": ITEM})
    item = Item.objects.get()
    assert response.status_code == 200
    assert response.json() == {"result": "new", "message": "收录", "page": f"http://testserver/items/{item.pk}/"}
    assert client.get(f"/api/v1/items/{item.pk}").json()["source"] == "市平台"
    gone = push(client, source, {"event": "remove", "id": "x-1"})
    assert gone.json() == {"result": "withdrawn", "message": "撤回", "page": ""}
    assert client.get(f"/items/{item.pk}/").status_code == 410


def test_browsers_that_check_forms_do_not_stand_in_its_way(source: Source) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert push(strict, source, {"event": "publish", "item": ITEM}).status_code == 200


@pytest.mark.parametrize(("secret", "key"), [("other", None), ("", 999999)])
def test_a_wrong_signature_and_an_unknown_source_look_alike(
    client: Client, source: Source, secret: str, key: int | None
) -> None:
    before = Entry.objects.count()
    response = push(client, source, {"event": "publish", "item": ITEM}, secret, key)
    assert response.status_code == 401
    assert response["Content-Type"].startswith("application/problem+json")
    assert "签名不对" in response.json()["detail"]
    assert Entry.objects.count() == before
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "event", [b"{", b"[]", {"event": "publish"}, {"event": "publish", "item": {**ITEM, "title": ""}}]
)
def test_what_is_no_item_is_told_in_words(client: Client, source: Source, event: Any) -> None:
    response = push(client, source, event)
    assert response.status_code == 422
    assert response.json()["detail"]
    source.refresh_from_db()
    assert source.failure == response.json()["detail"]


def test_too_much_is_not_taken(client: Client, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST", 100)
    assert push(client, source, {"event": "publish", "item": {**ITEM, "body": "长" * 200}}).status_code == 413
    assert not Item.objects.exists()


def test_a_body_larger_than_a_form_is_taken(client: Client, source: Source) -> None:
    body = "".join(f'<p data-x="{"x" * 100_000}">第{n}条内容。</p>' for n in range(36))
    assert len(body.encode()) > 3_500_000
    assert push(client, source, {"event": "publish", "item": {**ITEM, "body": body}}).status_code == 200


def test_only_this_address_takes_anything(client: Client, source: Source) -> None:
    for address in ("/api/v1/items", "/api/v1/", "/api/v1/reports", "/api/v1/intakes/1/"):
        assert client.post(address, b"{}", content_type="application/json").status_code == 405
    assert client.get(f"/api/v1/intake/{source.pk}/").status_code == 405
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(f"/api/v1/intake/{source.pk}/").status_code == 405
    assert client.post("/api/v1/intake/x/", b"{}", content_type="application/json").status_code == 404


def test_it_counts_against_the_rate(client: Client, source: Source, settings: Any) -> None:
    settings.GONGKAI_API_RATE = 1
    from gongkai.api.rate import rate

    rate._counts.clear()
    statuses = [push(client, source, b"[]").status_code for _ in range(2)]
    rate._counts.clear()
    assert statuses[1] == 429
