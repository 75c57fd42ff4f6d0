"""The files: the bytes that were locked, under a name that says what they are, harmless in a browser."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import sql
from gongkai.reports.models import Rendering, ReportVersion

from .conftest import publish

pytestmark = pytest.mark.django_db


def at(version: ReportVersion, format: str, number: int = 1) -> str:
    return f"/reports/a{version.agency.pk}/{version.year}/v{number}/report.{format}"


def test_the_json_is_what_was_locked(client: Client, report: ReportVersion) -> None:
    response = client.get(at(report, "json"))
    assert hashlib.sha256(response.content).hexdigest() == report.sha256
    assert json.loads(response.content)["agency"] == "示范区民政局"
    assert response["ETag"] == f'"{report.sha256}"'


def test_every_format_can_be_had(
    client: Client, supervisor: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = tuple(writers.MEDIA_TYPES)
    monkeypatch.setattr(writers, "FORMATS", every)
    version = publish(supervisor, bureau)
    begins = {"html": b"<!doctype", "docx": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "json": b"{"}
    for format in every:
        response = client.get(at(version, format))
        assert response.status_code == 200, format
        assert response["Content-Type"] == writers.MEDIA_TYPES[format]
        assert response.content.startswith(begins[format])


def test_the_name_says_what_it_is(client: Client, corrected: ReportVersion) -> None:
    names = [unquote(client.get(at(corrected, "html", n))["Content-Disposition"]) for n in (1, 2)]
    assert names[0].endswith("示范区民政局2024年政府信息公开工作年度报告.html")
    assert names[1].endswith("示范区民政局2024年政府信息公开工作年度报告（第2版）.html")


def test_old_versions_keep_their_files(client: Client, corrected: ReportVersion) -> None:
    first, second = (client.get(at(corrected, "json", n)).content for n in (1, 2))
    assert first != second
    assert hashlib.sha256(second).hexdigest() == corrected.sha256


def test_nothing_runs_in_it_and_it_is_asked_for_again_cheaply(client: Client, report: ReportVersion) -> None:
    response = client.get(at(report, "html"))
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "public, max-age=3600"
    again = client.get(at(report, "html"), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_format_that_could_not_be_written_is_not_offered(client: Client, report: ReportVersion) -> None:
    sql.drop(connection)  # as if there had been no font: what was written is locked
    Rendering.objects.filter(version=report, format="html").update(file=None, error="没有字体。")
    assert client.get(at(report, "html")).status_code == 404
    assert "report.html" not in client.get(f"/reports/a{report.agency.pk}/2024/").content.decode()


def test_only_get(client: Client, report: ReportVersion) -> None:
    assert client.post(at(report, "json")).status_code == 405
    assert client.head(at(report, "json")).status_code == 200
