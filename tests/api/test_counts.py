"""The address where other systems send their counts: signed, for one agency, told in words what is wrong."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership
from gongkai.audit.models import Entry
from gongkai.publication import counts
from gongkai.publication.models import Source, YearCount
from gongkai.publication.pushing import payload
from gongkai.publication.taking_in import sources
from tests.publication import conftest as publication
from tests.publication.conftest import AT

pytestmark = pytest.mark.django_db
head = publication.head
ROWS = [{"year": 2024, "what": "licence", "number": 120}, {"year": 2024, "what": "charge", "number": 2.02}]


@pytest.fixture
def system(head: Person, bureau: Agency) -> Source:
    return sources.add(head, bureau, kind="counts", name="行政审批系统", at=AT)[0]


def send(
    client: Client, source: Source, body: Any, *, secret: str = "", at: datetime | None = None, key: int = 0
) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    made = payload.headers(secret or source.secret, data, delivery="1", at=at or timezone.now())
    made.pop("Content-Type")
    address = f"/api/v1/counts/{key or source.pk}/"
    return client.post(address, data, content_type="application/json", headers=made)


def detail(response: HttpResponse, status: int) -> str:
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith("application/problem+json")
    return str(response.json()["detail"])


def test_they_are_taken_in_and_told_again(client: Client, system: Source, bureau: Agency) -> None:
    response = send(client, system, {"agency": bureau.name, "counts": ROWS})
    assert response.status_code == 200, response.content.decode()
    assert response.json()["source"] == "行政审批系统"
    assert [one["step"] for one in response.json()["counts"]] == ["new", "new"]
    assert counts.total(bureau, 2024, "licence") == 120
    assert counts.total(bureau, 2024, "charge") == Decimal("2.02")
    assert [one["number"] for one in response.json()["counts"]] == [120, 2.02]
    again = send(client, system, {"counts": ROWS}, at=timezone.now() + timedelta(seconds=2))
    assert [one["step"] for one in again.json()["counts"]] == ["same", "same"]
    assert YearCount.objects.count() == 2


def test_browsers_that_check_forms_do_not_stand_in_its_way(system: Source) -> None:
    assert send(Client(enforce_csrf_checks=True), system, {"counts": ROWS}).status_code == 200


@pytest.mark.parametrize("given", [{"secret": "other"}, {"key": 999_999}, {"at": AT}])
def test_whoever_does_not_sign_it_is_refused_alike(client: Client, system: Source, given: dict[str, Any]) -> None:
    before = Entry.objects.count()
    assert "签名不对" in detail(send(client, system, {"counts": ROWS}, **given), 401)
    assert "签名不对" in detail(send(client, system, b"{", **given), 401)
    assert Entry.objects.count() == before
    assert not YearCount.objects.exists()


def test_without_a_signature_nothing_is_read(client: Client, system: Source) -> None:
    response = client.post(f"/api/v1/counts/{system.pk}/", b"{", content_type="application/json")
    assert response.status_code == 401


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "body"), ([], "told"), ({"counts": []}, "counts"), ({}, "counts"),
        ({"counts": [{**ROWS[0], "what": "fine"}]}, "what"),
        ({"counts": [{**ROWS[0], "number": "many"}]}, "number"),
        ({"counts": [{**ROWS[0], "number": "NaN"}]}, "number"), ({"counts": [{**ROWS[0], "sum": 1}]}, "sum"),
        ({"counts": ROWS, "source": "别的系统"}, "source"),
        ({"counts": [{**ROWS[0], "number": -1}]}, "不小于0"), ({"counts": [{**ROWS[0], "number": 1.5}]}, "整数"),
        ({"counts": [{**ROWS[0], "year": 2100}]}, "年度"), ({"counts": [*ROWS, ROWS[0]]}, "重复"),
        ({"counts": ROWS, "agency": "示范区财政局"}, "不是本来源所属的机关"),
    ],
)  # fmt: skip
def test_a_wrong_value_and_another_agency_are_told_in_words(
    client: Client, system: Source, finance: Agency, body: Any, says: str
) -> None:
    said = detail(send(client, system, body), 422 if body != b"{" else 400)
    assert says in said or body == b"{"
    assert not YearCount.objects.exists()


def test_each_wrong_figure_is_named(client: Client, system: Source) -> None:
    bad = [ROWS[0], {**ROWS[1], "number": -1}]
    response = send(client, system, {"counts": bad})
    assert response.json()["parameters"] == [{"name": "counts[1]", "message": "数量应是不小于0的数字。"}]


def test_who_set_it_up_and_may_no_more_ends_it(client: Client, system: Source, head: Person) -> None:
    Membership.objects.filter(person=head).update(until_on=AT.date())
    assert "权限" in detail(send(client, system, {"counts": ROWS}), 403)
    assert not YearCount.objects.exists()


def test_too_much_is_not_taken(client: Client, system: Source) -> None:
    assert "256KB" in detail(send(client, system, b" " * (256 * 1024 + 1)), 413)


def test_nothing_can_be_read_there(client: Client, system: Source) -> None:
    for method in ("get", "head", "put", "patch", "delete"):
        response = getattr(client, method)(f"/api/v1/counts/{system.pk}/")
        assert response.status_code == 405
        assert response["Allow"] == "POST"
