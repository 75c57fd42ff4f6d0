"""社会评议 at the desk: written, opened, invited to, closed, concluded, approved by another, published."""

from __future__ import annotations

from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from gongkai import query_code
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.supervision.appraisal import answering
from gongkai.supervision.appraisal.questions import asked_of
from gongkai.supervision.models import Appraisal, PanelCode, Questionnaire

from .appraisals import SCALE, drafted
from .conftest import AT, Appoint, SignIn, text_of

LIST = "/desk/supervision/appraisals/"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def page_of(one: Questionnaire, part: str = "") -> str:
    return f"{LIST}{one.pk}/{part}"


def sent(client: Client, address: str, **given: object) -> str:
    response = client.post(address, given, follow=True)
    assert response.status_code == 200
    return text_of(response)


def test_a_clerk_writes_one_page_by_page(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    given = {
        "agency": housing.pk,
        "title": "2025年度社会评议",
        "opens_on": "2025-01-20",
        "closes_on": "2025-01-31",
    }
    text = sent(client, f"{LIST}new/", **given, place="page", introduction="")
    one = Questionnaire.objects.get()
    assert "已建草稿" in text
    assert "请至少写一个评议主体。" in text
    question = {
        "kind": "scale",
        "text": "是否满意",
        "options": SCALE,
        "unknown": "on",
        "required": "on",
        "most": 500,
    }
    assert "是否满意" in sent(client, page_of(one, "questions/new/"), **question)
    wrong = sent(client, page_of(one, "questions/new/"), **{**question, "options": "满意\n不满意"})
    assert "应先写分值再写含义" in wrong
    assert "满意\n不满意" in wrong
    sent(client, page_of(one, "questions/new/"), kind="text", text="意见", most=200)
    text = sent(client, page_of(one, "questions/2/up/"))
    assert [each.text for each in one.questions.all()] == ["意见", "是否满意"]
    sent(client, page_of(one, "questions/1/remove/"))
    assert [each.text for each in one.questions.all()] == ["是否满意"]
    sent(client, page_of(one, "panels/new/"), name="群众", opening="anyone")
    assert "只能有一个" in sent(client, page_of(one, "panels/new/"), name="企业", opening="anyone")
    text = text_of(client.get(page_of(one, "preview/")))
    assert "是否满意" in text
    assert "不了解" in text
    assert "开始评议" not in text_of(client.get(page_of(one)))
    assert client.post(page_of(one, "open/"), {"revision": 99}).status_code == 404


def test_from_the_opening_to_the_record(
    housing: Agency, clerk: Person, head: Person, sign_in: SignIn, appoint: Appoint
) -> None:
    one = drafted(housing)
    boss, writer = sign_in(head), sign_in(clerk)
    assert "已开始" in sent(boss, page_of(one, "open/"), revision=one.revision)
    response = boss.post(page_of(one, "panels/2/codes/"), {})
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 6
    code = str(rows[0][2])
    assert PanelCode.objects.filter(sha256=query_code.sha256(code)).exists()
    assert str(rows[0][3]).endswith(f"/appraisals/{one.pk}/")
    assert "请填写重发的理由" in sent(boss, page_of(one, "panels/2/codes/"))
    scale = asked_of(one)[0].name
    for place in ("0", "0", "1", "2", "2"):
        answering.answer(one, {scale: place, asked_of(one)[1].name: "=1+1"}, at=AT)
    answering.answer(one, {scale: "0", asked_of(one)[1].name: ""}, code=code, at=AT)
    text = text_of(boss.get(page_of(one)))
    assert "看不到答了什么" in text
    assert boss.get(page_of(one, "results/")).status_code == 404
    assert "请写明理由" in sent(boss, page_of(one, "close/"))
    assert "已结束" in sent(boss, page_of(one, "close/"), reason="提前收齐")
    text = text_of(writer.get(page_of(one, "results/")))
    assert "=1+1" in text
    assert "少于5，不公布" in text
    body = f"body-{housing.pk}"
    assert "请填写示范区住房和城乡建设局" in sent(writer, page_of(one, "conclude/"))
    assert "等待审定" in sent(writer, page_of(one, "conclude/"), **{body: "良好"})
    assert "已审定" in sent(boss, page_of(one, "approve/"))
    assert "退回" in sent(boss, page_of(one, "send-back/"), reason="请写清楚")
    sent(writer, page_of(one, "conclude/"), **{body: "满意"})
    sent(boss, page_of(one, "approve/"))
    assert "已公布" in sent(boss, page_of(one, "publish/"))
    record = Appraisal.objects.get()
    assert (record.agency, record.result, record.asked) == (housing, "满意", 6)
    one.refresh_from_db()
    assert "已复制成草稿" in sent(writer, page_of(one, "copy/"))
    assert Questionnaire.objects.get(copied_from=one).title.endswith("2026年度社会评议")


def test_results_are_handed_out_and_no_cell_is_a_formula(housing: Agency, head: Person, sign_in: SignIn) -> None:
    one = drafted(housing)
    client = sign_in(head)
    sent(client, page_of(one, "open/"))
    scale, words = (each.name for each in asked_of(one))
    for place in ("0", "0", "1", "2", "u"):
        answering.answer(one, {scale: place, words: "=HYPERLINK()"}, at=AT)
    sent(client, page_of(one, "close/"), reason="试")
    csv = client.get(page_of(one, "results/?csv")).content.decode("utf-8-sig")
    assert "1,您对政务公开是否满意,,群众,5,满意,3,2,40.0,," in csv
    assert "1,您对政务公开是否满意,,群众,5,不了解,,1,20.0,," in csv
    table = load_workbook(BytesIO(client.get(page_of(one, "results/?xlsx")).content)).active
    assert table is not None
    assert table.max_row == 1 + 4 + 1
    texts = load_workbook(BytesIO(client.get(page_of(one, "results/?texts")).content)).active
    assert texts is not None
    assert [row[2] for row in texts.iter_rows(min_row=2, values_only=True)] == ["'=HYPERLINK()"] * 5


def test_a_body_below_sees_it_once_it_is_public_and_no_words(
    housing: Agency, district: Agency, sign_in: SignIn, appoint: Appoint, supervisor: Person
) -> None:
    one = drafted(district)
    client = sign_in(supervisor)
    sent(client, page_of(one, "edit/"), title="全区评议", opens_on="2025-01-20", closes_on="2025-01-31",
         place="page", appraised=[housing.pk])  # fmt: skip
    sent(client, page_of(one, "open/"))
    answering.answer(one, {asked_of(one)[0].name: "0", asked_of(one)[1].name: "私下的话"}, at=AT)
    theirs = sign_in(appoint(Role.CLERK, housing))
    assert theirs.get(page_of(one)).status_code == 404
    sent(client, page_of(one, "close/"), reason="试")
    sent(client, page_of(one, "conclude/"), **{f"body-{housing.pk}": "良好"})
    other = sign_in(appoint(Role.HEAD, district))
    sent(other, page_of(one, "approve/"))
    sent(other, page_of(one, "publish/"))
    assert "全区评议" in text_of(theirs.get(LIST))
    text = text_of(theirs.get(page_of(one, "results/")))
    assert "少于5" in text
    assert "私下的话" not in text
    assert b"PK" not in theirs.get(page_of(one, "results/?texts")).content[:2]


def test_who_wrote_it_is_told_that_another_approves(housing: Agency, head: Person, sign_in: SignIn) -> None:
    one = drafted(housing)
    client = sign_in(head)
    sent(client, page_of(one, "open/"))
    sent(client, page_of(one, "close/"), reason="试")
    sent(client, page_of(one, "conclude/"), **{f"body-{housing.pk}": "良好"})
    text = text_of(client.get(page_of(one)))
    assert "不能审定" in text
    assert "审定结果</a>" not in text
    assert client.post(page_of(one, "approve/"), {}).status_code == 403
    one.refresh_from_db()
    assert one.state == "closed"
