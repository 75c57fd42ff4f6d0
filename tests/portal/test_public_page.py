"""Pages for everybody are never stale, cheap to ask again, and cannot be written to."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.reports.models import ReportVersion
from tests.district import invited

from .conftest import correct, publish

pytestmark = pytest.mark.django_db

PAGES = ("/", "/reports/", "/compare/", "/feed.xml", "/sitemap.xml", "/robots.txt")


@pytest.mark.parametrize("address", PAGES)
def test_asked_again_it_is_not_sent_again(client: Client, report: ReportVersion, address: str) -> None:
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]


def test_a_correction_is_seen_at_once(client: Client, supervisor: Person, bureau: Agency) -> None:
    version = publish(supervisor, bureau)
    address = f"/reports/a{bureau.pk}/2024/"
    etag = client.get(address)["ETag"]
    correct(supervisor, version, "行政许可/本年处理决定数量", 13, "漏计一件。")
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_large_print_is_another_page(client: Client, report: ReportVersion) -> None:
    etag = client.get("/")["ETag"]
    client.cookies["large_print"] = "1"
    response = client.get("/", headers={"if-none-match": etag})
    assert response.status_code == 200
    assert 'class="large"' in response.content.decode()


def test_who_is_signed_in_shares_no_copy(client: Client, bureau: Agency) -> None:
    clerk = invited("clerk", bureau, Role.CLERK)
    client.force_login(clerk, backend="gongkai.ui.signin.backend.StaffBackend")
    assert "private" in client.get("/robots.txt")["Cache-Control"]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_can_be_written(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_pages_carry_the_security_policy_and_no_inline_style_or_script(
    client: Client, report: ReportVersion
) -> None:
    for address in (*PAGES[:3], f"/reports/a{report.agency.pk}/2024/", f"/agencies/a{report.agency.pk}/years/"):
        response = client.get(address)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        text = response.content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert not re.findall(r"<script(?![^>]* src=\"/static/)|<script[^>]*>[^<]", text)
