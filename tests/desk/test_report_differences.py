"""A district's sums at the supervisor's desk: a difference opens onto its parts and is explained."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.reports.models import ReportVersion, SumExplanation
from gongkai.reports.states import State
from tests.reports.filed import filed
from tests.reports.test_sums import MADE, registered

from .conftest import AT, Appoint, SignIn, text_of


@pytest.fixture(autouse=True)
def _january() -> object:
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def below(housing: Agency) -> ReportVersion:
    return filed(housing, received=4)


@pytest.fixture
def own(district: Agency, below: ReportVersion) -> ReportVersion:
    """Three requests more than the bureau's."""
    return filed(district, state=State.READ, received=7)


@pytest.fixture
def client(supervisor: Person, sign_in: SignIn) -> Client:
    return sign_in(supervisor)


@pytest.fixture
def cell(district: Agency) -> str:
    return reverse("desk:sum_difference", args=[district.pk, 2024, "c-3-1-total"])


@pytest.fixture
def page(district: Agency) -> str:
    return reverse("desk:sum_differences", args=[district.pk, 2024])


SHEET = {"kind": "own", "amount": "3", "reason": "区政府办公室自办3件"}


def test_each_difference_opens_onto_its_parts(
    client: Client, page: str, cell: str, street: Agency, own: ReportVersion, below: ReportVersion
) -> None:
    text = text_of(client.get(page))
    assert f'<a href="{cell}">一、本年新收政府信息公开申请数量，总计</a>' in text
    assert "1 个机关没有可计的报告，合计里没有它们：示范区示范街道办事处" in text
    opened = text_of(client.get(cell))
    assert reverse("desk:cell", args=[below.pk, "c-3-1-total"]) in opened
    assert reverse("desk:cell", args=[own.pk, "c-3-1-total"]) in opened
    assert 'value="3"' in opened


def test_explained_it_is_done_with_who_and_when(
    client: Client, page: str, cell: str, own: ReportVersion, supervisor: Person
) -> None:
    text = text_of(client.post(cell, SHEET, follow=True))
    assert "已记下这条说明" in text
    assert "区政府办公室自办3件" in text
    assert f"{supervisor.name}，2025-01-20" in text
    assert '<dt>待说明</dt><dd class="num">0</dd>' in text
    one = SumExplanation.objects.get()
    gone = client.post(reverse("desk:sum_withdraw", args=[one.district_id, 2024, one.pk]), follow=True)
    assert "已撤回的说明（1）" in text_of(gone)
    assert '<dt>待说明</dt><dd class="num">3</dd>' in text_of(gone)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"reason": ""}, "请写明说明"), ({"amount": "三"}, "差额应是数字"), ({"amount": "0"}, "不能是0"),
     ({"kind": "joint"}, "重复计算的要从合计中扣除"), ({"kind": ""}, "请选择原因")],
)  # fmt: skip
def test_a_mistake_is_told_and_nothing_is_lost(
    client: Client, cell: str, own: ReportVersion, change: dict[str, str], told: str
) -> None:
    text = text_of(client.post(cell, {**SHEET, **change}))
    assert told in text
    assert change.get("reason", SHEET["reason"]) in text
    assert not SumExplanation.objects.exists()


def test_a_document_of_two_agencies_is_named_with_both(
    client: Client, page: str, district: Agency, housing: Agency, street: Agency, own: ReportVersion
) -> None:
    for agency in (housing, street):
        registered(agency)
    assert "有 1 件文件在几个机关的登记里重复，多计 1" in text_of(client.get(page))
    where = reverse("desk:sum_difference", args=[district.pk, 2024, "c-2-normative_documents-made"])
    text = text_of(client.get(where))
    assert "关于联合执法的办法（示府发〔2024〕1号），多计 1" in text
    assert MADE.partition("/")[0] in text


def test_without_a_report_of_its_own_nothing_can_be_compared(
    client: Client, page: str, below: ReportVersion
) -> None:
    assert "本级报告还没有报送" in text_of(client.get(page))
    assert "不能核对" in text_of(client.get(page, {"all": 1}))


def test_as_a_file(client: Client, page: str, own: ReportVersion) -> None:
    lines = client.get(page, {"csv": 1}).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("项目,单元格,本级报告")
    assert any("1/总计,8,0,5,3,0,3" in line for line in lines)
    assert client.get(page, {"xlsx": 1}).content[:2] == b"PK"


def test_a_cell_or_a_year_that_is_none(
    client: Client, district: Agency, housing: Agency, own: ReportVersion
) -> None:
    for place in ("c-3-99-total", "x"):
        assert client.get(reverse("desk:sum_difference", args=[district.pk, 2024, place])).status_code == 404
    for pk, year in ((housing.pk, 2024), (district.pk, 1999), (district.pk, 2026)):
        assert client.get(reverse("desk:sum_differences", args=[pk, year])).status_code == 404


def test_an_auditor_reads_and_does_not_write(
    district: Agency, cell: str, own: ReportVersion, appoint: Appoint, sign_in: SignIn
) -> None:
    client = sign_in(appoint(Role.AUDITOR, district))
    assert "保存说明" not in text_of(client.get(cell))
    assert client.post(cell, SHEET).status_code == 404
    assert not SumExplanation.objects.exists()


def test_the_totals_lead_here_and_come_as_a_workbook(client: Client, district: Agency, page: str) -> None:
    totals = reverse("desk:totals", args=[district.pk, 2024])
    assert page in text_of(client.get(totals))
    assert client.get(totals, {"xlsx": 1}).content[:2] == b"PK"
