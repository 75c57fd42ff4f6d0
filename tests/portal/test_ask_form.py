"""The form: from its first page to the receipt; what is wrong; what is kept; who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.cases.models import Draft, DraftFile, Incoming
from gongkai.portal import ask_form, ask_steps
from gongkai.ui.limits import Challenge, TooOften

from .asking import ANSWERS, WANTED, Citizen, card, errors, open_web, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(bureau: Agency) -> Citizen:
    open_web(bureau)
    return Citizen(bureau)


def test_from_the_question_to_the_receipt(citizen: Citizen, bureau: Agency) -> None:
    citizen.fill(identity={"identity": card()})
    text = citizen.get("check/")
    assert WANTED in text
    assert "身份证.pdf" in text
    text = citizen.submit()
    came = Incoming.objects.get(agency=bureau)
    assert came.number in text
    assert came.sender == "张三丰"
    assert [one.what for one in came.files.all()] == ["identity"]
    assert not Draft.objects.exists()


def test_an_agency_whose_page_is_not_open_takes_no_form(bureau: Agency) -> None:
    answer = Client().post(f"/ask/a{bureau.pk}/begin/")
    assert answer.status_code == 409
    assert "没有开通在线申请" in answer.content.decode()
    assert not Draft.objects.exists()


def test_begun_twice_it_is_the_same_draft(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("description", description=WANTED)
    assert citizen.begin() == "description/"
    assert WANTED in citizen.get("description")
    assert Draft.objects.count() == 1


def test_going_on_leads_to_where_it_was_left(citizen: Citizen) -> None:
    def there() -> str:
        return str(html.fromstring(citizen.get()).xpath("//a[text()='继续填写']/@href")[0]).removeprefix(
            citizen.root
        )

    citizen.begin()
    assert there() == "description/"
    citizen.send("description", description=WANTED)
    assert there() == "delivery/"
    citizen.send("delivery", form="paper", route="post")
    citizen.send("who", kind="natural", party_role="joint")
    citizen.send("applicant", name="张三丰")
    assert there() == "party/"
    citizen.send("party", party_name="李四")
    assert there() == "contact/"
    citizen.send("contact", phone="13812345678", address="示范区人民路1号")
    assert there() == "check/"


def test_the_key_lies_where_no_script_reads_it_and_no_other_page_gets_it(citizen: Citizen, bureau: Agency) -> None:
    citizen.begin()
    cookie = citizen.client.cookies[f"ask-{bureau.pk}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/ask/"
    assert int(cookie["max-age"]) == 7 * 24 * 3600


def test_over_https_the_key_travels_over_https_only(citizen: Citizen, bureau: Agency) -> None:
    citizen.client.post(f"{citizen.root}begin/", secure=True)
    assert citizen.client.cookies[f"ask-{bureau.pk}"]["secure"]


@pytest.mark.parametrize("code", ask_steps.CODES)
def test_no_page_is_kept_by_a_browser_or_found_by_a_search(citizen: Citizen, code: str) -> None:
    citizen.begin()
    answer = citizen.client.get(f"{citizen.root}{code}/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("code", [*ask_steps.CODES, "check", "receipt"])
def test_without_the_key_every_page_leads_to_the_agency(citizen: Citizen, bureau: Agency, code: str) -> None:
    citizen.begin()
    stranger = Citizen(bureau)
    assert stranger.there(stranger.client.get(f"{stranger.root}{code}/")) == ""
    assert stranger.client.post(f"{stranger.root}{code}/", {"description": "x"}).status_code == 302


def test_a_page_that_there_is_not(citizen: Citizen) -> None:
    citizen.begin()
    assert citizen.client.get(f"{citizen.root}purpose/").status_code == 404


def test_nothing_is_asked_about_a_purpose(citizen: Citizen) -> None:
    citizen.begin()
    names = {
        name
        for code in ask_steps.CODES
        for name in html.fromstring(citizen.get(code)).xpath("//main//form//@name")
    }
    assert not [name for name in names if "purpose" in name or "use" in name]
    assert "不需要说明用途" in citizen.get("description")


def test_what_is_wrong_is_told_on_top_and_at_its_field(citizen: Citizen) -> None:
    citizen.begin()
    text = citizen.send("description", description="", document_number_asked="示政发〔2025〕8号").content.decode()
    assert len(errors(text)) == 1
    assert "内容" in errors(text)[0] or "政府信息" in errors(text)[0]
    page = html.fromstring(text)
    assert page.xpath("//*[@id='error-summary']//a/@href") == ["#id_description"]
    assert page.xpath("//*[@id='id_description']/@aria-invalid") == ["true"]
    assert value(text, "document_number_asked") == "示政发〔2025〕8号"
    assert "有错误" in page.xpath("//title/text()")[0]


def test_electronic_service_needs_the_consent_in_writing(citizen: Citizen) -> None:
    citizen.begin()
    sent = {"form": "electronic", "route": "electronic"}
    assert "书面同意" in errors(citizen.send("delivery", **sent).content.decode())[0]
    assert citizen.there(citizen.send("delivery", **sent, electronic_service="on")) == "who/"


def test_consent_goes_with_the_route_it_was_given_for(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("delivery", form="electronic", route="electronic", electronic_service="on")
    citizen.send("delivery", form="paper", route="direct", electronic_service="on")
    assert "以电子方式送达" not in citizen.get("check/")


def test_every_page_is_kept_whatever_is_wrong_with_it(citizen: Citizen) -> None:
    citizen.begin()
    assert errors(citizen.send("contact", email="not an address", phone="1381234").content.decode())
    assert value(citizen.get("contact"), "email") == "not an address"
    assert value(citizen.get("contact"), "phone") == "1381234"


def test_back_keeps_what_was_typed_and_asks_nothing(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("description", description=WANTED)
    assert citizen.there(citizen.send("delivery", go="back", form="paper")) == "description/"
    assert html.fromstring(citizen.get("delivery")).xpath("//input[@name='form'][@checked]/@value") == ["paper"]
    assert citizen.there(citizen.send("description", go="back", description="")) == "", "out of the form"


def test_saving_says_until_when_and_in_which_browser(citizen: Citizen) -> None:
    citizen.begin()
    there = citizen.there(citizen.send("description", go="save", description=""))
    assert there == "description/?saved=1"
    text = citizen.client.get(f"{citizen.root}{there}").content.decode()
    assert "草稿已保存，保留到" in text
    assert "error-summary" not in text


def test_a_draft_runs_out_after_seven_days_from_the_last_page(citizen: Citizen, bureau: Agency) -> None:
    citizen.begin()
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        citizen.send("description", description=WANTED)
    with time_machine.travel(timezone.now() + timedelta(days=12), tick=False):
        assert WANTED in citizen.get("description")
    with time_machine.travel(timezone.now() + timedelta(days=14), tick=False):
        assert citizen.there(citizen.client.get(f"{citizen.root}description/")) == ""


def test_a_draft_is_deleted_when_its_owner_says_so(citizen: Citizen, bureau: Agency) -> None:
    citizen.begin()
    citizen.send("identity", identity=card())
    answer = citizen.client.post(f"{citizen.root}discard/")
    assert answer["Location"] == "/ask/"
    assert citizen.client.cookies[f"ask-{bureau.pk}"].value == ""
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()


def test_a_file_survives_what_else_is_wrong(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("who", kind="natural", party_role="")
    sent = {"proof": "upload", "document": "id_card", "document_number": "123", "identity": card()}
    text = citizen.send("identity", **sent).content.decode()
    assert errors(text)
    assert "已上传的身份证件" in text
    assert value(text, "document_number") == "123"
    assert citizen.there(citizen.send("identity", **{**sent, **ANSWERS["identity"], "identity": ""})) == "contact/"
    assert "身份证.pdf" in citizen.get("check/")


def test_one_bad_file_of_several_is_named_and_the_others_are_kept(citizen: Citizen) -> None:
    citizen.begin()
    files = [card("正面.pdf"), card("程序.exe", b"MZ..."), card("空.pdf", b"")]
    text = citizen.send("attachments", attachments=files).content.decode()
    told = errors(text)
    assert len(told) == 2
    assert "程序.exe" in told[0]
    assert "空.pdf" in told[1]
    assert [one.name for one in DraftFile.objects.all()] == ["正面.pdf"]


def test_a_file_is_taken_away_again(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("attachments", attachments=[card("一.pdf"), card("二.pdf", b"%PDF-1.7 other")])
    first = DraftFile.objects.get(file__size=len(b"%PDF-1.7 card"))
    citizen.send("attachments", remove=[str(first.pk), "x", "9" * 30])
    assert [one.name for one in DraftFile.objects.all()] == ["二.pdf"]


def test_nobody_takes_away_the_file_of_another(citizen: Citizen, bureau: Agency) -> None:
    citizen.begin()
    citizen.send("attachments", attachments=[card()])
    other = Citizen(bureau)
    other.begin()
    other.send("attachments", remove=[str(DraftFile.objects.get().pk)])
    assert DraftFile.objects.count() == 1


def test_an_agent_is_asked_who_they_are_and_for_the_power(citizen: Citizen) -> None:
    citizen.begin()
    assert citizen.there(citizen.send("who", kind="business", party_role="agent")) == "applicant/"
    text = citizen.get("applicant")
    assert "单位名称" in text
    assert "法定代表人或者负责人" in text
    assert citizen.there(citizen.send("applicant", name="某某有限公司")) == "party/"
    assert errors(citizen.send("party", party_name="").content.decode())
    assert citizen.there(citizen.send("party", party_name="李四")) == "identity/"
    text = citizen.get("identity")
    assert "授权委托书" in text
    assert "代理人的证件号码" in text
    assert "统一社会信用代码" in text


def test_a_citizen_is_not_asked_what_concerns_organisations(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("who", kind="natural", party_role="")
    assert "法定代表人" not in citizen.get("applicant")
    text = citizen.get("identity")
    assert "统一社会信用代码" not in text
    assert "授权委托书" not in text


def test_what_no_longer_applies_is_no_longer_there(citizen: Citizen) -> None:
    """Otherwise a field that is not shown would keep the form from being submitted."""
    citizen.fill(who={"kind": "business", "party_role": "agent"}, party={"party_name": "李四"},
                 applicant={"name": "某某有限公司", "representative": "王五"},
                 identity={"proof": "in_person", "document": "credit_code",
                           "document_number": "91370305MA3C0000XT"})  # fmt: skip
    citizen.send("who", kind="natural", party_role="")
    text = citizen.get("check/")
    assert "李四" not in text
    assert "王五" not in text
    assert errors(text) == []


def test_the_privacy_notice_stands_beside_the_identity_copy(citizen: Citizen) -> None:
    citizen.begin()
    text = citizen.get("identity")
    for word in ("用来做什么", "谁能看到", "什么时候删除", "告知书版本：2026-11"):
        assert word in text


def test_fields_say_what_they_hold_so_that_browsers_can_fill_them(citizen: Citizen) -> None:
    citizen.begin()
    page = html.fromstring(citizen.get("contact"))
    told = {one.get("name"): one.get("autocomplete") for one in page.xpath("//input[@autocomplete]")}
    assert told == {
        "phone": "tel", "email": "email", "address": "street-address", "postcode": "postal-code",
    }  # fmt: skip
    assert page.xpath("//input[@name='postcode']/@inputmode") == ["numeric"]
    assert page.xpath("//input[@name='phone']/@type") == ["tel"]
    assert page.xpath("//input[@name='email']/@type") == ["email"]
    assert not page.xpath("//@placeholder")


def test_every_field_has_its_label(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("who", kind="other", party_role="agent")
    for code in ask_steps.CODES:
        page = html.fromstring(citizen.get(code))
        for field in page.xpath("//main//form//*[self::input or self::textarea or self::select]"):
            if field.get("type") in ("hidden",):
                continue
            held = page.xpath(f"//label[@for='{field.get('id')}']") or field.xpath("ancestor::label")
            assert held, (code, field.get("name"))
        for group in page.xpath("//main//form//fieldset"):
            assert group.xpath("legend"), code


def test_above_the_limit_a_question_is_asked_and_nothing_is_lost(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen.begin()
    challenge = Challenge("请输入“二十加三”的结果", "token")
    monkeypatch.setattr(ask_form.limits, "check", lambda request, kind: challenge)
    text = citizen.send("identity", proof="upload", identity=card()).content.decode()
    assert "请输入“二十加三”的结果" in text
    assert "重新选择文件" in errors(text)[0]
    assert not DraftFile.objects.exists()
    assert citizen.there(citizen.send("description", description=WANTED)) == "delivery/", "text is not limited"


def test_somebody_who_begins_very_often_is_asked_first(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = Challenge("请输入“二十加三”的结果", "token")
    monkeypatch.setattr(ask_form.limits, "check", lambda request, kind: challenge)
    text = citizen.client.post(f"{citizen.root}begin/").content.decode()
    assert "请输入“二十加三”的结果" in text
    assert not Draft.objects.exists()


def test_no_browser_cuts_off_what_is_pasted_and_what_is_too_long_is_told_and_kept(citizen: Citizen) -> None:
    citizen.begin()
    assert not html.fromstring(citizen.get("description")).xpath("//main//@maxlength")
    text = citizen.send("description", description="长" * 6000).content.decode()
    assert "超过5000字" in errors(text)[0]
    assert citizen.get("description").count("长") >= 6000
    assert "超过100字" in errors(citizen.send("applicant", name="名" * 101).content.decode())[0]


def test_text_is_kept_even_from_somebody_who_uploads_far_too_often(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: object, kind: str) -> None:
        raise TooOften(600)

    citizen.begin()
    monkeypatch.setattr(ask_form.limits, "check", refuse)
    answer = citizen.send("identity", document="other", document_number="A1", identity=card())
    assert answer.status_code == 429
    assert value(citizen.get("identity"), "document_number") == "A1"


def test_more_text_than_a_draft_takes_is_told_and_what_was_there_stays(citizen: Citizen) -> None:
    citizen.begin()
    citizen.send("description", description=WANTED)
    text = citizen.send("description", description="长" * 30_000).content.decode()
    assert "过长，没有保存" in errors(text)[0]
    assert WANTED in citizen.get("description")


def test_forged_forms_are_refused(citizen: Citizen, bureau: Agency, settings: Settings) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{citizen.root}begin/").status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("gateway", "offered"), [("", ["mail"]), ("files", ["mail", "text"])])
def test_text_messages_are_offered_where_they_are_sent(
    gateway: str, offered: list[str], citizen: Citizen, settings: Settings
) -> None:
    settings.GONGKAI_TEXT_URL = gateway
    citizen.begin()
    page = html.fromstring(citizen.get("contact"))
    assert page.xpath("//input[@name='notify']/@value") == offered
