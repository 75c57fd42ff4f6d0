"""Feed, sitemap, robots: well-formed, absolute, and only of what is published."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports.models import ReportVersion

from .conftest import Page, publish

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_tells_of_a_correction_with_its_note(page: Page, corrected: ReportVersion) -> None:
    feed = ElementTree.fromstring(page("/feed.xml"))
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "示范区民政局2024年政府信息公开工作年度报告（更正，第2版）"
    assert "少计一件" in (entry.findtext(f"{ATOM}summary") or "")
    assert entry.findtext(f"{ATOM}id") == f"https://gk.example/reports/a{corrected.agency.pk}/2024/v2/"
    assert (entry.findtext(f"{ATOM}updated") or "").startswith("2025-02-03T")


def test_no_character_of_a_name_keeps_it_from_being_read(page: Page, corrected: ReportVersion) -> None:
    Agency.objects.update(name=Concat(Value("\x01"), "name", Value("\ufffe")))
    (entry,) = ElementTree.fromstring(page("/feed.xml")).iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "").startswith("示范区民政局2024年")


def test_an_empty_feed_is_a_feed(page: Page) -> None:
    feed = ElementTree.fromstring(page("/feed.xml"))
    assert feed.findtext(f"{ATOM}title") == "政府信息公开：年度报告"


def test_every_address_of_the_sitemap_answers(
    page: Page, supervisor: Person, bureau: Agency, finance: Agency
) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, bureau, 2024)
    parts = locations(page, "/sitemap.xml")
    assert parts == ["/sitemap-1.xml"]
    found = locations(page, parts[0])
    assert {f"/reports/a{bureau.pk}/2023/", f"/reports/a{bureau.pk}/2024/", f"/agencies/a{finance.pk}/"} <= {
        *found
    }
    for address in found:
        page(address)


def locations(page: Page, address: str) -> list[str]:
    """Ours only, each once."""
    found = [loc.text or "" for loc in ElementTree.fromstring(page(address)).iter(f"{MAP}loc")]
    assert all(one.startswith("https://gk.example/") for one in found)
    assert len(found) == len(set(found))
    return [one.removeprefix("https://gk.example") for one in found]


def test_robots_stay_out_of_the_desk(page: Page) -> None:
    text = page("/robots.txt")
    assert "Disallow: /desk/" in text
    assert "Sitemap: https://gk.example/sitemap.xml" in text
