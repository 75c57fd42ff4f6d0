from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries, Settings

from gongkai.accounts.models import Person
from gongkai.agencies import listing
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cases import due, ledger, table3
from gongkai.cases.importing import Outcome, import_cases
from gongkai.cases.models import Applicant, Case, CaseEvent, Fee
from gongkai.cases.receiving import of_case
from gongkai.cases.states import State
from gongkai.cli import main
from gongkai.errors import NotAllowed, Refused
from gongkai.letters import numbering
from gongkai.letters.models import Series

from .asking import CREDIT_CODE, NUMBER, asked
from .conftest import AT, TODAY, entries

OPEN: dict[str, Any] = {
    "编号": "〔2026〕7号", "收到日期": date(2026, 2, 24), "收到方式": "邮寄", "申请人类型": "自然人",
    "申请人": "张三丰",
    "证件号码": NUMBER, "联系方式": "13812345678 示范区人民路1号", "申请内容": "低保资金发放明细",
}  # fmt: skip
CLOSED: dict[str, Any] = {
    **OPEN, "编号": "〔2025〕12号", "收到日期": "2025-11-03", "处理决定日期": "2025年11月20日", "办理结果": 3.1,
    "文号": "示民公开〔2025〕9号", "送达日期": "2025/11/24", "收费金额": "300",
}  # fmt: skip


def book(*rows: dict[str, Any], columns: tuple[str, ...] = ledger.COLUMNS, title: str = "") -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    if title:
        sheet.append([title])
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(user: Person, agency: Agency, *rows: dict[str, Any], dry_run: bool = False) -> Outcome:
    return import_cases(user, agency, book(*rows), dry_run=dry_run, at=AT)


def test_a_running_and_a_closed_case(head: Person, bureau: Agency) -> None:
    outcome = bring(head, bureau, CLOSED, OPEN)
    assert [(line.row, line.number, line.step) for line in outcome.lines] == [
        (2, "〔2025〕12号", "closed"), (3, "〔2026〕7号", "open"),
    ]  # fmt: skip
    assert outcome.applied
    running, closed = Case.objects.get(number="〔2026〕7号"), Case.objects.get(number="〔2025〕12号")
    assert (running.state, running.received_on, running.imported) == (State.OPEN, date(2026, 2, 24), True)
    assert (running.due_on, running.channel) == (date(2026, 3, 23), "signed_post")
    assert (closed.state, closed.counted_row, closed.counted_on) == (State.CLOSED, "3.1", date(2025, 11, 20))
    assert (closed.answered_on, closed.closed_on) == (date(2025, 11, 20), date(2025, 11, 24))
    assert running.applicant == closed.applicant
    assert (running.applicant.phone, running.applicant.document) == ("13812345678", "id_card")
    fee = Fee.objects.get()
    assert (fee.case, fee.method, fee.amount, fee.paid_amount) == (closed, "ledger", 300, 300)
    kinds = [(e.kind, e.on) for e in closed.events.filter(round=1).exclude(kind="imported")]
    assert kinds == [
        ("received", date(2025, 11, 3)), ("posted", date(2025, 11, 20)), ("served", date(2025, 11, 24)),
    ]  # fmt: skip
    told = CaseEvent.objects.get(case=closed, kind="imported").data
    assert told == {"row": "3.1", "letter": "示民公开〔2025〕9号", "line": 2}
    assert of_case(running).on == date(2026, 2, 24)
    assert due.explain(closed, on=TODAY) is not None


def test_one_entry_tells_what_came_and_nobodys_name(head: Person, bureau: Agency) -> None:
    bring(head, bureau, CLOSED, OPEN)
    (entry,) = entries("cases.import")
    assert (entry.actor, entry.object) == (head.key, bureau.key)
    assert '"closed":1,"open":1' in entry.data
    assert not Entry.objects.filter(data__contains="张三丰").exists()


def test_series_go_on_at_the_next_number_in_the_pattern_of_the_ledger(head: Person, bureau: Agency) -> None:
    nine = {**OPEN, "编号": "〔2026〕9号"}
    blank = {**OPEN, "编号": ""}
    outcome = bring(head, bureau, CLOSED, OPEN, nine, blank)
    assert outcome.lines[-1].number == "〔2026〕10号"
    assert outcome.series == ("2025年的下一个编号是〔2025〕13号。", "2026年的下一个编号是〔2026〕11号。")
    assert asked(head, bureau).number == "〔2026〕11号"


def test_padded_numbers_stay_padded(head: Person, bureau: Agency) -> None:
    bring(head, bureau, {**OPEN, "编号": "SQ-2026-0099"}, {**OPEN, "编号": "SQ-2026-0100"})
    assert asked(head, bureau).number == "SQ-2026-0101"


@pytest.mark.parametrize("numbers", [("〔2026〕7号", "2026-8"), ("7", "8"), ("第一件", "第二件")])
def test_numbers_of_no_one_pattern_are_said_to_be_so(
    numbers: tuple[str, ...], head: Person, bureau: Agency
) -> None:
    outcome = bring(head, bureau, *({**OPEN, "编号": number} for number in numbers))
    assert outcome.applied
    assert "没有接续" in outcome.series[0]
    assert not Series.objects.filter(name="case").exists()
    assert asked(head, bureau).number == "YSQ2026-0001"


def test_numbers_given_out_before_are_not_given_out_again(head: Person, bureau: Agency) -> None:
    assert asked(head, bureau).number == "YSQ2026-0001"
    bring(head, bureau, {**OPEN, "编号": "YSQ2026-0005"})
    assert asked(head, bureau).number == "YSQ2026-0006"


def test_a_series_that_was_set_keeps_its_look(head: Person, bureau: Agency) -> None:
    numbering.start(head, bureau, "case", 2026, next=37, pattern="民公开〔{year}〕{n}号", at=AT)
    told = bring(head, bureau, {**OPEN, "编号": "旧2026-5"}).series
    assert told == ("2026年的下一个编号是民公开〔2026〕37号。",)
    assert asked(head, bureau).number == "民公开〔2026〕37号"


def test_a_dry_run_says_the_same_and_leaves_nothing(head: Person, bureau: Agency) -> None:
    tried = bring(head, bureau, CLOSED, OPEN, dry_run=True)
    assert not tried.applied
    assert not Case.objects.exists()
    assert not Applicant.objects.exists()
    assert not Series.objects.filter(name="case").exists()
    assert not entries("cases.import")
    assert bring(head, bureau, CLOSED, OPEN).lines == tried.lines


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"收到日期": ""}, "缺少收到日期"),
        ({"收到日期": "去年"}, "不是日期"),
        ({"收到日期": "2026-02-30"}, "不是日期"),
        ({"收到日期": date(2026, 3, 3)}, "今天之间"),
        ({"收到日期": date(2007, 1, 1)}, "今天之间"),
        ({"收到方式": "信鸽"}, "收到方式“信鸽”"),
        ({"申请人类型": ""}, "申请人类型"),
        ({"办理结果": "3.3", "处理决定日期": "2026-03-01"}, "行次代码"),
        ({"办理结果": "3.1"}, "须有处理决定日期"),
        ({"处理决定日期": "2026-03-01"}, "须有办理结果"),
        ({"办理结果": "3.1", "处理决定日期": "2026-02-01"}, "早于收到日期"),
        ({"办理结果": "3.1", "处理决定日期": "2026-03-01", "送达日期": "2026-02-28"}, "早于处理决定日期"),
        ({"办理结果": "3.1", "处理决定日期": "2026-03-09"}, "还没有到"),
        ({"收费金额": "免费"}, "整数"),
        ({"收费金额": "-5"}, "整数"),
        ({"收费金额": "NaN"}, "整数"),
        ({"申请人": "长" * 101}, "超过100字"),
        ({"编号": "=A1"}, "公式"),
        ({"编号": "1" * 61}, "编号超过60字"),
    ],
)
def test_one_wrong_row_keeps_all_out(change: dict[str, Any], why: str, head: Person, bureau: Agency) -> None:
    outcome = bring(head, bureau, CLOSED, {**OPEN, **change})
    assert not outcome.applied
    (wrong,) = outcome.errors
    assert wrong.row == 3
    assert why in wrong.message
    assert not Case.objects.exists()
    assert not Applicant.objects.exists()
    assert not entries("cases.import")


def test_a_number_twice_or_here_already(head: Person, bureau: Agency) -> None:
    outcome = bring(head, bureau, OPEN, OPEN)
    assert ["重复" in line.message for line in outcome.errors] == [True, True]
    assert bring(head, bureau, OPEN).applied
    again = bring(head, bureau, OPEN)
    assert "已有" in again.errors[0].message
    assert Case.objects.count() == 1


def test_the_same_number_under_another_name_is_a_slip_to_look_at(head: Person, bureau: Agency) -> None:
    outcome = bring(head, bureau, CLOSED, {**OPEN, "申请人": "章三丰"})
    assert "核对" in outcome.errors[0].message
    assert "张三丰" not in outcome.errors[0].message


def test_what_is_not_known_stays_blank_and_is_told(head: Person, bureau: Agency) -> None:
    bare = {"收到日期": "20260224", "申请人类型": "企业"}
    outcome = bring(head, bureau, bare, bare)
    assert outcome.lines[0].message.endswith("收到方式未记载；申请人未记载")
    one, two = Case.objects.order_by("pk")
    assert (one.number, one.channel, one.applicant_class) == ("YSQ2026-0001", "unrecorded", "business")
    assert one.applicant != two.applicant
    assert one.description == one.applicant.name == ledger.UNRECORDED


@pytest.mark.parametrize(
    ("number", "document", "note"),
    [
        (CREDIT_CODE, "credit_code", ""),
        ("3703**********1231", "", "不完整"),
        ("HQ-123", "other", "按其他证件"),
    ],
)
def test_documents_as_ledgers_have_them(
    number: str, document: str, note: str, head: Person, bureau: Agency
) -> None:
    row = {**OPEN, "申请人类型": "商业企业", "证件号码": number, "联系方式": "gs@example.cn"}
    (line,) = bring(head, bureau, row).lines
    who = Applicant.objects.get()
    assert (who.document, bool(who.document_hash), who.email) == (document, bool(document), "gs@example.cn")
    assert note in line.message


@pytest.mark.parametrize("who", ["clerk", "reviewer", "outsider", "auditor", "supervisor"])
def test_who_may_not(who: str, request: pytest.FixtureRequest, bureau: Agency) -> None:
    with pytest.raises(NotAllowed):
        bring(request.getfixturevalue(who), bureau, OPEN)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no book", "XLSX"),
        (book(), "是空的"),
        (book(OPEN, columns=ledger.COLUMNS[:-1]), "表头缺少：收费金额"),
        (book(OPEN, columns=("甲", "乙")), "没有找到表头"),
    ],
)
def test_what_is_no_ledger(data: bytes, why: str, head: Person, bureau: Agency) -> None:
    with pytest.raises(Refused, match=why):
        import_cases(head, bureau, data, at=AT)


def test_a_ledger_is_bounded(monkeypatch: pytest.MonkeyPatch, head: Person, bureau: Agency) -> None:
    monkeypatch.setattr(listing, "MAX_ROWS", 1)
    with pytest.raises(Refused, match="超过1行"):
        bring(head, bureau, OPEN, CLOSED)


@pytest.mark.parametrize(
    "lines",
    [b'<row r="999999999999"><c r="A999999999"/></row>', b"<row/>" * 100_000, b"<row/>" * 6_000_000],
    ids=["a row far below", "many empty rows", "unpacked too large"],
)
def test_a_small_file_that_unpacks_to_much_is_refused_at_once(lines: bytes, head: Person, bureau: Agency) -> None:
    """A few kilobytes kept a server busy for hours."""
    out = io.BytesIO()
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData>'
    )
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet % lines + b"</worksheet>" if changed else old.read(name))
    began = time.process_time()
    with pytest.raises(Refused):
        import_cases(head, bureau, out.getvalue(), at=AT)
    assert time.process_time() - began < 5


def test_a_title_above_and_columns_in_any_order(head: Person, bureau: Agency) -> None:
    data = book(OPEN, columns=tuple(reversed(ledger.COLUMNS)), title="2026年依申请公开台账")
    assert import_cases(head, bureau, data, at=AT).applied


def test_many_rows_ask_the_database_no_more_often_than_few(
    head: Person, bureau: Agency, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Whoever registers something meanwhile waits for seconds: one row after the other took over a minute."""
    rows = [{**CLOSED, "编号": f"〔2025〕{n}号", "证件号码": "", "申请人": f"某{n}"} for n in range(1, 301)]
    data = book(*rows, *({**row, "编号": ""} for row in rows))
    with django_assert_max_num_queries(120):
        outcome = import_cases(head, bureau, data, at=AT)
    assert outcome.applied
    assert (Case.objects.count(), CaseEvent.objects.count(), Fee.objects.count()) == (600, 2400, 600)
    assert Applicant.objects.count() == 300


def test_one_person_is_one_applicant_whichever_row_knows_the_number(head: Person, bureau: Agency) -> None:
    asked_before = {**OPEN, "编号": "〔2026〕1号", "联系方式": "13812345678"}
    assert bring(head, bureau, asked_before).applied
    without = {**OPEN, "编号": "〔2026〕2号", "证件号码": "", "联系方式": "13812345678"}
    moved = {**OPEN, "编号": "〔2026〕3号", "联系方式": "13900000000"}
    other = {**OPEN, "编号": "〔2026〕4号", "证件号码": "", "联系方式": "13700000000"}
    assert bring(head, bureau, without, moved, other).applied
    (known, stranger) = Applicant.objects.order_by("pk")
    assert [case.applicant for case in Case.objects.order_by("pk")] == [known, known, known, stranger]
    assert (known.phone, stranger.document_number) == ("13900000000", "")


def test_rows_without_a_number_get_the_next_ones(head: Person, bureau: Agency) -> None:
    rows = [{**OPEN, "编号": "", "收到日期": date(2026, 2, 24)}, {**OPEN, "编号": "", "收到日期": "2026-02-25"}]
    outcome = bring(head, bureau, *rows)
    assert [line.number for line in outcome.lines] == ["YSQ2026-0001", "YSQ2026-0002"]
    assert asked(head, bureau).number == "YSQ2026-0003"


def test_who_was_registered_at_this_moment_keeps_all_out(
    head: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bring(head, bureau, OPEN).applied
    monkeypatch.setattr("gongkai.cases.importing._here", lambda agency, numbers: set())
    with pytest.raises(Refused, match="没有导入任何内容"):
        bring(head, bureau, {**CLOSED}, OPEN)
    assert Case.objects.count() == 1


def test_last_years_carry_over_follows(head: Person, bureau: Agency) -> None:
    carried = {**OPEN, "编号": "〔2025〕40号", "收到日期": "2025-12-30"}
    answered_late = {**CLOSED, "编号": "〔2025〕41号", "收到日期": "2025-12-29", "处理决定日期": "2026-01-12",
                     "送达日期": ""}  # fmt: skip
    bring(head, bureau, CLOSED, carried, answered_late, OPEN)
    before, now = table3.table3(bureau, 2025), table3.table3(bureau, 2026)
    assert (before["1", "total"], before["3.1", "total"], before["4", "total"]) == (3, 1, 2)
    assert (now["1", "total"], now["2", "total"], now["3.1", "total"], now["4", "total"]) == (1, 2, 1, 2)


@pytest.mark.django_db
def test_the_command(
    bureau: Agency, tmp_path: Any, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    file = tmp_path / "台账.xlsx"
    row = {**OPEN, "收到日期": date(2025, 2, 24), "编号": "〔2025〕7号"}
    file.write_bytes(book(row))
    assert main(["import", "cases", str(file), "--agency", bureau.name, "--dry-run"]) == 0
    assert "试运行" in capsys.readouterr().out
    assert main(["import", "cases", str(file), "--agency", bureau.name]) == 0
    out = capsys.readouterr().out
    assert "第2行　在办　〔2025〕7号" in out
    assert "〔2025〕8号" in out
    assert main(["import", "cases", str(file), "--agency", bureau.name]) == 1
    assert "一行也没有导入" in capsys.readouterr().out
    assert entries("cases.import")[0].actor == "operator"
