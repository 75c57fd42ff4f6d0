"""检查督查 and 一览 at the desk: begun, judged, closed, put right; and every body below at a glance."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import obligations
from gongkai.supervision import inspecting, publishing, sheets
from gongkai.supervision.models import Inspection, ScoreSheet, Shortcoming
from gongkai.writers.spreadsheet import csv_text
from tests.district import SHANGHAI

from .conftest import Appoint, SignIn, found, text_of
from .supervision import judged

NOW = datetime(2025, 4, 10, 9, 0, tzinfo=SHANGHAI)
DUE = date(2025, 5, 10)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def page(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def begun(housing: Agency, clerk: Person, supervisor: Person) -> Inspection:
    obligations.enter(clerk, housing, title="预算", formed_on=date(2025, 2, 10), at=NOW)
    return inspecting.begin(supervisor, housing, year=2025, quarter=1, at=NOW)


@pytest.fixture
def closed(begun: Inspection, supervisor: Person) -> Inspection:
    return inspecting.close(supervisor, judged(supervisor, begun), due_on=DUE, at=NOW)


def test_a_quarter_is_begun_and_what_records_tell_is_told(
    housing: Agency, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    obligations.enter(clerk, housing, title="预算", formed_on=date(2025, 2, 10), at=NOW)
    client = sign_in(supervisor)
    shown = text_of(client.get(page("inspection_begin") + f"?agency={housing.pk}"))
    assert '<option value="1" selected>第1季度' in shown
    response = client.post(page("inspection_begin"), {"agency": housing.pk, "year": 2025, "quarter": 1})
    text = text_of(client.get(response["Location"]))
    assert "“预算”：2025-02-10形成" in text
    assert "还有 2 项要人工判定" in text
    assert "没有建立主动公开目录" in text
    assert "检查已经有了" in text_of(
        client.post(page("inspection_begin"), {"agency": housing.pk, "year": 2025, "quarter": 1})
    )


def test_a_point_is_judged_and_nothing_is_taken_off_without_evidence(
    begun: Inspection, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    point = begun.verdicts.get(title="答复文书")
    address = page("inspection_judge", begun.pk, point.order)
    sent = {"result": "failed", "number": 2, "taken_off": "4", "ground": "", "revision": begun.revision}
    assert "没有证据不能扣分" in text_of(client.post(address, sent))
    response = client.post(address, {**sent, "ground": "抽查三件，两件没有写明救济途径"})
    assert response["Location"].endswith(f"#point-{point.order}")
    text = text_of(client.get(page("inspection", begun.pk)))
    assert "两件没有写明救济途径" in text
    assert "还有 1 项要人工判定" in text
    assert "刚刚有人办理过" in text_of(client.post(address, sent | {"ground": "甲"}))


def test_it_is_closed_and_published_and_the_steps_are_gone(
    begun: Inspection, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    sent = {"revision": begun.revision, "due_on": "2025-05-10"}
    assert "还有项目没有判定" in text_of(client.post(page("inspection_close", begun.pk), sent))
    judged(supervisor, begun)
    begun.refresh_from_db()
    client.post(page("inspection_close", begun.pk), {"revision": begun.revision, "due_on": "2025-05-10"})
    begun.refresh_from_db()
    text = text_of(client.get(page("inspection", begun.pk)))
    assert "已结束" in text
    assert page("inspection_judge", begun.pk, 1) not in text
    assert page("inspection_publish", begun.pk) not in text
    assert "89" in text


def test_it_is_worded_by_one_made_public_by_another_and_taken_back(
    closed: Inspection, supervisor: Person, district: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    one, other = sign_in(supervisor), sign_in(appoint(Role.SUPERVISOR, district))
    shorts = [short.pk for short in publishing.shortcomings(closed)]
    sent = {"revision": closed.revision, "whole": "总体规范。", **{f"found-{pk}": f"问题{pk}。" for pk in shorts}}
    address = page("inspection_word", closed.pk)
    text = text_of(one.post(address, {**sent, "whole": "电话13800138000"}))
    assert "删去个人信息" in text
    assert f"问题{shorts[0]}。" in text
    one.post(address, sent)
    text = text_of(one.get(page("inspection", closed.pk)))
    assert "待审核" in text
    assert page("inspection_publish", closed.pk) not in text
    closed.refresh_from_db()
    now = {"revision": closed.revision}
    refused = one.post(page("inspection_publish", closed.pk), now)
    assert (refused.status_code, "其他人员审核" in text_of(refused)) == (403, True)
    assert "总体情况——总体规范。" in text_of(other.get(page("inspection_publish", closed.pk)))
    other.post(page("inspection_publish", closed.pk), now)
    text = text_of(one.get(page("inspection", closed.pk)))
    assert "已通报" in text
    assert "看公开的页面" in text
    closed.refresh_from_db()
    one.post(address, {**sent, "revision": closed.revision, f"done-{shorts[0]}": "已经改正。"})
    closed.refresh_from_db()
    assert "已经改正。" in text_of(other.get(page("inspection_approve", closed.pk)))
    other.post(page("inspection_approve", closed.pk), {"revision": closed.revision})
    assert "待审核" not in text_of(one.get(page("inspection", closed.pk)))
    closed.refresh_from_db()
    back = page("inspection_take_back", closed.pk)
    assert "请填写撤回的理由" in text_of(one.post(back, {"revision": closed.revision, "reason": ""}))
    one.post(back, {"revision": closed.revision, "reason": "得分有误"})
    text = text_of(one.get(page("inspection", closed.pk)))
    assert "已撤回，不再公开" in text
    assert "得分有误" in text


def test_records_are_asked_again(begun: Inspection, supervisor: Person, sign_in: SignIn) -> None:
    response = sign_in(supervisor).post(page("inspection_look", begun.pk))
    assert response["Location"] == page("inspection", begun.pk)


def test_what_was_found_is_put_right(
    closed: Inspection, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    one = Shortcoming.objects.get(verdict__title="培训")
    office, above = sign_in(clerk), sign_in(supervisor)
    assert "2025-05-10" in text_of(office.get(page("shortcomings")))
    office.post(page("shortcoming_do", one.pk, "assign"), {"unit": "办公室", "revision": 0})
    office.post(page("shortcoming_do", one.pk, "prove"), {"proof": "4月15日已培训", "revision": 1})
    assert "4月15日已培训" in text_of(above.get(page("shortcoming", one.pk)))
    above.post(
        page("shortcoming_do", one.pk, "send-back"), {"words": "没有签到表", "due_on": "2025-05-20", "revision": 2}
    )
    assert "没有签到表" in text_of(office.get(page("shortcoming", one.pk)))
    office.post(page("shortcoming_do", one.pk, "prove"), {"proof": "已补签到表", "revision": 3})
    above.post(page("shortcoming_do", one.pk, "accept"), {"words": "", "revision": 4})
    assert "培训" in text_of(above.get(page("shortcomings") + "?which=settled"))
    assert "已整改" in text_of(above.get(page("inspection", closed.pk)))
    assert office.get(page("shortcoming_do", one.pk, "dance")).status_code == 404


def test_a_proof_brings_its_files_and_they_are_handed_out_to_who_sees_it(
    closed: Inspection, housing: Agency, clerk: Person, street: Agency, supervisor: Person, appoint: Appoint,
    sign_in: SignIn,
) -> None:  # fmt: skip
    one = Shortcoming.objects.get(verdict__title="培训")
    office = sign_in(clerk)
    address, program = page("shortcoming_do", one.pk, "prove"), SimpleUploadedFile("甲.exe", b"MZ")
    text = text_of(office.post(address, {"proof": "已培训", "revision": 0, "papers": program}))
    assert "不是可以接收的文件" in text
    assert "已培训" in text
    sheet = SimpleUploadedFile("签到表.pdf", b"%PDF-1.7 one")
    office.post(address, {"proof": "已培训", "revision": 0, "papers": sheet})
    text = text_of(office.get(page("shortcoming", one.pk)))
    link = page("shortcoming_file", one.pk, one.files.get().pk)
    assert f'href="{link}"' in text
    handed = sign_in(supervisor).get(link)
    assert (handed.content, handed["Content-Disposition"][:10]) == (b"%PDF-1.7 one", "attachment")
    assert sign_in(appoint(Role.CLERK, street)).get(link).status_code == 404
    other = Shortcoming.objects.exclude(pk=one.pk)[0]
    assert office.get(page("shortcoming_file", other.pk, one.files.get().pk)).status_code == 404
    book = load_workbook(io.BytesIO(office.get(page("inspection", closed.pk) + "?xlsx=1").content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][-4:] == ["整改状态", "整改期限", "整改情况", "证明文件"]
    assert next(row for row in rows if row[0] == "培训")[-2:] == ["已培训", "签到表.pdf"]


def test_the_rail_tells_what_waits(closed: Inspection, clerk: Person, sign_in: SignIn) -> None:
    assert '4<span class="unseen"> 项待办' in text_of(sign_in(clerk).get(page("works")))


def test_an_office_looks_at_itself_first(
    housing: Agency, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    response = client.post(page("inspection_begin_own"), {"agency": housing.pk, "year": 2025, "quarter": 1})
    assert "自查" in text_of(client.get(response["Location"]))
    assert sign_in(supervisor).get(response["Location"]).status_code == 404
    own = Inspection.objects.get()
    judged(clerk, own)
    own.refresh_from_db()
    client.post(page("inspection_close", own.pk), {"revision": own.revision, "due_on": ""})
    assert sign_in(supervisor).get(response["Location"]).status_code == 200
    assert sign_in(supervisor).get(page("inspection_close", own.pk)).status_code == 404


def test_the_list_and_the_points_are_handed_out(closed: Inspection, supervisor: Person, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    csv = text_of(client.get(page("inspections") + "?csv=1"))
    assert f"{closed.agency.name},2025,1,否,已结束,2025-04-10,89.0,4,0" in csv
    book = load_workbook(io.BytesIO(client.get(page("inspection", closed.pk) + "?xlsx=1").content))
    assert book.worksheets[0]["A1"].value == "项目"
    assert book.worksheets[0].max_row == 18


def test_a_districts_own_sheet_is_tried_and_taken_in(
    district: Agency, housing: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    assert "检查项目,评分标准" in text_of(client.get(page("sheet_template")))
    data = csv_text([*sheets.NEEDED, "自动判定"], [["时限", "逾期公开，每件", "1", "5", "逾期公开"]]).encode()
    sent = {"agency": district.pk, "title": "本区评分表", "from_on": "2025-01-01"}
    text = text_of(client.post(page("sheet_import"), {**sent, "file": SimpleUploadedFile("表.csv", data)}))
    assert "试算通过" in text
    kept = text.split('name="kept" value="')[1].split('"')[0]
    assert "已导入，共 1 项" in text_of(client.post(page("sheet_import"), {**sent, "kept": kept, "apply": "1"}))
    assert ScoreSheet.objects.get().title == "本区评分表"
    assert "下载通用检查表" in text_of(client.get(page("sheet_import")))


def test_the_board_shows_every_body_of_a_kind(
    begun: Inspection, housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    text = text_of(client.get(page("board")))
    assert "同类平均" in text
    text = text_of(client.get(page("board") + f"?kind={housing.kind}&sort=late"))
    assert housing.name in text
    assert street.name not in text.split("<tbody>")[1]
    csv = text_of(client.get(page("board") + f"?kind={street.kind}&csv=1"))
    assert street.name in csv
    assert "逾期未公开" in csv


def test_one_body_is_opened(begun: Inspection, housing: Agency, supervisor: Person, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    text = text_of(client.get(page("board_one", housing.pk)))
    assert "“预算”：2025-02-10形成" in text
    assert "不能说明" in text
    late = page("obligations", housing.pk) + "?standing=late"
    assert late in text
    assert client.get(late).status_code == 200


@pytest.mark.parametrize("many", [1, 12])
def test_a_board_of_many_asks_no_more_than_one_of_few(
    district: Agency, housing: Agency, supervisor: Person, sign_in: SignIn, many: int
) -> None:
    for at in range(many):
        found(f"第{at}局", district, at)
    client = sign_in(supervisor)
    client.get(page("board"))
    with CaptureQueriesContext(connection) as asked:
        client.get(page("board"))
    assert len(asked) <= 70


def test_who_looks_after_nobody_has_no_board(housing: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    client = sign_in(appoint(Role.HEAD, housing))
    assert client.get(page("board")).status_code == 403
    assert client.get(page("board_one", housing.pk)).status_code == 404
