"""行政复议与诉讼 at the desk: a proceeding through the pages, its ledger in and out, and table 4 beside it."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.review import answering, deciding, duties, hearings
from gongkai.review.models import Proceeding
from gongkai.review.states import State
from gongkai.review.words import Kind
from tests.cases import walk
from tests.publication.test_counts import workbook

from .cases import NOW
from .conftest import Appoint, SignIn, text_of
from .reviews import CAME, copy

LIST, NEW, IMPORT = (reverse(f"desk:proceeding{name}") for name in ("s", "_new", "_import"))
FACTS = {
    "kind": Kind.RECONSIDERATION, "received_on": "2026-03-09", "about": "reply", "body": "示范区人民政府",
    "procedure": "simplified",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def page(of: Proceeding) -> str:
    return reverse("desk:proceeding", args=[of.pk])


def step(of: Proceeding, code: str) -> str:
    return reverse("desk:proceeding_do", args=[of.pk, code])


def now(of: Proceeding) -> Proceeding:
    return Proceeding.objects.get(pk=of.pk)


def send(client: Client, address: str, **data: object) -> str:
    """What the page that follows says."""
    return text_of(client.post(address, data, follow=True))


def test_a_copy_is_registered_and_its_page_says_until_when_and_why(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    assert "还没有登记过" in text_of(client.get(LIST))
    given = {**FACTS, "agency": housing.pk, "paper": SimpleUploadedFile("副本.txt", b"x")}
    said = send(client, NEW, **given)
    assert "已登记，编号 复议诉讼〔2026〕1号" in said
    assert "为什么是2026年3月16日" in said
    assert "5 个工作日" in said
    assert "副本.txt" in said
    assert "还剩 1 个工作日" in text_of(client.get(LIST))


def test_a_sheet_keeps_what_was_typed_and_says_what_is_wrong(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    said = send(client, NEW, **{**FACTS, "agency": housing.pk, "received_on": "2026-03-14"})
    assert "还没有到" in said
    assert "示范区人民政府" in said
    said = send(client, NEW, agency=housing.pk, item_number="没有")
    assert "请选择类型" in said
    assert "没有这个索引号" in said
    assert not Proceeding.objects.exists()


def test_the_whole_way_of_a_lawsuit_through_the_pages(
    housing: Agency, clerk: Person, head: Person, sign_in: SignIn
) -> None:
    client, one = sign_in(clerk), copy(housing, Kind.DIRECT_LAWSUIT)
    assert "登记提交答复和证据" in text_of(client.get(page(one)))
    sheet = text_of(client.get(step(one, "answer")))
    assert "期限到2026-03-24" in sheet
    assert "视为没有证据" in sheet
    papers = [SimpleUploadedFile(name, b"x") for name in ("答辩状.txt", "证据.txt")]
    said = send(client, step(one, "answer"), on="2026-03-10", papers=papers)
    assert "答辩状.txt" in said
    assert "证据.txt" in said
    said = send(client, step(one, "hearing"), on="2026-03-11", place="第一法庭")
    hearing = one.hearings.get()
    held = reverse("desk:hearing_do", args=[one.pk, hearing.pk, "held"])
    assert held in said
    assert "是否出庭" in send(client, held)
    assert "负责人出庭" in send(client, held, head_appeared="yes")
    said = send(
        client, step(one, "decide"), outcome="ordered", on="2026-03-12", served_on="2026-03-12",
        document_number="示行初1号",
    )  # fmt: skip
    assert "责令（判决）履行" in said
    assert "上诉期限到 2026年3月27日" in said
    said = send(
        client, step(one, "lay"), kind="perform", received_on="2026-03-12", text="公开预算明细", until="2026-03-13"
    )
    duty = one.duties.get()
    perform = reverse("desk:duty_do", args=[one.pk, duty.pk, "perform"])
    assert perform in said
    assert "尚未登记履行" in send(client, step(one, "close"))
    assert "已公开" in send(client, perform, on="2026-03-13", note="已公开")
    said = send(
        client, step(one, "appeal"), by_agency="no", retrial="no", on="2026-03-13", body="示范市中级人民法院"
    )
    assert "二审待答复" in said
    assert "尚未审结" in said
    assert [e.kind for e in now(one).events.all()] == [
        "register", "answer", "hear", "hear", "decide", "lay", "perform", "appeal",
    ]  # fmt: skip


def test_a_higher_court_may_leave_it_or_send_it_back(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    for outcome, expected in (("upholds", State.DECIDED), ("remanded", State.PENDING)):
        one = answering.answer(OPERATOR, copy(housing, Kind.DIRECT_LAWSUIT), on=CAME, at=NOW)
        deciding.decide(OPERATOR, one, outcome="claim-rejected", on=CAME, document_number="1号", at=NOW)
        assert "维持原判" not in text_of(client.get(step(one, "appeal")))
        deciding.appeal(OPERATOR, one, on=CAME, body="示范市中级人民法院", at=NOW)
        assert "维持原判" in text_of(client.get(step(one, "decide")))
        send(client, step(one, "decide"), outcome=outcome, on="2026-03-12", document_number="终2号")
        assert now(one).state == expected
    assert "发回重审" in text_of(client.get(page(one)))


def test_the_order_to_answer_anew_is_carried_out_by_the_head(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    office = walk.Office(housing, clerk, reviewer, head)
    walk.turn_to(housing, date(2026, 1, 5))
    case = walk.opened(housing, date(2026, 1, 5), number="2026-00005")
    office.served(office.answer(case, date(2026, 1, 12)), date(2026, 1, 15))
    one = answering.answer(OPERATOR, copy(housing, case_number="2026-00005"), on=CAME, at=NOW)
    deciding.decide(OPERATOR, one, outcome="revoked", on=date(2026, 3, 12), document_number="示复决1号", at=NOW)
    duty = duties.lay(OPERATOR, one, "anew", received_on=date(2026, 3, 13), at=NOW)
    reopen = reverse("desk:duty_do", args=[one.pk, duty.pk, "reopen"])
    assert "由负责人重新办理原申请" in text_of(sign_in(clerk).get(page(one)))
    assert sign_in(clerk).post(reopen).status_code == 403
    client = sign_in(head)
    assert reopen in text_of(client.get(page(one)))
    assert "已重新办理" in send(client, reopen)
    case.refresh_from_db()
    assert (case.round, case.due_on) == (2, date(2026, 4, 13))
    response = sign_in(clerk).post(reverse("desk:proceeding_evidence", args=[one.pk]))
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a file that is streamed
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert any(name.startswith("00-目录") for name in archive.namelist())


def test_who_only_looks_gets_no_step_and_a_paper_leaves_its_mark(
    housing: Agency, reviewer: Person, clerk: Person, auditor: Person, sign_in: SignIn
) -> None:
    one = copy(housing)
    text = text_of(sign_in(reviewer).get(page(one)))
    assert "登记提交答复和证据" not in text
    assert sign_in(reviewer).get(step(one, "answer")).status_code == 403
    send(sign_in(clerk), step(one, "file"), what="copy", paper=SimpleUploadedFile("副本.txt", b"what it says"))
    kept = one.files.get()
    response = sign_in(reviewer).post(reverse("desk:proceeding_file", args=[one.pk, kept.pk]))
    assert response.content == b"what it says"
    assert Entry.objects.filter(verb="reviews.look", object=one.key, actor=reviewer.key).count() == 1
    looks = sign_in(auditor)
    assert "副本.txt" not in text_of(looks.get(page(one)))
    assert looks.post(reverse("desk:proceeding_file", args=[one.pk, kept.pk])).status_code == 403


def test_a_step_that_the_state_does_not_allow_leads_back(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, one = sign_in(clerk), copy(housing)
    assert "不能了结" in send(client, step(one, "close"))
    assert client.get(step(one, "nothing")).status_code == 404


def test_who_was_slower_may_send_it_again(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, one = sign_in(clerk), copy(housing)
    hearings.plan(OPERATOR, one, on=date(2026, 4, 1), at=NOW)
    said = send(client, step(one, "answer"), on="2026-03-10", revision=0)
    assert "刚刚有人办理过" in said
    assert 'name="revision" value="1"' in said
    send(client, step(one, "answer"), on="2026-03-10", revision=1)
    assert now(one).state == State.PENDING


def test_wrong_facts_are_put_right_and_a_wrong_entry_is_taken_out(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client, one = sign_in(clerk), copy(housing)
    sheet = text_of(client.get(step(one, "correct")))
    assert 'value="2026-03-09"' in sheet
    given = {"received_on": "2026-03-06", "about": "silence", "body": "示范市人民政府", "reason": "回执日期"}
    assert "收到日期由2026-03-09改为2026-03-06；回执日期" in send(client, step(one, "correct"), **given)
    assert now(one).due_on == date(2026, 3, 20)
    said = send(client, step(one, "void"), reason="重复登记")
    assert "误登，已经注销" in said
    assert "更多步骤" not in said


def test_the_list_is_narrowed_and_handed_out_as_it_is_shown(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    first = answering.answer(OPERATOR, copy(housing, body_number="示复7号"), on=CAME, at=NOW)
    deciding.decide(OPERATOR, first, outcome="revoked", on=date(2026, 3, 12), document_number="1号", at=NOW)
    copy(housing, Kind.DIRECT_LAWSUIT)
    assert text_of(client.get(LIST)).count("data-row") == 2
    for query in ("kind=reconsideration", "column=corrected", "q=示复7", "which=all&column=corrected&year=2026"):
        text = text_of(client.get(f"{LIST}?{query}"))
        assert (text.count("data-row"), "示复7号" in text) == (1, True), query
    assert "没有符合条件" in text_of(client.get(f"{LIST}?year=2020"))
    csv = text_of(client.get(f"{LIST}?column=corrected&csv=1"))
    assert "结果纠正,撤销,2026-03-12" in csv
    assert "直接起诉" not in csv
    assert client.get(f"{LIST}?xlsx=1").content[:2] == b"PK"


def test_what_is_late_says_so_in_the_rail_and_the_list(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    copy(housing)
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        text = text_of(sign_in(clerk).get(LIST))
    assert "is-late" in text
    assert "其中 1 件已逾期" in text


def test_a_page_costs_the_same_however_long_the_list_is(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    copy(housing)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST)
    for _ in range(5):
        copy(housing)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


# ------------------------------------------------------------------------------------------------------ table 4


def test_table_4_opens_onto_what_is_behind_a_figure_both_ways(
    housing: Agency, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    old = copy(housing, on=date(2025, 12, 1))
    copy(housing)
    address = reverse("desk:table4", args=[housing.pk, 2026])
    client = sign_in(clerk)
    text = text_of(client.get(address))
    assert "相差 1 件" in text
    cell = "行政复议/尚未审结"
    behind = text_of(client.get(address, {"cell": cell}))
    assert behind.count("data-row") == 2
    once = text_of(client.get(address, {"cell": cell, "carried": "once"}))
    assert once.count("data-row") == 1
    assert old.number not in once
    assert "行政复议/尚未审结,2" in text_of(client.get(f"{address}?csv=1"))
    assert client.get(address, {"cell": "没有"}).status_code == 404
    assert client.get(reverse("desk:table4", args=[housing.pk, 2027])).status_code == 404
    # The supervisor sees the figures and no proceeding.
    counting = sign_in(supervisor)
    assert "cell=" not in text_of(counting.get(address))
    assert counting.get(address, {"cell": cell}).status_code == 404
    assert counting.get(page(old)).status_code == 404


# -------------------------------------------------------------------------------------------------- the ledger


def test_a_ledger_is_tried_first_and_then_taken_in(
    housing: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    table = workbook(
        ["类型", "收到日期", "关联申请编号", "结案日期", "结果"], ["行政复议", "2025-03-04", "", "", ""]
    )
    given = {"agency": housing.pk, "file": SimpleUploadedFile("台账.xlsx", table)}
    said = send(client, IMPORT, **given)
    assert "试算通过" in said
    assert not Proceeding.objects.exists()
    kept = said.split('name="kept" value="')[1].split('"')[0]
    assert "已经导入" in send(client, IMPORT, agency=housing.pk, kept=kept, apply="1")
    assert Proceeding.objects.get().imported
    assert "台账没有记载" in text_of(client.get(page(Proceeding.objects.get())))
    said = send(client, IMPORT, agency=housing.pk, file=SimpleUploadedFile("台账.xlsx", b"PK no table"), apply="1")
    assert "error" in said
    assert sign_in(appoint(Role.REVIEWER, housing)).get(IMPORT).status_code == 403


def test_a_lawsuit_begins_with_the_reconsideration_that_it_follows(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client, one = sign_in(clerk), copy(housing, case_number="甲1")
    address = f"{NEW}?review={one.pk}"
    assert address in text_of(client.get(page(one)))
    sheet = text_of(client.get(address))
    assert 'value="甲1"' in sheet
    given = {**FACTS, "kind": Kind.LAWSUIT_AFTER_REVIEW, "agency": housing.pk, "after_review": one.pk}
    assert one.number in send(client, NEW, **given)
    assert Proceeding.objects.get(after_review=one).procedure == ""


def test_the_supervisor_says_in_which_column_a_result_is_counted(
    district: Agency, housing: Agency, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    one = answering.answer(OPERATOR, copy(housing), on=CAME, at=NOW)
    deciding.decide(OPERATOR, one, outcome="mediated", on=date(2026, 3, 12), document_number="1号", at=NOW)
    client = sign_in(clerk)
    shown = reverse("desk:review_readings", args=[housing.pk])
    assert shown in text_of(client.get(reverse("desk:table4", args=[housing.pk, 2026])))
    assert "待确认" in text_of(client.get(shown))
    new = reverse("desk:review_reading_new", args=[district.pk])
    assert client.get(new).status_code == 404
    given = {"outcome": "mediated", "column": "corrected", "since": "2026-01-01", "reference": "区政府办公室通知"}
    said = send(sign_in(supervisor), new, **given)
    assert "区政府办公室通知" in said
    assert "没有改动" in send(sign_in(supervisor), new, **given)
    assert "结果纠正" in text_of(client.get(page(one)))
    assert text_of(client.get(f"{LIST}?column=corrected&which=all")).count("data-row") == 1
