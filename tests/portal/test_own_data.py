"""Asking about one's own data on the portal: explained to everybody, taken from whoever proved number and code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.cases.models import DataRequest
from tests.cases.asking import NUMBER
from tests.cases.walk import Office

from .followed import Followed, counted_apart, followed, in_browser, looked_at, office_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    counted_apart(monkeypatch)
    with looked_at(date(2026, 3, 5)):
        yield


@pytest.fixture
def office(bureau: Agency) -> Office:
    return office_of(bureau)


@pytest.fixture
def mine(office: Office) -> Followed:
    return followed(office)


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def page(agency: Agency) -> str:
    return f"/data/{addresses.word(agency)}/"


def once(client: Client, address: str) -> str:
    return str(client.get(address).context["form"]["once"].value())


def test_everybody_reads_how_and_what_is_another_thing(office: Office) -> None:
    response = Client().get(page(office.agency))
    text = text_of(response)
    for said in ("《个人信息保护法》第四十四条", "《政府信息公开条例》第四十一条", "15 个工作日", "先证明是本人"):
        assert said in text
    assert '<form class="sheet"' not in text
    assert response["Cache-Control"] == "no-store"


def test_a_stranger_sends_nothing(office: Office) -> None:
    text = text_of(Client().post(page(office.agency), {"what": "access", "once": "x"}))
    assert "先证明是本人" in text
    assert not DataRequest.objects.exists()


def test_whoever_proved_number_and_code_asks_and_is_answered_there(office: Office, mine: Followed) -> None:
    client, address = in_browser(mine), page(office.agency)
    mark = once(client, address)
    told = text_of(client.post(address, {"what": "access", "text": "", "once": mark}, follow=True))
    assert "已提交，编号 BR2026-0001" in told
    assert "2026-03-26" in told
    client.post(address, {"what": "access", "text": "", "once": mark})
    row = DataRequest.objects.get()
    assert row.applicant == mine.now().applicant
    DataRequest.objects.filter(pk=row.pk).update(answered_on=date(2026, 3, 5), granted=True)
    row.refresh_from_db()
    row.answer = "请到窗口领取"
    row.save()
    assert "请到窗口领取" in text_of(client.get(address))


def test_nothing_that_is_held_is_shown(office: Office, mine: Followed) -> None:
    client, address = in_browser(mine), page(office.agency)
    client.post(address, {"what": "access", "once": once(client, address)})
    text = text_of(client.get(address))
    assert NUMBER not in text
    assert "张三丰" not in text


def test_what_is_missing_is_said_with_everything_kept(office: Office, mine: Followed) -> None:
    client, address = in_browser(mine), page(office.agency)
    told = text_of(client.post(address, {"what": "correction", "text": " ", "once": once(client, address)}))
    assert "请写明哪一项不对" in told
    told = text_of(client.post(address, {"text": "电话不对", "once": "x"}))
    assert "请选择查阅、更正或者删除" in told
    assert "电话不对" in told
    assert not DataRequest.objects.exists()


def test_another_agency_is_asked_by_its_own_code(finance: Agency, mine: Followed) -> None:
    client = in_browser(mine)
    assert "先证明是本人" in text_of(client.post(page(finance), {"what": "access", "once": "x"}))
    assert not DataRequest.objects.exists()


def test_an_agency_that_is_none() -> None:
    assert Client().get("/data/a999999/").status_code == 404


def test_the_page_of_the_request_leads_there(office: Office, mine: Followed) -> None:
    assert page(office.agency) in text_of(in_browser(mine).get("/follow/request/1/"))
