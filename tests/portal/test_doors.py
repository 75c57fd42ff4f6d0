"""The visitors' doors: what is sent arrives, and is answered to whoever has its number and code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.notices.models import Notice
from gongkai.publication import doors
from gongkai.publication.door_states import Outcome
from gongkai.publication.models import DoorReport, Item

from .conftest import Page
from .items import TITLE, Desk, desk, item
from .test_items import body

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]
WORDS = "第二段的电话号码少一位，应为0000-0000000。"


def sent(client: Client, kind: str, **given: str) -> tuple[str, str]:
    """The number and the code that the page shows."""
    response = client.post(f"/doors/{kind}/", {"text": WORDS, **given})
    text = response.content.decode()
    assert "已收到" in text
    number = re.search(r"<dt>编号</dt><dd>([^<]+)</dd>", text)
    code = re.search(r'<dd id="code">([^<]+)</dd>', text)
    assert number
    assert code
    return number[1], code[1]


def test_an_error_on_a_page_is_reported_from_that_page(client: Client, page: Page, item: Item) -> None:
    text = page(f"/doors/error/?item={item.pk}")
    assert TITLE in text
    assert "3个工作日" in text
    number, _ = sent(client, "error", item=str(item.pk), agency=f"a{item.agency_id}", contact="13800001234")
    report = DoorReport.objects.get(number=number)
    assert (report.item_id, report.agency_id, report.address) == (item.pk, item.agency_id, f"/items/{item.pk}/")
    assert (report.text, report.contact) == (WORDS, "13800001234")
    entry = Entry.objects.latest("sequence")
    assert entry.verb == "doors.submit"
    assert "13800001234" not in entry.data


@pytest.mark.parametrize(
    ("kind", "title"), [("error", "指出网页错误"), ("suggest", "建议公开信息"), ("complain", "投诉举报")]
)
def test_every_door_opens_and_takes(client: Client, page: Page, bureau: Agency, kind: str, title: str) -> None:
    assert title in page(f"/doors/{kind}/?agency=a{bureau.pk}")
    number, _ = sent(client, kind, agency=f"a{bureau.pk}")
    assert DoorReport.objects.get(number=number).kind == kind


def test_another_door_is_not_there(page: Page, db: None) -> None:
    page("/doors/nothing/", 404)


def test_nothing_typed_is_lost_where_something_is_missing(client: Client, bureau: Agency) -> None:
    text = client.post("/doors/suggest/", {"text": WORDS, "agency": ""}).content.decode()
    assert "请选择机关" in text
    assert WORDS in text
    assert DoorReport.objects.count() == 0
    text = client.post("/doors/suggest/", {"text": " ", "agency": f"a{bureau.pk}"}).content.decode()
    assert "请填写内容" in text


def test_an_answer_is_shown_to_the_number_and_code_only(client: Client, item: Item) -> None:
    number, code = sent(client, "error", item=str(item.pk), agency=f"a{item.agency_id}")
    report = DoorReport.objects.get(number=number)
    doors.answer(OPERATOR, report, outcome=Outcome.CORRECTED, text="已改正，谢谢。", at=timezone.now())
    text = client.post("/doors/answer/", {"number": number, "code": code}).content.decode()
    assert "已改正，谢谢。" in text
    assert WORDS in text
    for wrong in ({"number": number, "code": "AAAA-AAAA-AAAA-AAAA"}, {"number": "L1", "code": code}):
        text = client.post("/doors/answer/", wrong).content.decode()
        assert "编号或者查询码不对" in text
        assert WORDS not in text


def test_what_a_suggestion_became_is_linked_while_it_is_shown(client: Client, desk: Desk, item: Item) -> None:
    number, code = sent(client, "suggest", agency=f"a{item.agency_id}")
    report = DoorReport.objects.get(number=number)
    doors.answer(OPERATOR, report, outcome=Outcome.PUBLISHED, text="已公开。", became=item, at=timezone.now())
    asked = {"number": number, "code": code}
    assert f'href="/items/{item.pk}/"' in client.post("/doors/answer/", asked).content.decode()
    desk.withdraw(item, at=timezone.now() + timedelta(minutes=1))
    assert f"/items/{item.pk}/" not in client.post("/doors/answer/", asked).content.decode()


def test_a_page_that_is_not_ours_is_not_named(page: Page, client: Client, bureau: Agency) -> None:
    strangers = (
        "https://evil.example/", "//evil.example/", "/\\evil.example/", "/%09/evil.example/", "/%0a/evil.example/",
        "/a//evil.example", "/ /evil.example", "/x?//evil.example", "/x%23//evil.example",
    )  # fmt: skip
    for strange in strangers:
        assert "evil.example" not in body(page(f"/doors/error/?page={strange}")).partition("<footer")[0]
    assert "关于本站页面" in page(f"/doors/error/?page=/agencies/a{bureau.pk}/")


def test_an_item_that_is_not_shown_is_not_named(page: Page, desk: Desk) -> None:
    draft = desk.draft()
    assert TITLE not in page(f"/doors/error/?item={draft.item_id}")


def test_forms_are_kept_by_nobody(client: Client, bureau: Agency) -> None:
    for address in ("/doors/error/", "/doors/answer/"):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"


def test_who_sends_many_is_asked_a_question(client: Client, bureau: Agency, settings: Settings) -> None:
    settings.GONGKAI_ASK_RATE = 2
    given = {"text": WORDS, "agency": f"a{bureau.pk}"}
    for _ in range(3):
        text = client.post("/doors/suggest/", given, REMOTE_ADDR="203.0.113.77").content.decode()
    assert "请输入“" in text
    assert DoorReport.objects.count() == 2


def test_who_leaves_an_address_is_told_of_the_answer(client: Client, bureau: Agency) -> None:
    given = {"text": WORDS, "agency": f"a{bureau.pk}", "mail": "reader@example.cn"}
    text = client.post("/doors/suggest/", given).content.decode()
    assert "会发邮件告诉您" in text
    assert "reader@example.cn" not in text
    report = DoorReport.objects.get()
    doors.answer(OPERATOR, report, outcome=Outcome.DECLINED, text="属于工作秘密。", at=timezone.now())
    (mail,) = Notice.objects.all()
    assert mail.address == "reader@example.cn"
    assert "https://gk.example/doors/answer/" in mail.body


def test_a_wrong_address_is_said_beside_its_field(client: Client, bureau: Agency) -> None:
    given = {"text": WORDS, "agency": f"a{bureau.pk}", "mail": "nobody"}
    text = client.post("/doors/suggest/", given).content.decode()
    assert "请填写完整的电子邮箱" in text
    assert WORDS in text
    assert not DoorReport.objects.exists()
