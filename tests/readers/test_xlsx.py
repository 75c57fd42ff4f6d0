"""Workbooks: visible sheets in order, merged cells, values as Excel saved them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from gongkai.readers.document import Document
from gongkai.readers.extract import extract
from gongkai.readers.xlsx import position

from . import word
from .show import plain, shown


def book(fill: Callable[[Any], None]) -> Document:
    workbook = openpyxl.Workbook()
    fill(workbook)
    target = io.BytesIO()
    workbook.save(target)
    return extract(target.getvalue(), "report.xlsx")


def rows(*lines: list[Any]) -> Callable[[Any], None]:
    def fill(workbook: Any) -> None:
        for line in lines:
            workbook.active.append(line)

    return fill


def test_headings_and_tables_on_one_sheet() -> None:
    document = book(
        rows(
            ["云山区青田镇2024年政府信息公开工作年度报告"],
            ["一、总体情况"],
            ["2024年，本机关主动公开信息一百条。"],
            ["二、主动公开政府信息情况"],
            ["信息内容", "本年制发件数"],
            ["规章", 0],
            ["行政许可", 2629],
            ["五、存在的主要问题"],
            ["无。"],
        )
    )
    assert plain(document) == [
        "云山区青田镇2024年政府信息公开工作年度报告",
        "一、总体情况",
        "2024年，本机关主动公开信息一百条。",
        "二、主动公开政府信息情况",
        ["信息内容|本年制发件数", "规章|0", "行政许可|2629"],
        "五、存在的主要问题",
        "无。",
    ]


def test_merged_cells_are_spans() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.active
        for line in (["甲", None, "总计"], ["乙", "丙", 1], [None, "丁", 2]):
            sheet.append(line)
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A2:A3")

    assert shown(book(fill)) == [["甲@0x2 总计@2", "乙@0v2 丙@1 1@2", "丁@1 2@2"]]


def test_a_row_left_blank_stays_in_its_table() -> None:
    document = book(
        rows(
            ["", "自然人", "总计"],
            ["一、本年新收政府信息公开申请数量", None, None],
            ["四、结转下年度继续办理", 0, 0],
        )
    )
    assert [len(b) for b in plain(document)] == [3]


def test_sheets_in_order_and_hidden_ones_said() -> None:
    def fill(workbook: Any) -> None:
        workbook.active.append(["甲", 1])
        workbook.create_sheet("底稿").append(["乙", 2])
        workbook.create_sheet("表四").append(["丙", 3])
        workbook["底稿"].sheet_state = "hidden"

    document = book(fill)
    assert plain(document) == [["甲|1"], ["丙|3"]]
    assert document.notes == ("工作表“底稿”是隐藏的，未读入。",)


def test_hidden_rows_and_columns_are_left_out_and_said() -> None:
    def fill(workbook: Any) -> None:
        for line in (["甲", 1, 9], ["乙", 2, 9], ["丙", 3, 9]):
            workbook.active.append(line)
        workbook.active.row_dimensions[2].hidden = True
        workbook.active.column_dimensions["C"].hidden = True

    document = book(fill)
    assert [cells for b in plain(document) for cells in b] == ["甲|1", "丙|3"]
    assert "隐藏的行或列" in document.notes[0]


def test_formulas_without_a_saved_result_are_said() -> None:
    document = book(rows(["甲", 1, "=B1+1"], ["乙", 2, "=B2+1"]))
    assert plain(document) == [["甲|1", "乙|2"]]
    assert document.notes[0].startswith("有2个公式")


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (282.1, "General", "282.1"),
        (0.1 + 0.2, "General", "0.3"),
        (24252.311082, "0.00", "24252.311082"),
        (1234567, "#,##0", "1234567"),
        (date(2024, 12, 31), "yyyy-mm-dd", "2024年12月31日"),
        (0.125, "0.0%", "12.5%"),
        (-15, "General", "-15"),
        ("０", "General", "０"),
        (True, "General", "是"),
    ],
)
def test_values_as_a_person_reads_them(value: Any, format: str, text: str) -> None:
    def fill(workbook: Any) -> None:
        workbook.active.append(["甲", value])
        workbook.active["B1"].number_format = format

    assert plain(book(fill)) == [[f"甲|{text}"]]


def test_a_table_that_starts_in_a_later_column() -> None:
    assert shown(book(rows([None, None, "甲", 1], [None, None, "乙", 2]))) == [["甲@0 1@1", "乙@0 2@1"]]


def test_cached_results_and_inline_strings() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c>'
        '<c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><v>#REF!</v></c><c r="D1" t="s"><v>0</v></c></row>'
        "</sheetData></worksheet>"
    )
    package = word.package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><r><t>政</t></r><r><t>府</t></r>'
            "<rPh><t>zheng</t></rPh></si></sst>",
        }
    )
    assert plain(extract(package)) == [["甲|2|#REF!|政府"]]


@pytest.mark.parametrize(
    ("reference", "place"), [("A1", (0, 0)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("1A", None), ("", None)]
)
def test_references(reference: str, place: tuple[int, int] | None) -> None:
    assert position(reference) == place
