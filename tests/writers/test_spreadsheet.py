"""Nothing that goes into a spreadsheet is executed there, and nothing else is changed."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.writers.spreadsheet import csv_text, neutral, xlsx_bytes


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 533", "'+86 533"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        (-5, -5),
        ("-5", "-5"),
        ("+2.5", "+2.5"),
        ("-", "'-"),
        (None, None),
        ("示范区", "示范区"),
        ("'quoted", "'quoted"),
    ],
)
def test_only_what_would_be_executed_is_changed(value: object, shown: object) -> None:
    assert neutral(value) == shown


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    shown = str(neutral(text))
    assert not shown.startswith(("=", "@", "\t", "\r"))
    assert shown.lstrip("'") == text.lstrip("'")


def test_csv_opens_in_excel_and_reads_back() -> None:
    text = csv_text(["机关", "件数"], [["=1+1", 3], ["甲,乙", None]])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["机关", "件数"], ["'=1+1", "3"], ["甲,乙", ""]]


class Named:
    def __str__(self) -> str:
        return "=cmd|' /C calc'!A0"


def test_what_is_written_by_its_name_is_text_like_any_other() -> None:
    text = csv_text(["承办科室", "日期", "件数"], [[Named(), date(2026, 3, 2), -5]])
    assert list(csv.reader(io.StringIO(text[1:])))[1] == ["'=cmd|' /C calc'!A0", "2026-03-02", "-5"]
    assert read_back(xlsx_bytes("办件", ["承办科室"], [[Named()]]))[1] == ["'=cmd|' /C calc'!A0"]


@given(st.text(st.characters(codec=None)))
def test_no_character_keeps_a_list_from_being_handed_out(text: str) -> None:
    assert read_back(xlsx_bytes("办件", ["申请内容"], [["a" + text + "\ud800\ufffe\uffff\0"]]))[1]


def read_back(data: bytes) -> list[list[object]]:
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_workbook_reads_back() -> None:
    data = xlsx_bytes("办件", ["编号", "期限", "件数"], [["=1+1", date(2026, 3, 2), 3], ["甲\x07乙", None, ""]])
    head, first, second = read_back(data)
    assert head == ["编号", "期限", "件数"]
    assert first[0] == "'=1+1"
    assert str(first[1]).startswith("2026-03-02")
    assert first[2] == 3
    assert second[:2] == ["甲乙", None]
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold) == ("办件", "A2", True)


def test_nothing_in_a_workbook_is_a_formula() -> None:
    (sheet,) = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("x", ["=1"], [["=HYPERLINK(1)"], ["@a"]]))).worksheets
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert kinds == {"s"}


def test_anything_else_is_written_as_it_prints() -> None:
    class Agency:
        def __str__(self) -> str:
            return "=示范区"

    assert read_back(xlsx_bytes("x", ["机关"], [[Agency()]]))[1] == ["'=示范区"]


def test_text_that_no_cell_holds_is_cut() -> None:
    assert len(str(read_back(xlsx_bytes("x", ["a"], [["长" * 40_000]]))[1][0])) == 32_000
