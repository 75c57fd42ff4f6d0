"""Reports in the interface: the same data as the portal, complete, paged, with links that lead there."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import published
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import edition
from tests.portal.conftest import publish

from .conftest import Interface

pytestmark = pytest.mark.django_db
HERE = "https://gk.example"


def sheet(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_reports_newest_first(ask: Interface, supervisor: Person, bureau: Agency, street: Agency) -> None:
    for agency, year in ((street, 2024), (bureau, 2023), (bureau, 2024)):
        publish(supervisor, agency, year)
    found = [(one["agency_name"], one["year"]) for one in ask("reports")["results"]]
    assert found == [("示范区民政局", 2024), ("示范区齐陵街道办事处", 2024), ("示范区民政局", 2023)]


def test_reports_narrowed(ask: Interface, supervisor: Person, bureau: Agency, street: Agency) -> None:
    for agency, year in ((street, 2024), (bureau, 2023), (bureau, 2024)):
        publish(supervisor, agency, year)
    for query, count in (
        ("year=2024", 2),
        (f"agency=a{bureau.pk}", 2),
        ("kind=street_office", 1),
        ("q=民政+2023", 1),
    ):
        assert ask(f"reports?{query}")["count"] == count, query


def test_pages_lead_from_one_to_the_next(ask: Interface, supervisor: Person, bureau: Agency) -> None:
    for year in (2022, 2023, 2024):
        publish(supervisor, bureau, year)
    first = ask("reports?size=2&q=民政")
    assert (first["count"], first["pages"], first["previous"]) == (3, 2, None)
    second = ask(first["next"].removeprefix(f"{HERE}/api/v1/"))
    assert [one["year"] for one in first["results"] + second["results"]] == [2024, 2023, 2022]
    assert second["next"] is None
    assert ask("reports?page=3&size=2", 404)["detail"] == "没有第 3 页，共 2 页。"


def test_one_report_with_its_versions_and_files(ask: Interface, corrected: ReportVersion) -> None:
    answer = ask(f"reports/a{corrected.agency.pk}/2024")
    assert (answer["version"], answer["current"], answer["note"]) == (2, True, corrected.note)
    assert [(v["version"], v["current"]) for v in answer["versions"]] == [(2, True), (1, False)]
    assert answer["published_at"] == "2025-02-03T10:30:00+08:00"
    assert answer["sha256"] == corrected.sha256
    assert {one["format"] for one in answer["files"]} == {"html", "json"}


def test_every_link_answers(client: Client, ask: Interface, corrected: ReportVersion) -> None:
    answer = ask(f"reports/a{corrected.agency.pk}/2024")
    links = [
        answer["page"],
        answer["href"],
        *(f["href"] for f in answer["files"]),
        *(v["href"] for v in answer["versions"]),
    ]
    for link in links:
        assert link.startswith(HERE)
        assert client.get(link.removeprefix(HERE)).status_code == 200, link


def test_an_old_version_is_there_and_not_current(ask: Interface, corrected: ReportVersion) -> None:
    answer = ask(f"reports/a{corrected.agency.pk}/2024/v1")
    assert (answer["version"], answer["current"]) == (1, False)
    assert answer["sha256"] != corrected.sha256


def test_the_report_is_the_locked_bytes(client: Client, report: ReportVersion) -> None:
    response = client.get(f"/api/v1/reports/a{report.agency.pk}/2024/report.json")
    assert hashlib.sha256(response.content).hexdigest() == report.sha256
    assert response["ETag"] == f'"{report.sha256}"'
    assert response["Last-Modified"] == "Mon, 20 Jan 2025 01:00:00 GMT"
    assert json.loads(response.content)["year"] == 2024


def test_every_figure_with_its_state(ask: Interface, supervisor: Person, bureau: Agency) -> None:
    change = {"行政处罚/本年处理决定数量": None, "行政强制/本年处理决定数量": "/"}
    version = publish(supervisor, bureau, change=change)
    figures = {one["cell"]: one for one in ask(f"reports/a{bureau.pk}/2024/figures")["figures"]}
    assert list(figures) == [cell.name for cell in edition("2021").cells]
    stated = published.annual_report(version).figures
    for name, one in figures.items():
        value = stated[name]
        assert one["value"] == (None if value in (None, "/") else pytest.approx(float(value)))
    assert figures["行政处罚/本年处理决定数量"]["state"] == "blank"
    assert figures["行政强制/本年处理决定数量"]["state"] == "slash"
    assert figures["行政事业性收费/本年收费金额"] == {
        "figure": "2-charges-charged", "cell": "行政事业性收费/本年收费金额", "table": 2, "row": "行政事业性收费",
        "column": "本年收费金额", "unit": "万元", "value": 2.02, "state": "number",
    }  # fmt: skip


def test_figures_as_csv(client: Client, report: ReportVersion) -> None:
    response = client.get(f"/api/v1/reports/a{report.agency.pk}/2024/figures.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = sheet(response.content.decode())
    assert len(rows) == 1 + len(edition("2021").cells)
    assert any("2.02" in row for row in rows)


def test_all_figures_of_a_year(client: Client, supervisor: Person, bureau: Agency, street: Agency) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, bureau, 2024)
    publish(supervisor, street, 2024)
    rows = sheet(client.get("/api/v1/figures.csv?year=2024").content.decode())
    assert len(rows) == 1 + 2 * len(edition("2021").cells)
    rows = sheet(client.get("/api/v1/figures.csv?year=2024&kind=street_office").content.decode())
    assert {row[1] for row in rows[1:]} == {"示范区齐陵街道办事处"}


def test_every_figure_of_the_form_has_a_code(ask: Interface) -> None:
    answer = ask("figures")
    assert {"figure": "3-3.6-total", "table": 3, "row": "三、本年度办理结果（六）其他处理", "column": "总计",
            "unit": None, "editions": ["2019"]} in answer  # fmt: skip
    assert len({one["figure"] for one in answer}) == len(answer)


def test_a_name_that_looks_like_a_formula_is_not_run(
    client: Client, supervisor: Person, bureau: Agency, report: ReportVersion
) -> None:
    Agency.objects.filter(pk=bureau.pk).update(name="=HYPERLINK(1)")
    rows = sheet(client.get("/api/v1/figures.csv?year=2024").content.decode())
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)"}
