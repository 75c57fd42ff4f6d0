"""依申请公开 before the form: whom to ask, by which ways, how long it takes, the form on paper."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from lxml import html
from pypdfium2 import PdfDocument

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases import channels
from gongkai.cases.words import Channel
from gongkai.portal import ask, ask_agencies
from tests.district import FOUNDED, found

from .asking import NOW, Citizen, open_web
from .conftest import Page

pytestmark = pytest.mark.django_db


def links(text: str) -> list[str]:
    return [str(one) for one in html.fromstring(text).xpath("//ul[@class='shelf']//a/text()")]


def test_every_agency_can_be_asked_the_street_office_for_itself(
    page: Page, bureau: Agency, street: Agency
) -> None:
    found("民政局婚姻登记科", bureau, 5, Kind.INTERNAL)
    assert links(page("/ask/")) == ["示范区人民政府", "示范区民政局", "示范区齐陵街道办事处"]


def test_agencies_are_found_by_a_part_of_their_name(page: Page, bureau: Agency, street: Agency) -> None:
    assert links(page("/ask/?q=街道")) == ["示范区齐陵街道办事处"]
    assert "没有找到名称中有“公安”的机关" in page("/ask/?q=公安")


def test_who_takes_the_form_is_told_before_it_is_opened(page: Page, bureau: Agency, street: Agency) -> None:
    open_web(bureau)
    rows = html.fromstring(page("/ask/")).xpath("//ul[@class='shelf']/li")
    told = {row.xpath("a/text()")[0]: row.xpath("span/text()")[0] for row in rows}
    assert told["示范区民政局"] == "可以网上提交"
    assert told["示范区齐陵街道办事处"] == "当面、邮寄等方式"


def test_an_agency_without_the_page_shows_its_other_ways(page: Page, bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(
        address="示范区一路1号", hours="工作日9:00—17:00", postcode="255400"
    )
    channels.open_channel(
        OPERATOR, bureau, Channel.EMAIL, address="gk@example.cn", from_on=FOUNDED, at=NOW
    )  # fmt: skip
    text = page(f"/ask/a{bureau.pk}/")
    assert "没有开通网上提交" in text
    assert "开始填写申请" not in text
    ways = html.fromstring(text).xpath("//dl[contains(@class, 'ways')]")[0].text_content()
    assert all(word in ways for word in ("当面提交", "口头申请", "邮寄", "255400", "电子邮件", "gk@example.cn"))
    assert "传真" not in ways


def test_what_is_no_request_is_told_and_nobody_is_refused(page: Page, bureau: Agency) -> None:
    text = page(f"/ask/a{bureau.pk}/")
    for word in ("投诉、举报", "信访", "咨询", "12345", "您仍要提出申请的，机关照样接收"):
        assert word in text
    assert f'href="/data/a{bureau.pk}/"' in text, "a record about oneself is put right another way"


def test_the_usual_time_is_shown_where_it_is_known(
    page: Page, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "中位数" not in page(f"/ask/a{bureau.pk}/")
    monkeypatch.setattr(ask, "usual_days", lambda agency, *, on: 12)
    assert "12 个工作日" in page(f"/ask/a{bureau.pk}/")


def test_an_agency_that_ended_is_asked_no_more(page: Page, bureau: Agency, finance: Agency) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Agency.objects.filter(pk=bureau.pk).update(valid_until=yesterday)
    page(f"/ask/a{bureau.pk}/", 404)
    assert "示范区民政局" not in links(page("/ask/"))


def test_an_old_word_leads_to_the_one_that_holds(client: Client, bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(credit_code="11370305MB2857833K")
    answer = client.get(f"/ask/a{bureau.pk}/")
    assert answer.status_code == 301
    assert answer["Location"] == "/ask/11370305MB2857833K/"


def test_the_form_on_paper_has_every_question_of_the_law_and_no_purpose(client: Client, bureau: Agency) -> None:
    answer = client.get(f"/ask/a{bureau.pk}/form.docx")
    assert ".docx" in answer["Content-Disposition"]
    cells = {c.text for table in Document(BytesIO(answer.content)).tables for row in table.rows for c in row.cells}
    text = "\n".join(cells)
    for question in (
        "姓名或者名称",
        "身份证明",
        "联系方式",
        "名称、文号",
        "形式",
        "方式、途径",
        "签名",
        "□商业企业",
    ):
        assert question in text
    assert "不需要说明用途" in text
    assert "【" not in text, "no gap is left for the office to fill in"


def test_the_form_to_print_is_one_page(client: Client, bureau: Agency) -> None:
    answer = client.get(f"/ask/a{bureau.pk}/form.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfDocument(answer.content)) == 1


def test_the_page_of_the_agency_and_the_first_page_lead_there(page: Page, bureau: Agency) -> None:
    assert f'href="/ask/a{bureau.pk}/"' in page(f"/agencies/a{bureau.pk}/")
    assert 'href="/ask/"' in page("/")


def test_what_is_begun_is_shown_to_this_browser_only(client: Client, bureau: Agency) -> None:
    open_web(bureau)
    citizen = Citizen(bureau)
    citizen.begin()
    assert "您在这台设备上有一份没有提交的申请" in citizen.client.get("/ask/").content.decode()
    assert "继续填写" in citizen.get()
    assert "没有提交的申请" not in client.get("/ask/").content.decode()
    assert citizen.client.get("/ask/")["Cache-Control"] == "no-store"


def test_cookies_that_are_none_of_ours_are_no_matter(client: Client, bureau: Agency) -> None:
    for number, value in (("x", "y"), ("999", "z"), (str(bureau.pk), "nothing")):
        client.cookies[f"ask-{number}"] = value
    assert client.get("/ask/").status_code == 200


def test_ways_of_a_day(bureau: Agency) -> None:
    row = channels.open_channel(OPERATOR, bureau, Channel.FAX, address="0533-1", from_on=date(2026, 1, 1), at=NOW)
    assert [way.label for way in ask_agencies.ways(bureau, date(2025, 12, 31))] == ["当面提交", "口头申请", "邮寄"]
    assert [way.where for way in ask_agencies.ways(bureau, date(2026, 1, 1))][-1] == row.address
