"""Existing stock taken in: all of it or nothing, public under its own day, a report for every row."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cli import main
from gongkai.errors import NotAllowed, Refused
from gongkai.papers import rich_text
from gongkai.publication import changing, importing, numbering, queries
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.importing import Outcome, import_items
from gongkai.publication.models import Attachment, Column, Item, Showing, Version
from gongkai.publication.stock_entries import Entry as Said
from gongkai.publication.stock_entries import entry, plain_body
from gongkai.publication.stock_rows import COLUMNS, RawRow, open_rows
from gongkai.publication.words import Way
from gongkai.writers.spreadsheet import csv_text

from .conftest import AT, TODAY, audited, nothing_after

ROW: dict[str, Any] = {
    "标题": "示范区城乡居民最低生活保障办法", "文号": "示民发〔2024〕4号", "成文日期": date(2024, 3, 1),
    "公开日期": "2024年3月8日", "主题分类": "民政", "条例事项": "第二十条第（一）项", "体裁": "行政规范性文件",
    "有效性": "有效", "渠道": "政府网站、公示栏",
    "正文": "第一条　为保障困难居民，制定本办法。\n第二条　本办法自印发之日起施行。",
}  # fmt: skip


def xlsx(*rows: dict[str, Any], head: tuple[str, ...] = COLUMNS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(head)
    for row in rows:
        sheet.append([row.get(name) for name in head])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows: dict[str, Any]) -> str:
    return csv_text(COLUMNS, [[row.get(name, "") for name in COLUMNS] for row in rows])


def taken(bureau: Agency, clerk: Person, *rows: dict[str, Any], **more: Any) -> Outcome:
    return import_items(clerk, bureau, xlsx(*rows), name="存量.xlsx", at=AT, **more)


def test_public_at_once_under_its_own_day(bureau: Agency, clerk: Person) -> None:
    outcome = taken(bureau, clerk, ROW)
    assert (outcome.applied, outcome.taken, outcome.errors) == (True, 1, 0)
    item = queries.shown().get()
    assert (item.title, item.document_number, item.genre) == (ROW["标题"], ROW["文号"], "normative")
    assert (item.first_public_on, item.came_in_on, item.released_at) == (date(2024, 3, 8), TODAY, AT)
    assert (item.made_on, item.category, item.validity) == (date(2024, 3, 1), "20.1", "in_force")
    assert item.number == f"G{bureau.pk:05d}/2024-00001"
    assert "存量.xlsx" in item.original_proof
    assert "第2行" in item.original_proof
    version = Version.objects.select_related("item").get()
    assert item.current == version
    assert version.text == "第一条 为保障困难居民，制定本办法。\n第二条 本办法自印发之日起施行。"
    assert version.body == rich_text.clean(version.body)
    assert version.sha256 == fingerprint(version)
    assert item.summary == version.text.replace("\n", " ")
    shown = Showing.objects.order_by("pk").values_list("way", "from_on")
    assert list(shown) == [(Way.WEBSITE, date(2024, 3, 8)), (Way.BOARD, date(2024, 3, 8))]
    data = json.loads(audited("items.import").data)
    assert data["taken"] == 1
    assert len(data["sha256"]) == 64


def test_a_dry_run_changes_nothing(bureau: Agency, clerk: Person) -> None:
    before = Entry.objects.count()
    outcome = taken(bureau, clerk, ROW, dry_run=True)
    assert (outcome.applied, outcome.taken) == (False, 1)
    assert nothing_after(before)
    assert not Item.objects.exists()
    assert numbering.take(bureau, AT).endswith("2026-00001")


def test_one_wrong_row_and_nothing_comes_in(bureau: Agency, clerk: Person) -> None:
    before = Entry.objects.count()
    outcome = taken(bureau, clerk, ROW, {**ROW, "标题": "", "体裁": "诗"}, {"标题": "第三行"})
    assert (outcome.applied, outcome.taken, outcome.errors) == (False, 2, 1)
    lines = list(outcome.report.lines())
    assert [(line.row, line.step) for line in lines] == [(2, "taken"), (3, "error"), (4, "taken")]
    assert "缺少标题" in lines[1].message
    assert "体裁“诗”不认识" in lines[1].message
    assert nothing_after(before)
    assert not Item.objects.exists()
    assert "".join(outcome.report.csv()).count("\n") == 4
    (head, *rows) = open_workbook(outcome.report.xlsx())
    assert head == ["行", "结果", "索引号", "标题", "说明"]
    assert [row[1] for row in rows] == ["收录", "有误", "收录"]


def open_workbook(data: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook

    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]


def test_blank_where_unknown(bureau: Agency, clerk: Person) -> None:
    outcome = taken(bureau, clerk, {"标题": "只知道标题"})
    assert outcome.applied
    (line,) = outcome.report.lines()
    assert "没有公开日期" in line.message
    item = queries.shown().get()
    assert (item.first_public_on, item.original_proof, item.made_on) == (TODAY, "", None)
    assert item.summary == "只知道标题"


def test_the_series_goes_on_behind_the_numbers_of_the_list(bureau: Agency, clerk: Person) -> None:
    mine = f"G{bureau.pk:05d}/2024-00135"
    outcome = taken(
        bureau, clerk, {**ROW, "标题": "没有号", "文号": ""}, {**ROW, "索引号": mine},
        {**ROW, "标题": "别的写法", "索引号": "014225972/2019-00001"},
    )  # fmt: skip
    assert outcome.applied, outcome.report.first_errors
    numbers = list(Item.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"G{bureau.pk:05d}/2024-00136", mine, "014225972/2019-00001"]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"索引号": "A/1"}, "在清单中重复"),
        ({"索引号": "A/2", "正文": "秘密★1年\n关于某事"}, "国家秘密标志"),
        ({"公开日期": "2024-02-30", "索引号": "A/2"}, "不是日期"),
        ({"公开日期": "2024-02-01", "索引号": "A/2"}, "早于成文日期"),
        ({"公开日期": "2026-03-17", "索引号": "A/2"}, "到今天之间"),
        ({"有效性": "有效", "失效日期": "2025-01-01", "索引号": "A/2"}, "失效日期已过"),
        ({"有效性": "大概", "索引号": "A/2"}, "有效性“大概”"),
        ({"条例事项": "第九十九条", "索引号": "A/2"}, "条例事项"),
        ({"标题": "=1+1", "索引号": "A/2"}, "公式"),
    ],
)
def test_wrong_rows(bureau: Agency, clerk: Person, second: dict[str, Any], words: str) -> None:
    outcome = taken(bureau, clerk, {**ROW, "索引号": "A/1"}, {**ROW, **second})
    assert not outcome.applied
    assert words in outcome.report.first_errors[0].message


def test_not_twice(bureau: Agency, clerk: Person) -> None:
    assert taken(bureau, clerk, {**ROW, "索引号": "A/1"}, {**ROW, "标题": "另一个"}).applied
    again = taken(bureau, clerk, {**ROW, "索引号": "A/1"}, {**ROW, "标题": "另一个"})
    assert [line.message for line in again.report.first_errors] == [
        "索引号在系统中已有；已经导入过的，请从清单中删去。",
        "系统或者清单中已有标题、文号、成文日期都相同的信息。",
    ]
    assert Item.objects.count() == 2


def test_by_whom(bureau: Agency, officer: Person, stranger: Person) -> None:
    for user in (officer, stranger):
        with pytest.raises(NotAllowed):
            import_items(user, bureau, xlsx(ROW), at=AT)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not a list at all", "没有找到表头"),
        (b"PK\x03\x04 broken", "无法读取"),
        (xlsx(), "清单是空的"),
        (xlsx(ROW, head=COLUMNS[:-1]), "表头缺少：正文"),
        (b"\x80\x81\xff\xfe" * 9, "编码|表头"),
    ],
)
def test_no_such_list(bureau: Agency, clerk: Person, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        import_items(clerk, bureau, data, at=AT)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_as_csv(bureau: Agency, clerk: Person, encoding: str) -> None:
    text = csv({**ROW, "成文日期": "20240301"}).lstrip("\ufeff")
    assert import_items(clerk, bureau, text.encode(encoding), at=AT).applied
    item = queries.shown().get()
    assert (item.title, item.made_on) == (ROW["标题"], date(2024, 3, 1))


def test_what_no_feed_can_hold_does_not_come_in(bureau: Agency, clerk: Person) -> None:
    """One such title, and no feed with it could be read by anybody."""
    body = "第一段\x03。\n第二\t段。"
    row = {**ROW, "标题": "关于\x01低保\x0b的\ufffe\u202e通知", "文号": "示民发\x02〔2025〕1号", "正文": body}
    assert import_items(clerk, bureau, csv(row).encode(), name="存量.csv", at=AT).applied
    item = Item.objects.get()
    assert item.current is not None
    assert (item.title, item.document_number) == ("关于低保的通知", "示民发〔2025〕1号")
    assert item.current.text == "第一段。\n第二 段。"


def test_the_only_column_of_its_category(bureau: Agency, clerk: Person) -> None:
    column = Column.objects.create(agency=bureau, title="规范性文件", category="20.1", from_on=TODAY)
    taken(bureau, clerk, ROW)
    assert queries.shown().get().column == column


def test_more_than_one_portion(bureau: Agency, clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[int] = []
    hook = changing._Hook(lambda item: batches.append(1), lambda items: batches.append(len(items)))
    monkeypatch.setattr(changing, "_hooks", {"test": hook})
    monkeypatch.setattr(importing, "PORTION", 3)
    rows = [{**ROW, "标题": f"第{n}条", "文号": ""} for n in range(7)]
    assert taken(bureau, clerk, *rows).taken == 7
    assert batches == [3, 3, 1]
    assert queries.shown().count() == 7


def test_a_folder_with_attachments(bureau: Agency, clerk: Person, tmp_path: Path) -> None:
    where = tmp_path / "stock"
    (where / "A_1").mkdir(parents=True)
    (where / "list.csv").write_text(csv({**ROW, "索引号": "A/1"}, {**ROW, "标题": "带附件", "文号": ""}), "utf-8")
    (where / "A_1" / "附件1.txt").write_text("甲", "utf-8")
    (where / "A_1" / "附件2.txt").write_text("乙", "utf-8")
    (where / "带附件.txt").write_text("丙", "utf-8")
    outcome = import_items(clerk, bureau, where, name="stock", at=AT)
    assert outcome.applied, outcome.report.first_errors
    found = Attachment.objects.order_by("pk").values_list("version__item__title", "name", "text")
    assert list(found) == [
        (ROW["标题"], "附件1.txt", "甲"), (ROW["标题"], "附件2.txt", "乙"), ("带附件", "带附件.txt", "丙"),
    ]  # fmt: skip
    for version in Version.objects.all():
        assert version.sha256 == fingerprint(version)


def test_a_file_that_no_row_is_called_by(bureau: Agency, clerk: Person, tmp_path: Path) -> None:
    where = tmp_path / "stock"
    where.mkdir()
    (where / "list.csv").write_text(csv(ROW), "utf-8")
    (where / "不知道是谁的.txt").write_text("甲", "utf-8")
    outcome = import_items(clerk, bureau, where, at=AT)
    assert not outcome.applied
    assert outcome.report.first_errors[0].title == "不知道是谁的.txt"
    (where / "second.csv").write_text("x", "utf-8")
    with pytest.raises(Refused, match="只有一份清单"):
        import_items(clerk, bureau, where, at=AT)


def test_the_command(bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, report = tmp_path / "list.xlsx", tmp_path / "report.csv"
    path.write_bytes(xlsx(ROW))
    asked = ["import", "items", str(path), "--agency", bureau.name]
    assert main([*asked, "--dry-run"]) == 0
    assert "试运行" in capsys.readouterr().out
    assert main([*asked, "--report", str(report)]) == 0
    assert "收录1，有误0。已导入。" in capsys.readouterr().out
    assert report.read_text("utf-8-sig").startswith("行,结果,索引号,标题,说明")
    assert main(asked) == 1
    assert "一行也没有导入" in capsys.readouterr().out


# -- rows -------------------------------------------------------------------------------------------------
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_a_workbook_reads_as_it_was_written(said: list[tuple[str, str]]) -> None:
    rows = [{"标题": f"t{title}", "正文": f"b{body}"} for title, body in said]
    found = [(row.values["标题"], row.values["正文"]) for row in open_rows(xlsx(*rows))]
    assert found == [(row["标题"].strip(), row["正文"].strip()) for row in rows]


@given(st.text("一二三。，（）《》ab12 \t\n　“”%", max_size=60))
def test_plain_text_becomes_what_cleaning_would_make_of_it(text: str) -> None:
    html, words = plain_body(text)
    assert html == rich_text.clean(html)
    assert words == rich_text.text_of(html)


@given(st.dates(date(1990, 1, 1), TODAY), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]))
def test_days_as_people_write_them(day: date, shape: str) -> None:
    assert said(公开日期=day.strftime(shape)).public_on == day


@pytest.mark.parametrize(
    ("words", "code"),
    [("20.5", "20.5"), ("第二十条第（五）项", "20.5"),
     ("《条例》第二十条第五项", "20.5"), ("第二十条（五）", "20.5"),
     ("20（5）", "20.5"),
     ("财政预算、决算信息", "20.7"), ("社会救助", "21.7"), ("", "")],
)  # fmt: skip
def test_matters_of_the_regulation(words: str, code: str) -> None:
    assert said(条例事项=words).category == code


def said(**values: str) -> Said:
    row = RawRow(2, {**dict.fromkeys(COLUMNS, ""), "标题": "某信息", **values})
    found = entry(row, today=TODAY)
    assert not found.faults, found.faults
    return found
