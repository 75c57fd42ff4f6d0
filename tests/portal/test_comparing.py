"""Agencies of one kind beside one another: official order, no sums over what is missing, no ranking."""

from __future__ import annotations

import pytest
from lxml import html

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency

from .conftest import Page, publish

pytestmark = pytest.mark.django_db


def rows(text: str) -> list[list[str]]:
    found = html.fromstring(text).xpath("//table[contains(@class,'numbers')]/tbody/tr")
    return [["".join(c.itertext()).strip() for c in row] for row in found]


def test_figures_stand_beside_their_agency_in_official_order(
    page: Page, supervisor: Person, finance: Agency, bureau: Agency
) -> None:
    publish(supervisor, finance, received=40)
    publish(supervisor, bureau, received=5)
    text = page("/compare/?year=2024&kind=department&f=3-1-total&f=2-licences-decisions")
    assert rows(text) == [["示范区民政局", "12", "6"], ["示范区财政局", "12", "41"]]
    assert "不是排名" in text


def test_who_has_not_published_is_named(page: Page, supervisor: Person, bureau: Agency, finance: Agency) -> None:
    publish(supervisor, bureau)
    text = page("/compare/?year=2024&kind=department&f=3-1-total")
    assert rows(text)[1] == ["示范区财政局", "没有公布2024年度报告"]
    assert "2 个机关中有 1 个没有公布" in text


def test_another_kind_is_not_mixed_in(page: Page, supervisor: Person, bureau: Agency, street: Agency) -> None:
    publish(supervisor, bureau)
    publish(supervisor, street)
    assert [row[0] for row in rows(page("/compare/?year=2024&kind=street_office"))] == ["示范区齐陵街道办事处"]


def test_it_opens_with_the_newest_year_that_two_can_be_compared_in(
    page: Page, supervisor: Person, bureau: Agency, finance: Agency
) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, finance, 2023)
    publish(supervisor, bureau, 2024)
    assert '<option value="2023" selected>' in page("/compare/")


def test_every_figure_can_be_taken_along(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau)
    (link,) = html.fromstring(page("/compare/")).xpath("//a[contains(@href,'figures.csv')]/@href")
    assert "示范区民政局" in page(link)


def test_with_nothing_published_it_says_so(page: Page, bureau: Agency) -> None:
    assert "没有可以对照的数据" in page("/compare/")


@pytest.mark.parametrize("odd", ["?year=x", "?year=0000", "?kind=x", "?f=x", "?year=2024&kind=government"])
def test_odd_questions_are_answered(page: Page, supervisor: Person, bureau: Agency, odd: str) -> None:
    publish(supervisor, bureau)
    page(f"/compare/{odd}")
