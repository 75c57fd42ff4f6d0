"""A published report as a page: layout, versions, notices, what machines read in its head."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import published
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import edition
from tests.reports.made import report as made

from .conftest import Page, publish

pytestmark = pytest.mark.django_db


def at(version: ReportVersion, number: int | None = None) -> str:
    end = f"v{number}/" if number else ""
    return f"/reports/a{version.agency.pk}/{version.year}/{end}"


def test_every_figure_stands_in_its_cell(page: Page, report: ReportVersion) -> None:
    tree = html.fromstring(page(at(report)))
    cells = {td.get("id"): (td.text or "") for td in tree.iter("td")}
    assert len(cells) == len(edition("2021").cells)
    assert cells["c-2-licences-decisions"] == "12"
    assert cells["c-2-charges-charged"] == "2.02"
    assert cells["c-3-1-natural"] == "5"
    assert cells["c-4-reconsideration-total"] == "1"


def test_header_cells_are_header_cells(page: Page, report: ReportVersion) -> None:
    tree = html.fromstring(page(at(report)))
    assert len(tree.xpath("//table[contains(@class,'official')]")) == 3
    assert all(th.get("scope") for th in tree.xpath("//table[contains(@class,'official')]//th"))


def test_the_contents_lead_to_the_six_sections(page: Page, report: ReportVersion) -> None:
    tree = html.fromstring(page(at(report)))
    links = tree.xpath("//ol[@class='contents']//a")
    assert [a.text[0] for a in links] == list("一二三四五六")
    assert all(tree.xpath(f"//h2[@id='{a.get('href')[1:]}']") for a in links)


def test_the_head_carries_what_a_content_page_must(page: Page, report: ReportVersion, settings: Settings) -> None:
    settings.GONGKAI_SITE_CODE = "9900010001"
    tree = html.fromstring(page(at(report)))
    meta = {m.get("name"): m.get("content") for m in tree.iter("meta") if m.get("name")}
    assert meta["SiteName"] == "示范区人民政府 政府信息公开"
    assert meta["SiteDomain"] == "gk.example"
    assert meta["SiteIDCode"] == "9900010001"
    assert meta["ArticleTitle"] == tree.xpath("//h1")[0].text == "示范区民政局2024年政府信息公开工作年度报告"
    assert meta["PubDate"] == "2025-01-20 09:00"
    assert meta["ContentSource"] == "示范区民政局"
    assert meta["ColumnType"] == "信息公开年报"


def test_what_is_not_set_is_not_invented(page: Page, report: ReportVersion) -> None:
    text = page(at(report))
    assert "SiteIDCode" not in text
    assert "备案" not in text


def test_hash_and_time_of_publication_are_told(page: Page, report: ReportVersion) -> None:
    text = page(at(report))
    assert report.sha256 in text
    assert "2025-01-20 09:00" in text


def test_files_are_offered_with_their_sizes(page: Page, report: ReportVersion) -> None:
    text = page(at(report))
    for format in ("html", "json"):
        size = published.rendering(report, format).file.size
        assert re.search(rf'{at(report, 1)}report\.{format}" download>', text)
        assert f"{size / 1000:.0f} KB" in text


def test_a_correction_says_what_changed(page: Page, corrected: ReportVersion) -> None:
    text = page(at(corrected))
    assert "本报告已更正，这是第2版" in text
    assert "行政许可数量少计一件" in text
    assert '<td id="c-2-licences-decisions"' in text
    assert ">13</td>" in text


def test_the_old_version_stays_and_says_that_it_is_old(page: Page, corrected: ReportVersion) -> None:
    text = page(at(corrected, 1))
    assert "这是已被更正的旧版（第1版）" in text
    assert ">12</td>" in text
    assert 'name="robots" content="noindex"' in text


def test_the_newest_version_has_an_address_of_its_own_too(page: Page, corrected: ReportVersion) -> None:
    text = page(at(corrected, 2))
    assert "已被更正的旧版" not in text
    assert f'rel="canonical" href="https://gk.example{at(corrected)}"' in text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("2019/", "没有公布示范区民政局2019年度"),
        ("2024/v7/", "没有公布过第7版"),
        ("2024/v1/report.pdf", "没有这种格式的文件"),
        ("2019/v1/report.json", "没有公布示范区民政局2019年度"),
    ],
)
def test_what_is_not_there_is_explained(page: Page, report: ReportVersion, address: str, words: str) -> None:
    assert words in page(f"/reports/a{report.agency.pk}/{address}", 404)


@pytest.mark.parametrize(
    "address",
    ["/reports/a99999/2024/", "/reports/11990001000000020T/2024/", "/agencies/a99999/", "/reports/x/2024/",
     "/reports/a1/20245/", "/reports/a1/2024/v0/", "/reports/a1/2024/v1/report.exe"],
)  # fmt: skip
def test_unknown_addresses_are_404_in_words(page: Page, report: ReportVersion, address: str) -> None:
    text = page(address, 404)
    assert "没有这个机关" in text or "没有这一页" in text


def test_the_short_word_leads_on_when_a_code_came(client: Client, report: ReportVersion) -> None:
    agency = report.agency
    Agency.objects.filter(pk=agency.pk).update(credit_code="11990001000000020T")
    for end in ("", "v1/", "v1/report.json"):
        response = client.get(f"/reports/a{agency.pk}/2024/{end}?x=1")
        assert response.status_code == 301
        assert response["Location"] == f"/reports/11990001000000020T/2024/{end}?x=1"
        assert client.get(response["Location"]).status_code == 200


def test_texts_of_a_report_cannot_become_markup(page: Page, supervisor: Person, bureau: Agency) -> None:
    from dataclasses import replace

    from gongkai import writers
    from gongkai.reports import actions
    from gongkai.statute.form import Section
    from tests.reports.conftest import AT, taken

    value = made(bureau.name)
    sections = (Section("一、总体情况", 1, ("<script>alert(1)</script>&amp;",), "一"), *value.sections[1:])
    data = writers.write(replace(value, sections=sections), "json")
    (intake,) = taken(supervisor, actions.Dropped("x.json", data))
    version = intake.versions.get()
    actions.accept(supervisor, version, reasons={"sections": "x", "A6": "x"}, at=AT)
    actions.publish(supervisor, version, at=AT)
    text = page(at(version))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in text


def test_a_blank_and_a_slash_are_no_zeros(page: Page, supervisor: Person, bureau: Agency) -> None:
    change = {"行政处罚/本年处理决定数量": None, "行政强制/本年处理决定数量": "/"}
    version = publish(supervisor, bureau, change=change)
    tree = html.fromstring(page(at(version)))
    assert not tree.xpath("string(//td[@id='c-2-penalties-decisions'])")
    assert tree.xpath("string(//td[@id='c-2-coercive_measures-decisions'])") == "/"
