"""What holds for every answer: read-only, open, revalidated, counted, one shape of errors."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from gongkai.api import interface as middleware
from gongkai.api.rate import Rate
from gongkai.reports import catalogue
from gongkai.reports.models import ReportVersion

pytestmark = pytest.mark.django_db

ADDRESSES = ("", "openapi.json", "agencies", "reports", "figures", "figures.csv?year=2024")


def problem_of(response: HttpResponse) -> dict[str, object]:
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    found: dict[str, object] = json.loads(response.content)
    assert found["type"] == "about:blank"
    assert found["status"] == response.status_code
    assert found["request"] == response["X-Request-ID"]
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_other_sites_may_read(client: Client, report: ReportVersion, address: str) -> None:
    response = client.get(f"/api/v1/{address}", headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_a_preflight_is_answered(client: Client) -> None:
    response = client.options("/api/v1/reports")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/reports")
    assert response.status_code == 405
    assert "只能读取" in str(problem_of(response)["detail"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_asked_again_it_is_not_sent_again(client: Client, report: ReportVersion, address: str) -> None:
    first = client.get(f"/api/v1/{address}")
    again = client.get(f"/api/v1/{address}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "no-cache"


def test_since_when_it_is_as_it_is(client: Client, report: ReportVersion) -> None:
    address = f"/api/v1/reports/a{report.agency.pk}/2024"
    assert client.get(address)["Last-Modified"] == "Mon, 20 Jan 2025 01:00:00 GMT"
    later = {"if-modified-since": "Tue, 21 Jan 2025 00:00:00 GMT"}
    assert client.get(address, headers=later).status_code == 304
    earlier = {"if-modified-since": "Sun, 19 Jan 2025 00:00:00 GMT"}
    assert client.get(address, headers=earlier).status_code == 200


def test_head_is_answered(client: Client, report: ReportVersion) -> None:
    response = client.head("/api/v1/reports")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "address",
    ["nothing", "reports/x/2024", "reports/a1/20245", "reports/a999999/2024", "reports/a1/2024/v0", "agencies/a0",
     "agencies/11990001000000020T", "agencies/a1/series?f=x", "reports?year=x", "reports?page=0",
     "reports?size=9999", "reports?agency=%27", "figures.csv", "reports?q=" + "长" * 101],
)  # fmt: skip
def test_every_error_has_one_shape(client: Client, report: ReportVersion, address: str) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code in (404, 422)
    assert problem_of(response)["detail"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["agencies?q=%00", "reports?q=%00%FF", "reports?q='", "reports?q=%25"])
def test_odd_words_find_nothing_and_break_nothing(client: Client, report: ReportVersion, address: str) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 200


def test_wrong_parameters_are_named(client: Client) -> None:
    found = problem_of(client.get("/api/v1/reports?year=x&size=0"))
    assert [one["name"] for one in found["parameters"]] == ["year", "size"]  # type: ignore[attr-defined]


def test_what_breaks_is_told_without_a_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(catalogue, "search", broken)
    response = client.get("/api/v1/reports")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert "稍后再试" in str(problem_of(response)["detail"])


@pytest.fixture
def three_a_minute(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    fresh = Rate(lambda: 3, clock=lambda: 1_000_000.0)
    monkeypatch.setattr(middleware, "rate", fresh)
    yield
    fresh._counts.clear()


def test_too_many_are_put_off(client: Client, three_a_minute: None) -> None:
    answers = [client.get("/api/v1/figures").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    response = client.get("/api/v1/figures")
    assert int(response["Retry-After"]) > 0
    problem_of(response)
    assert client.get("/api/v1/figures", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_pages_are_not_counted(client: Client, three_a_minute: None) -> None:
    assert {client.get("/robots.txt").status_code for _ in range(6)} == {200}
