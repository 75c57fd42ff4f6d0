"""留言 at the desk: due first, answered in words once, and who wrote it is shown only to whoever answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.notices.models import Notice
from gongkai.publication import departing, doors
from gongkai.publication.models import DoorReport

from .conftest import Appoint, SignIn, text_of
from .items import NOW, public, said

LIST = reverse("desk:doors")
MAIL = "visitor@example.cn"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def page(report: DoorReport, step: str = "") -> str:
    return reverse(f"desk:door{step}", args=[report.pk])


def test_what_is_due_first_stands_first_and_what_is_late_says_so(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    said(housing, "suggest", "建议公开物业收费标准")
    said(housing, "error", "错别字")
    text = text_of(sign_in(clerk).get(LIST))
    assert text.index("错别字") < text.index("物业收费标准")
    assert "还剩 3 个工作日" in text
    assert "is-late" not in text
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        text = text_of(sign_in(clerk).get(LIST))
    assert "is-late" in text
    assert "已逾期" in text


def test_the_list_is_handed_out_as_it_is_shown_and_without_contacts(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    said(housing, "error", "错别字")
    said(housing, "suggest", "建议公开物业收费标准")
    csv = text_of(sign_in(clerk).get(f"{LIST}?kind=error&csv=1"))
    assert "错别字" in csv
    assert "物业收费标准" not in csv
    assert MAIL not in csv
    assert sign_in(clerk).get(f"{LIST}?xlsx=1").content[:2] == b"PK"


def test_an_empty_list_says_what_would_be_here(clerk: Person, sign_in: SignIn) -> None:
    assert "没有待答复的留言" in text_of(sign_in(clerk).get(LIST))
    assert "没有符合条件的留言" in text_of(sign_in(clerk).get(f"{LIST}?q=zzz"))


def test_the_contact_is_opened_by_a_step_of_its_own(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, report = sign_in(clerk), said(housing)
    assert MAIL not in text_of(client.get(page(report)))
    assert MAIL in text_of(client.post(page(report, "_contact")))
    assert Entry.objects.filter(verb="doors.contact", object=report.key).count() == 1


def test_an_answer_is_given_once(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, report = sign_in(clerk), said(housing)
    sheet = text_of(client.get(page(report, "_answer")))
    assert "已更正" in sheet
    assert "已主动公开" not in sheet
    sent = {"outcome": "corrected", "text": "已改正", "revision": 0}
    assert client.post(page(report, "_answer"), sent).status_code == 302
    assert "已改正" in text_of(client.get(page(report)))
    again = text_of(client.post(page(report, "_answer"), {"outcome": "no_error", "text": "没有错", "revision": 1}))
    assert "它不能再变动" in again
    assert "没有错" in again
    assert DoorReport.objects.get().answer == "已改正"


def test_what_is_missing_is_said_at_its_field(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).post(page(said(housing), "_answer"), {}))
    assert "请选择结果" in text
    assert "请写明答复的内容" in text


def test_a_suggestion_is_agreed_to_and_answered_with_its_item(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    client, report = sign_in(clerk), said(housing, "suggest", "建议公开物业收费标准")
    client.post(page(report, "_agree"), {"text": "下月公开", "revision": 0})
    assert "已采纳" in text_of(client.get(page(report)))
    item = public(clerk, reviewer, head, housing)
    sent = {"outcome": "published", "text": "已公开", "revision": 1, "became": "没有这个号"}
    assert "没有这个索引号" in text_of(client.post(page(report, "_answer"), sent))
    client.post(page(report, "_answer"), {**sent, "became": item.number})
    assert DoorReport.objects.get().became == item
    assert item.title in text_of(client.get(page(report)))


def test_somebody_was_quicker(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, report = sign_in(clerk), said(housing, "suggest")
    doors.agree(clerk, report, text="下月公开", at=NOW)
    text = text_of(client.post(page(report, "_agree"), {"text": "本月公开", "revision": 0}))
    assert "刚刚有人办理过" in text
    assert "本月公开" in text
    assert 'name="revision" value="1"' in text


def test_it_is_passed_on(housing: Agency, street: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, report = sign_in(clerk), said(housing)
    assert street.name in text_of(client.get(page(report, "_pass_on")))
    assert client.post(page(report, "_pass_on"), {"to": street.pk, "revision": 0})["Location"] == LIST
    assert client.get(page(report)).status_code == 404


@pytest.mark.parametrize("step", ["_answer", "_agree", "_pass_on"])
def test_who_only_reads_along_answers_nothing(
    housing: Agency, supervisor: Person, sign_in: SignIn, step: str
) -> None:
    client, report = sign_in(supervisor), said(housing, "suggest")
    text = text_of(client.get(page(report)))
    assert "第二段的日期不对" in text
    assert f"由{housing.name}的经办人或者负责人答复" in text
    assert client.post(page(report, step), {"text": "x"}).status_code == 403
    assert client.post(page(report, "_contact")).status_code == 403


def test_another_agency_finds_nothing(housing: Agency, street: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    client = sign_in(appoint(Role.CLERK, street))
    assert client.get(page(said(housing))).status_code == 404
    assert "第二段" not in text_of(client.get(LIST))


def test_the_number_of_questions_does_not_grow(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    said(housing)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(8):
        said(housing)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_whoever_answers_is_told_that_a_mail_goes_out(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, report = sign_in(clerk), said(housing)
    assert "发邮件告诉对方" not in text_of(client.get(page(report, "_answer")))
    asked, _ = doors.submit(housing, kind="suggest", text="建议公开收费标准", mail=MAIL, at=NOW)
    for step in ("_answer", "_agree"):
        sheet = text_of(client.get(page(asked, step)))
        assert "发邮件告诉对方" in sheet
        assert MAIL not in sheet


def test_of_what_left_no_title_is_told_to_another_agency(
    housing: Agency, street: Agency, clerk: Person, reviewer: Person, head: Person, appoint: Appoint,
    sign_in: SignIn,
) -> None:  # fmt: skip
    """It may have been what leaked."""
    item = public(clerk, reviewer, head, housing, "张三的救助审批表")
    report = doors.pass_on(clerk, said(housing, item=item), to=street, at=NOW)
    client = sign_in(appoint(Role.CLERK, street))
    for address in (LIST, page(report)):
        assert "张三" in text_of(client.get(address))
    departing.remove(head, item, incident="有姓名。", found_at=NOW, at=NOW)
    for address in (LIST, page(report)):
        assert "张三" not in text_of(client.get(address))
    assert str(item.number) in text_of(client.get(page(report)))


def test_a_mail_that_did_not_leave_leads_to_its_message(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    report, _ = doors.submit(housing, kind="error", text="错别字", mail=MAIL, at=NOW)
    doors.answer(clerk, report, outcome="corrected", text="已改正。", at=NOW)
    Notice.objects.filter(about=report.key).update(state=Notice.State.FAILED)
    text = text_of(sign_in(clerk).get(reverse("desk:notices")))
    assert f'href="{page(report)}"' in text
    assert MAIL not in text
