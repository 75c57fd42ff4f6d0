"""Agencies in the interface: the same data as the portal, complete, paged, with links that lead there."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports.models import ReportVersion
from tests.portal.conftest import publish

from .conftest import Interface

pytestmark = pytest.mark.django_db
HERE = "https://gk.example"


def sheet(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_agencies_in_official_order(ask: Interface, street: Agency, bureau: Agency, district: Agency) -> None:
    answer = ask("agencies")
    assert [one["name"] for one in answer["results"]] == [district.name, bureau.name, street.name]
    assert answer["results"][1] | {"valid_from": ""} == {
        "code": f"a{bureau.pk}", "name": "示范区民政局", "kind": "department", "kind_label": "政府部门",
        "parent": f"a{district.pk}", "valid_from": "", "valid_until": None,
        "page": f"{HERE}/agencies/a{bureau.pk}/",
    }  # fmt: skip


def test_agencies_by_name_and_kind(ask: Interface, street: Agency, bureau: Agency) -> None:
    assert [one["code"] for one in ask("agencies?q=民政局")["results"]] == [f"a{bureau.pk}"]
    assert [one["code"] for one in ask("agencies?kind=street_office")["results"]] == [f"a{street.pk}"]


def test_one_agency(ask: Interface, report: ReportVersion) -> None:
    answer = ask(f"agencies/a{report.agency.pk}")
    assert answer["years"] == [2024]
    assert set(answer["contact"]) == {"office", "address", "postcode", "hours", "phone", "fax", "email"}


def test_the_code_leads_to_the_agency(ask: Interface, bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(credit_code="11990001000000020T")
    assert ask("agencies/11990001000000020T")["code"] == "11990001000000020T"
    assert ask(f"agencies/a{bureau.pk}")["code"] == "11990001000000020T"


def test_years_side_by_side(ask: Interface, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau, 2023, received=7)
    publish(supervisor, bureau, 2024, received=9)
    answer = ask(f"agencies/a{bureau.pk}/series?f=3-1-total&f=2-licences-change")
    assert answer["years"] == [2023, 2024]
    first, second = answer["series"]
    assert first == {
        "figure": "3-1-total",
        "label": "一、本年新收政府信息公开申请数量，总计",
        "values": [{"year": 2023, "value": 8, "state": "number"}, {"year": 2024, "value": 10, "state": "number"}],
    }
    assert {value["state"] for value in second["values"]} == {"absent"}


def test_years_as_csv(client: Client, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, bureau, 2024, change={"行政许可/本年处理决定数量": "/", "行政处罚/本年处理决定数量": None})
    query = "f=2-licences-decisions&f=2-penalties-decisions&f=2-licences-change"
    rows = sheet(client.get(f"/api/v1/agencies/a{bureau.pk}/series.csv?{query}").content.decode())
    assert rows == [
        ["代码", "数据项", "2023年度", "2024年度"],
        ["2-licences-decisions", "行政许可，本年处理决定数量", "12", "/"],
        ["2-penalties-decisions", "行政处罚，本年处理决定数量", "0", ""],
        ["2-licences-change", "行政许可，本年增/减", "无此项", "无此项"],
    ]
