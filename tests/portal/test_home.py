"""The first page and the list: who is here, what is published, what is found and what is not."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports.models import ReportVersion
from tests.district import found

from .conftest import Page, publish

pytestmark = pytest.mark.django_db


def test_an_empty_installation_says_what_would_be_here_and_how_it_comes(page: Page) -> None:
    text = page("/")
    assert "这里还没有机关" in text
    assert "导入机关名单" in text
    assert "还没有公布年度报告" in text


def test_agencies_stand_under_their_kind_in_official_order(
    page: Page, street: Agency, finance: Agency, bureau: Agency
) -> None:
    text = page("/agencies/")
    names = ("政府部门 ", "示范区民政局", "示范区财政局", "街道办事处 ", "示范区齐陵街道办事处")
    places = [text.index(name) for name in names]
    assert places == sorted(places)
    text = page("/")
    places = [text.index(f">{name.strip()}<", text.index('id="agencies"')) for name in names]
    assert places == sorted(places)


def test_reports_stand_beside_their_agency_by_year(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, bureau, 2024)
    text = page("/agencies/")
    assert text.index(f"/reports/a{bureau.pk}/2024/") < text.index(f"/reports/a{bureau.pk}/2023/")
    assert "已公布 2 份年度报告" in text


def test_an_agency_without_reports_says_so(page: Page, bureau: Agency) -> None:
    assert "尚未公布" in page("/agencies/")


def test_inner_units_are_not_listed(page: Page, bureau: Agency) -> None:
    found("民政局办公室", bureau, 1, Kind.INTERNAL)
    assert "民政局办公室" not in page("/")


def test_the_newest_publication_is_first(page: Page, corrected: ReportVersion) -> None:
    text = page("/")
    assert "已更正" in text[text.index("最新年报") :]


def test_a_part_of_the_name_is_enough(page: Page, report: ReportVersion, finance: Agency) -> None:
    text = page("/reports/?q=民政")
    assert "示范区民政局" in text
    assert "示范区财政局" not in text


def test_a_year_among_the_words_is_the_year(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, bureau, 2024)
    for asked in ("?q=民政+2023年", "?q=民政+2023年度", "?q=民政&year=2023"):
        text = page(f"/reports/{asked}")
        assert f"/reports/a{bureau.pk}/2023/" in text
        assert f"/reports/a{bureau.pk}/2024/" not in text


def test_kinds_narrow_the_list(page: Page, supervisor: Person, report: ReportVersion, street: Agency) -> None:
    publish(supervisor, street)
    text = page("/reports/?kind=street_office")
    assert f"/reports/a{street.pk}/2024/" in text
    assert f"/reports/{'a'}{report.agency.pk}/2024/" not in text


def test_nothing_found_says_what_to_do(page: Page, report: ReportVersion) -> None:
    assert "没有查到符合条件的年度报告" in page("/reports/?q=水利")


def test_an_agency_that_has_not_published_is_named(page: Page, report: ReportVersion, finance: Agency) -> None:
    text = page("/reports/?q=财政")
    assert "没有公布" in text
    assert f"/agencies/a{finance.pk}/" in text


@pytest.mark.parametrize(
    "odd",
    ["?q=%00", "?q=" + "长" * 500, "?q=<script>", "?year=abcd", "?year=99999", "?kind=%27", "?page=x", "?q=²⁰²⁴"],
)
def test_odd_questions_are_answered(page: Page, report: ReportVersion, odd: str) -> None:
    assert "<script>" not in page(f"/reports/{odd}")


def test_long_lists_are_cut(page: Page, supervisor: Person, bureau: Agency) -> None:
    for year in (2021, 2022, 2023, 2024):
        publish(supervisor, bureau, year)
    text = page("/reports/")
    assert "共 4 项" in text
