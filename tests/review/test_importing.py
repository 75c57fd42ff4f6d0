"""A ledger of reconsiderations and lawsuits: all or nothing, never twice, and never over what people entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai import server
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cli import main
from gongkai.errors import NotAllowed, Refused
from gongkai.review import queries
from gongkai.review.importing import import_reviews
from gongkai.review.models import Event, Instance, Proceeding
from gongkai.review.states import State
from tests.publication.test_counts import workbook

from .conftest import AT, HOUR, last_entry
from .rows import proceeding

HEAD: list[object] = ["类型", "收到日期", "关联申请编号", "结案日期", "结果"]
ROWS: list[list[object]] = [
    ["行政复议", date(2024, 3, 4), "2024-00007", date(2024, 5, 6), "结果维持"],
    ["行政复议", "2024年4月8日", "", "2024/6/3", "结果纠正"],
    ["行政复议", "2024.11.20", "", "", ""],
    ["未经复议直接起诉", "2024-06-03", "2024-00009", "2024-09-02", "其他结果"],
    ["复议后起诉", "2024-05-20", "2024-00007", "2025-01-10", "结果维持"],
]
GOOD = workbook(["某局复议诉讼台账"], HEAD, *ROWS)
CELLS_2024 = {
    "行政复议/结果维持": 1, "行政复议/结果纠正": 1, "行政复议/尚未审结": 1, "行政复议/总计": 3,
    "未经复议直接起诉/其他结果": 1, "未经复议直接起诉/总计": 1, "复议后起诉/尚未审结": 1, "复议后起诉/总计": 1,
}  # fmt: skip


def steps(agency: Agency, *rows: list[object], dry_run: bool = False) -> list[tuple[str, str]]:
    outcome = import_reviews(OPERATOR, agency, workbook(HEAD, *rows), dry_run=dry_run, at=AT + HOUR)
    return [(line.step, line.message) for line in outcome.lines]


def cells(agency: Agency, year: int = 2024) -> dict[str, int]:
    return {cell: n for cell, n in queries.table4(agency, year).items() if n}


def snapshot() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Proceeding, Instance, Event, Entry)]


def test_a_dry_run_tells_and_changes_nothing_then_it_is_taken_in(clerk: Person, bureau: Agency) -> None:
    before = snapshot()
    tried = import_reviews(clerk, bureau, GOOD, dry_run=True, at=AT)
    assert [(line.row, line.step) for line in tried.lines] == [(n, "new") for n in range(3, 8)]
    assert not tried.applied
    assert snapshot() == before
    done = import_reviews(clerk, bureau, GOOD, at=AT)
    assert done.applied
    assert cells(bureau) == CELLS_2024
    entry = last_entry("reviews.import")
    assert '"new":5' in entry.data.replace(" ", "")
    pending = Proceeding.objects.get(state=State.UNANSWERED)
    assert (pending.received_on, pending.due_on, pending.imported) == (date(2024, 11, 20), date(2024, 12, 4), True)
    closed = Proceeding.objects.get(case_number="2024-00009")
    assert (closed.state, closed.due_on, closed.created_by) == (State.CLOSED, None, clerk)
    assert sorted(p.number for p in Proceeding.objects.all())[0] == "复议诉讼〔2024〕1号"


def test_the_same_ledger_again_changes_nothing(bureau: Agency) -> None:
    import_reviews(OPERATOR, bureau, GOOD, at=AT)
    rows = [list(model.objects.order_by("pk").values()) for model in (Proceeding, Instance, Event)]
    again = import_reviews(OPERATOR, bureau, GOOD, at=AT + HOUR)
    assert again.applied
    assert {line.step for line in again.lines} == {"same"}
    assert [list(model.objects.order_by("pk").values()) for model in (Proceeding, Instance, Event)] == rows


def test_alike_rows_are_as_many_as_the_ledger_has(bureau: Agency) -> None:
    same: list[object] = ["行政复议", "2024-03-04", "", "", ""]
    assert [step for step, _ in steps(bureau, same, same)] == ["new", "new"]
    decided: list[object] = ["行政复议", "2024-03-04", "", "2024-05-06", "结果维持"]
    assert [step for step, _ in steps(bureau, decided, same)] == ["changed", "same"]
    # In another order it is the same ledger.
    assert [step for step, _ in steps(bureau, same, decided)] == ["same", "same"]
    assert [step for step, _ in steps(bureau, same, decided, same)] == ["same", "same", "new"]
    assert cells(bureau) == {"行政复议/结果维持": 1, "行政复议/尚未审结": 2, "行政复议/总计": 3}


def test_a_later_ledger_brings_the_result_and_an_older_one_does_not_take_it_away(bureau: Agency) -> None:
    pending: list[object] = ["行政复议", "2024-03-04", "甲1", "", ""]
    decided: list[object] = ["行政复议", "2024-03-04", "甲1", "2024-05-06", "结果纠正"]
    steps(bureau, pending)
    assert steps(bureau, decided) == [("changed", "2024-05-06结果纠正")]
    one = Proceeding.objects.get()
    assert (one.state, one.due_on, one.revision) == (State.CLOSED, None, 1)
    assert steps(bureau, pending) == [("same", "与现有的相同，系统已登记结果，予以保留")]
    other: list[object] = ["行政复议", "2024-03-04", "甲1", "2024-05-07", "结果维持"]
    step, says = steps(bureau, other)[0]
    assert (step, says) == ("changed", "系统登记的是2024-05-06结果纠正，改为2024-05-07结果维持")
    assert cells(bureau) == {"行政复议/结果维持": 1, "行政复议/总计": 1}


def test_what_people_entered_is_not_overwritten_and_agreeing_with_it_is_the_same(bureau: Agency) -> None:
    day = date(2024, 5, 6)
    proceeding(bureau, "reconsideration", (date(2024, 3, 4), day, "revoked"), state=State.CLOSED)
    assert steps(bureau, ["行政复议", "2024-03-04", "", "2024-05-06", "结果纠正"])[0][0] == "same"
    before = snapshot()
    step, says = steps(bureau, ["行政复议", "2024-03-04", "", "2024-05-06", "结果维持"])[0]
    assert step == "error"
    assert "2024-05-06撤销" in says
    assert snapshot() == before


def test_a_lawsuit_finds_the_reconsideration_before_it(bureau: Agency) -> None:
    import_reviews(OPERATOR, bureau, GOOD, at=AT)
    lawsuit = Proceeding.objects.get(kind="lawsuit_after_reconsideration")
    assert lawsuit.after_review is not None
    assert lawsuit.after_review.case_number == "2024-00007"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["复议", "2024-03-04", "", "", ""], "类型“复议”不对"),
        (["行政复议", "", "", "", ""], "缺少收到日期"),
        (["行政复议", "2024-13-04", "", "", ""], "不是日期"),
        (["行政复议", "2027-01-04", "", "", ""], "到今天之间"),
        (["行政复议", "1999-01-04", "", "", ""], "到今天之间"),
        (["行政复议", "2024-03-04", "", "2024-05-06", ""], "没有结果"),
        (["行政复议", "2024-03-04", "", "", "结果维持"], "没有结案日期"),
        (["行政复议", "2024-03-04", "", "2024-03-01", "结果维持"], "早于收到日期"),
        (["行政复议", "2024-03-04", "", "2026-12-01", "结果维持"], "还没有到"),
        (["行政复议", "2024-03-04", "", "2024-05-06", "胜诉"], "结果“胜诉”不对"),
        (["行政复议", "2024-03-04", "号" * 61, "", ""], "最多60个字"),
        (["行政复议", "2024-03-04", "=1+1", "", ""], "公式"),
    ],
)
def test_one_wrong_row_keeps_all_out(bureau: Agency, row: list[object], says: str) -> None:
    before = snapshot()
    found = import_reviews(OPERATOR, bureau, workbook(HEAD, ROWS[0], row, ROWS[1]), at=AT)
    assert [line.step for line in found.lines] == ["new", "error", "new"]
    assert says in found.lines[1].message
    assert "0001" not in found.lines[1].title
    assert not found.applied
    assert snapshot() == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv(bureau: Agency, encoding: str) -> None:
    table = "类型,收到日期,关联申请编号,结案日期,结果\n行政复议,2024-3-4,,,尚未审结\n".encode(encoding)
    assert import_reviews(OPERATOR, bureau, table, at=AT).applied
    assert cells(bureau) == {"行政复议/尚未审结": 1, "行政复议/总计": 1}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (workbook(["类型", "收到日期"], ["行政复议", "2024-03-04"]), "表头缺少"), (workbook(HEAD), "空的"),
        (workbook(["年度", "项目"]), "没有找到表头"), (b"\xff\xfe\x00", "无法读取"),
    ],
)  # fmt: skip
def test_what_is_no_such_ledger(bureau: Agency, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        import_reviews(OPERATOR, bureau, data, at=AT)


def test_who_may_not(bureau: Agency, reviewer: Person, supervisor: Person, stranger: Person) -> None:
    before = snapshot()
    for who in (reviewer, supervisor, stranger):
        with pytest.raises(NotAllowed):
            import_reviews(who, bureau, GOOD, at=AT)
    assert snapshot() == before


def test_the_command(
    bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "prepare", lambda: None)
    file = tmp_path / "reviews.xlsx"
    file.write_bytes(GOOD)
    words = ["import", "reviews", str(file), "--agency", bureau.name]
    assert main([*words, "--dry-run"]) == 0
    assert "试运行" in capsys.readouterr().out
    assert not Proceeding.objects.exists()
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "第3行　新增　行政复议 2024-03-04收到 2024-00007　2024-05-06结果维持；系统中没有这个编号的申请" in out
    assert "新增5，更改0，相同0，有误0。已导入。" in out
    assert main(words) == 0
    assert "新增0，更改0，相同5，有误0。" in capsys.readouterr().out
    file.write_bytes(workbook(HEAD, ["复议", "2024-03-04", "", "", ""]))
    assert main(words) == 1
    assert "一行也没有导入" in capsys.readouterr().out
    assert main(["import", "reviews", str(file), "--agency", "没有这个局"]) == 2
    capsys.readouterr()
    assert main(["import", "reviews", str(tmp_path / "没有.xlsx"), "--agency", bureau.name]) == 2
    assert "文件打不开" in capsys.readouterr().err
