"""What is published already, while somebody types what they want."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.portal import ask_published
from gongkai.portal.ask_published import MOST, Fitting, fitting
from gongkai.reports.models import ReportVersion
from tests.district import found
from tests.reports.conftest import in_review

from .asking import Citizen, open_web
from .conftest import publish

pytestmark = pytest.mark.django_db


def titles(text: str, agency: Agency) -> list[str]:
    return [one.title for one in fitting(text, agency)]


def test_a_report_is_found_by_its_year(report: ReportVersion, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau, 2023)
    assert titles("贵局2023年的信息公开年度报告", bureau) == ["示范区民政局2023年政府信息公开工作年度报告"]
    assert len(titles("年报", bureau)) == 2


def test_another_agency_that_is_named_is_offered_with_its_reports(
    report: ReportVersion, bureau: Agency, finance: Agency
) -> None:
    offered = fitting("示范区民政局2024年年报", finance)
    assert [one.address for one in offered] == [f"/reports/a{bureau.pk}/2024/", f"/ask/a{bureau.pk}/"]
    assert "向它申请" in offered[1].note


def test_a_longer_name_is_not_a_shorter_one_and_the_district_may_be_left_out(
    district: Agency, bureau: Agency, finance: Agency
) -> None:
    office = found("示范区人民政府办公室", district, 5)
    assert titles("示范区人民政府办公室的通知", finance) == [office.name]
    assert titles("区民政局的通知", finance) == [bureau.name]
    assert titles("人民政府的通知", finance) == []
    assert titles("示范区人民政府和民政局的通知", finance) == [district.name, bureau.name]


def test_what_fits_nothing_finds_nothing(report: ReportVersion, bureau: Agency) -> None:
    assert titles("低保发放名单", bureau) == []
    assert titles("年", bureau) == []
    assert titles("", bureau) == []


def test_what_is_not_published_is_never_offered(supervisor: Person, bureau: Agency) -> None:
    in_review(supervisor, bureau.name, 2022)
    assert titles("2022年年报", bureau) == []


def test_others_may_add_to_it_and_five_are_shown(bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def many(text: str, agency: Agency) -> Iterator[Fitting]:
        yield from (Fitting(f"示政发〔2025〕{n}号", f"/items/{n}/") for n in range(1, 20))

    monkeypatch.setattr(ask_published, "PROVIDERS", [*ask_published.PROVIDERS, many])
    assert len(titles("示政发〔2025〕8号", bureau)) == MOST


def test_the_list_comes_alone_and_is_kept_nowhere(client: Client, report: ReportVersion, bureau: Agency) -> None:
    answer = client.post(f"/ask/a{bureau.pk}/published/", {"description": "2024年年报"})
    text = answer.content.decode()
    assert f"/reports/a{bureau.pk}/2024/" in text
    assert "<html" not in text
    assert answer["Cache-Control"] == "no-store"
    assert client.get(f"/ask/a{bureau.pk}/published/").status_code == 405, "what is typed stands in no address"


def test_without_script_a_button_shows_the_same_and_keeps_what_was_typed(
    report: ReportVersion, bureau: Agency
) -> None:
    open_web(bureau)
    citizen = Citizen(bureau)
    citizen.begin()
    text = citizen.send("description", go="look", description="2024年年报").content.decode()
    assert f"/reports/a{bureau.pk}/2024/" in text
    assert "error-summary" not in text
    assert "2024年年报" in citizen.get("description")
