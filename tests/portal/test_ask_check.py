"""Looking everything over, submitting, and the receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import html

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import channels, registering
from gongkai.cases.asking import submitting
from gongkai.cases.models import Draft, Incoming, OpenChannel
from gongkai.cases.registering import Confirmation
from gongkai.portal import ask_check, ask_draft
from gongkai.ui.limits import Challenge
from tests.cases.asking import NUMBER
from tests.district import invited

from .asking import NOW, WANTED, Citizen, card, errors, open_web

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(bureau: Agency) -> Citizen:
    open_web(bureau)
    return Citizen(bureau)


def test_everything_is_shown_once_more_with_a_way_to_change_it(citizen: Citizen) -> None:
    citizen.fill(identity={"identity": card()})
    page = html.fromstring(citizen.get("check/"))
    text = page.text_content()
    for word in (
        WANTED,
        "纸质",
        "邮政寄送",
        "公民（个人）",
        "张三丰",
        "居民身份证",
        NUMBER,
        "13812345678",
        "身份证.pdf",
    ):
        assert word in text
    changes = page.xpath("//a[@class='change']/@href")
    assert changes[0] == f"{citizen.root}description/?from=check"
    assert len(changes) == 7


def test_a_change_leads_back_to_it(citizen: Citizen) -> None:
    citizen.fill()
    answer = citizen.client.post(f"{citizen.root}contact/?from=check", {"phone": "13900000000", "address": "二路"})
    assert citizen.there(answer) == "check/"
    assert "13900000000" in citizen.get("check/")


def test_what_is_missing_leads_to_its_page_and_is_told_there_again(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("description", description=WANTED)
    text = citizen.get("check/")
    assert "提交申请</button>" not in text
    assert any("姓名" in one for one in errors(text))
    links = html.fromstring(text).xpath("//*[@id='error-summary']//a/@href")
    pages = [link.removeprefix(citizen.root).split("/")[0] for link in links]
    assert pages == ["delivery", "delivery", "who", "applicant", "contact"], "in the order of the form"
    there = next(link for link in links if link.endswith("#id_name"))
    assert there == f"{citizen.root}applicant/?from=check#id_name"
    assert any("姓名" in one for one in errors(citizen.client.get(there).content.decode()))


def test_what_is_missing_is_not_submitted_by_a_forged_button(citizen: Citizen) -> None:
    citizen.begin()
    text = citizen.client.post(f"{citizen.root}check/").content.decode()
    assert errors(text)
    assert not Incoming.objects.exists()


def test_no_proof_of_identity_is_no_hindrance(citizen: Citizen) -> None:
    citizen.fill(identity={"proof": "in_person", "document": "", "document_number": ""})
    text = citizen.get("check/")
    assert "当面出示身份证明" in text
    assert errors(text) == []
    assert "当面出示身份证明" in citizen.submit()


def test_the_receipt_has_number_code_both_confirmations_and_what_comes_next(citizen: Citizen) -> None:
    citizen.fill()
    text = citizen.submit()
    came = Incoming.objects.get()
    page = html.fromstring(text)
    code = page.xpath("//*[@id='code']/text()")[0]
    assert came.number in text
    assert len(code.replace("-", "")) == 16
    assert came.access_codes.get().code_sha256
    assert "待机关与您确认" in text
    assert "双方确认之日为收到申请之日" in text
    assert "20 个工作日内书面答复" in text
    assert "/follow/" in text
    assert WANTED in text
    assert NUMBER not in text, "a paper that lies about"


def test_pressed_twice_it_is_one_request_and_the_same_receipt(citizen: Citizen) -> None:
    citizen.fill()
    before = {name: morsel.value for name, morsel in citizen.client.cookies.items()}
    first = citizen.submit()
    # The answer was lost on the way: the browser has its old cookie and sends again.
    for name, kept in before.items():
        citizen.client.cookies[name] = kept
    assert citizen.there(citizen.client.post(f"{citizen.root}check/")) == "receipt/"
    again = citizen.get("receipt/")
    assert Incoming.objects.count() == 1
    shown = [html.fromstring(text).xpath("//dl[@class='keys']")[0].text_content() for text in (first, again)]
    assert shown[0] == shown[1]
    assert Entry.objects.filter(verb="incoming.submit").count() == 1


def test_reloading_shows_it_again_for_an_hour_in_this_browser_only(citizen: Citizen, bureau: Agency) -> None:
    citizen.fill()
    code = html.fromstring(citizen.submit()).xpath("//*[@id='code']/text()")[0]
    assert code in citizen.get("receipt/")
    assert int(citizen.client.cookies[f"ask-{bureau.pk}"]["max-age"]) == 3600
    stranger = Client().get(f"{citizen.root}receipt/")
    assert stranger.status_code == 302
    assert code not in stranger.content.decode()


def test_the_receipt_is_found_again_before_another_request_is_begun(citizen: Citizen) -> None:
    citizen.fill()
    citizen.submit()
    text = citizen.get()
    assert "看回执和查询码" in text
    assert "再提一件申请" in text
    citizen.fill(description={"description": "另一件"})
    assert "另一件" in citizen.submit()
    assert Incoming.objects.count() == 2


def test_a_page_that_was_open_in_another_window_leads_to_the_receipt(
    citizen: Citizen, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen.fill()
    stale = Draft.objects.get()
    citizen.submit()
    assert citizen.there(citizen.send("description", description="还在改")) == "receipt/"
    # The same when the other window was quicker by a moment.
    monkeypatch.setattr(ask_draft, "open_draft", lambda request, agency: stale)
    assert citizen.there(citizen.send("description", description="还在改")) == "description/"
    assert Incoming.objects.get().subject == WANTED


def test_no_session_is_begun_for_a_citizen(citizen: Citizen) -> None:
    citizen.fill(identity={"identity": card()})
    citizen.submit()
    assert "sessionid" not in citizen.client.cookies


def test_the_receipt_is_cleared_from_the_browser(citizen: Citizen) -> None:
    citizen.fill()
    citizen.submit()
    citizen.client.post(f"{citizen.root}discard/")
    assert citizen.there(citizen.client.get(f"{citizen.root}receipt/")) == ""
    assert Incoming.objects.count() == 1


def test_long_after_it_the_code_is_shown_no_more(citizen: Citizen, bureau: Agency) -> None:
    citizen.fill()
    citizen.submit()
    with time_machine.travel(timezone.now() + submitting.SHOWN_AGAIN + timedelta(minutes=1), tick=False):
        text = citizen.get("receipt/")
    assert "不再显示" in text
    assert not html.fromstring(text).xpath("//*[@id='code']")


def test_once_the_office_confirmed_the_receipt_says_so(citizen: Citizen, bureau: Agency) -> None:
    citizen.fill()
    citizen.submit()
    came = Incoming.objects.get()
    clerk = invited("clerk", bureau, Role.CLERK)
    now = timezone.now()
    filled = submitting.details_of(came.submission)
    today = timezone.localdate()
    case = registering.register(
        clerk, incoming=came, applicant=filled.wanted.applicant, asked=filled.wanted.asked,
        confirmation=Confirmation(today, today, "online"), at=now,
    )  # fmt: skip
    text = citizen.get("receipt/")
    assert case.number in text
    assert "待机关与您确认" not in text


def test_the_page_that_was_closed_meanwhile_takes_nothing_and_loses_nothing(
    citizen: Citizen, bureau: Agency
) -> None:
    citizen.fill()
    row = OpenChannel.objects.get(agency=bureau)
    yesterday = timezone.localdate() - timedelta(days=1)
    channels.close_channel(OPERATOR, row, last_day=yesterday, reason="维护", at=NOW)
    text = citizen.client.post(f"{citizen.root}check/").content.decode()
    assert "没有开通在线申请" in errors(text)[0]
    assert WANTED in text
    assert Draft.objects.count() == 1
    assert not Incoming.objects.exists()


def test_above_the_limit_a_question_is_asked_before_submitting(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen.fill()
    challenge = Challenge("请输入“二十加三”的结果", "token")
    monkeypatch.setattr(ask_check.limits, "check", lambda request, kind: challenge)
    text = citizen.client.post(f"{citizen.root}check/").content.decode()
    assert "请输入“二十加三”的结果" in text
    assert not Incoming.objects.exists()


def test_an_organisation_with_an_agent_and_electronic_service(citizen: Citizen) -> None:
    citizen.fill(
        delivery={"form": "electronic", "route": "electronic", "electronic_service": "on"},
        who={"kind": "research", "party_role": "agent"}, applicant={"name": "某研究所", "representative": "王五"},
        party={"party_name": "李四", "party_phone": "13900000000"},
        identity={"document": "", "document_number": "", "authority": card("委托书.pdf", b"%PDF-1.7 power")},
        contact={"email": "yjs@example.cn", "notify": ["mail"]},
    )  # fmt: skip
    text = citizen.get("check/")
    for word in (
        "单位：科研机构",
        "某研究所",
        "王五",
        "代理人",
        "李四",
        "委托书.pdf",
        "电子送达",
        "同意",
        "电子邮件",
    ):
        assert word in text
    text = citizen.submit()
    assert "回执已发到您选择的电子邮件" in text
    came = Incoming.objects.get()
    assert came.submission.electronic_consent
    assert sorted(one.what for one in came.files.all()) == ["authority"]
