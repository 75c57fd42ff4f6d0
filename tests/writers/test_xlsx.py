"""The workbook: stated figures as values, formulas beside them, and no cell that a stranger's text could start."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.workbook import Workbook

from gongkai.readers import extract
from gongkai.readers.document import Paragraph, Table
from gongkai.statute.form import AnnualReport, Finding, Section, Value, edition
from gongkai.writers import write, xlsx
from gongkai.writers.layout import grids

from . import made_up


def opened(report: AnnualReport, *, shown: bool = False, findings: tuple[Finding, ...] = ()) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(report, "xlsx", findings=findings)), data_only=shown)


def with_figures(**changes: Value) -> AnnualReport:
    """All of table 3 and 4 zero but for what is given (3.7/自然人 as row_3_7)."""
    names = {c.name: 0 for b in edition("2021").blocks[4:] for c in b.cells}
    return replace(made_up.report(), figures={**names, **changes})


def test_one_sheet_for_the_text_and_one_a_table() -> None:
    assert opened(made_up.report()).sheetnames == ["正文", "表2", "表3", "表4"]


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_figures_are_numbers_in_the_place_of_the_form(code: str) -> None:
    report = made_up.report(code)
    book = opened(report)
    for grid in grids(report):
        sheet = book[f"表{grid.table}"]
        for y, row in enumerate(grid.rows, 1):
            for box in row:
                value = sheet.cell(y, box.column + 1).value
                if box.cell is None:
                    assert value == box.text
                else:
                    stated = report.figures[box.cell.name]
                    assert value == (float(stated) if isinstance(stated, Decimal) else stated)


def test_a_blank_is_blank_and_a_slash_is_text() -> None:
    book = opened(with_figures(**{"1/自然人": None, "1/商业企业": "/"}))
    assert book["表3"]["D4"].value is None
    assert (book["表3"]["E4"].value, book["表3"]["E4"].data_type) == ("/", "s")


def test_decimals_are_shown_as_stated() -> None:
    report = replace(
        made_up.report(), figures={**made_up.report().figures, "行政事业性收费/本年收费金额": Decimal("2.020")}
    )
    cell = opened(report)["表2"]["B14"]
    assert (cell.value, cell.number_format) == (2.02, "0.000")


def test_text_stands_in_order_without_the_tables() -> None:
    sheet = opened(made_up.report())["正文"]
    lines = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert lines[0] == "示范区建设局2024年政府信息公开工作年度报告"
    assert lines[1:3] == list(made_up.PREAMBLE)
    assert lines[-1] == "收取信息处理费0元。"
    assert sheet.max_column == 1


def test_sound_sums_show_a_tick_everywhere() -> None:
    zero = opened(with_figures(), shown=True)
    assert {zero["表3"].cell(row, 11).value for row in range(4, 29)} == {"✓"}
    assert {zero["表3"].cell(row, column).value for row in (29, 30) for column in range(4, 11)} == {"✓"}
    assert [zero["表4"].cell(4, column).value for column in (16, 17, 18)] == ["✓"] * 3


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"1/总计": 3}, "表3!K4", "差 3"),
        ({"1/自然人": 3}, "表3!K4", "差 -3"),
        ({"1/自然人": 3}, "表3!D30", "差 3"),
        ({"1/总计": None}, "表3!K4", "总计未填"),
        ({"1/总计": "/"}, "表3!K4", "✓"),
        ({"3.7/总计": 5}, "表3!J29", "差 5"),
        ({"3.3.8/科研机构": 2}, "表3!F29", "差 -2"),
        ({"3.7/总计": None}, "表3!J29", "总计未填"),
        ({"4/其他": None}, "表3!I30", "未填全"),
        ({"复议后起诉/总计": 1}, "表4!R4", "差 1"),
        ({"行政复议/尚未审结": 1}, "表4!P4", "差 -1"),
    ],
)
def test_what_does_not_add_up_shows_by_how_much(changes: dict[str, Value], place: str, words: str) -> None:
    sheet, cell = place.split("!")
    assert opened(with_figures(**changes), shown=True)[sheet][cell].value == words


def test_a_row_of_blanks_has_nothing_to_check() -> None:
    blanks: dict[str, Value] = {f"1/{c.label}": None for c in edition("2021").table(3)[0].columns}
    assert opened(with_figures(**blanks), shown=True)["表3"]["K4"].value is None


def calculated(formula: str, sheet: Any) -> str:
    """What a spreadsheet makes of one of our formulas, worked out from the cells and not by our writer."""

    def values(reference: str) -> list[Any]:
        first, _, last = reference.partition(":")
        return [c.value for row in sheet[f"{first}:{last or first}"] for c in row]

    def numbers(*references: str) -> list[float]:
        return [v for r in references for v in values(r) if isinstance(v, int | float)]

    cells = re.compile(r"\b[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?\b")
    text = cells.sub(lambda m: f"'{m[0]}'", formula[1:])
    text = re.sub(r"'(\w+)'=\"\"", r"BLANK('\1')", text).replace("=0", "==0").replace('"差 "&(', "BY(")
    functions: dict[str, Callable[..., Any]] = {
        "IF": lambda test, yes, no: yes if test else no,
        "COUNT": lambda *r: len(numbers(*r)),
        "SUM": lambda *r: sum(numbers(*r)),
        "N": lambda r: sum(numbers(r)),
        "OR": lambda *tests: any(tests),
        "BLANK": lambda r: values(r) == [None],
        "BY": lambda n: f"差 {n}",
    }
    return str(eval(text, {"__builtins__": {}}, functions))


@settings(max_examples=15, deadline=None)
@given(made_up.any_figures(edition("2021")))
def test_what_is_saved_is_what_the_formula_gives(figures: dict[str, Value]) -> None:
    report = replace(made_up.report(), figures=figures)
    formulas, shown = opened(report), opened(report, shown=True)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    result = shown[sheet.title][cell.coordinate].value
                    assert (result or "") == calculated(str(cell.value), sheet)
    assert seen == 25 + 14 + 3


def test_a_report_that_breaks_off_is_checked_as_far_as_it_goes() -> None:
    cut = [c.name for b in edition("2021").blocks for c in b.cells if c.row.code not in ("3.7", "4")]
    book = opened(replace(made_up.report(), figures=dict.fromkeys(cut, 0)), shown=True)
    assert book["表3"].max_row == 3 + 23
    assert book["表3"]["K4"].value == "✓"


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.b")', "\t=1", "\r=1"])
def test_text_that_begins_like_a_formula_stays_text(evil: str) -> None:
    finding = Finding("A6", "warning", evil, found=evil, place=evil)
    report = replace(made_up.report(), title=evil, preamble=(evil,), sections=(Section(evil, 1, (evil,)),))
    book = opened(report, findings=(finding,))
    texts = [c for s in ("正文", "核验问题") for row in book[s].iter_rows() for c in row if c.value is not None]
    assert all(c.data_type in ("s", "inlineStr") for c in texts)
    assert book["正文"]["A1"].value == evil.strip()
    assert all(c.quotePrefix for c in texts if str(c.value)[0] in "=+-@")
    assert book["正文"]["A1"].quotePrefix


def test_findings_are_a_sheet_of_their_own_and_mark_their_cells() -> None:
    finding = Finding("A1", "error", "总计不等于各列之和。", ("1/总计",), 82, 83, "表3第1行")
    book = opened(made_up.report(), findings=(finding,))
    rows = list(book["核验问题"].iter_rows(values_only=True))
    assert rows[1] == ("错误", "A1", "1/总计", 82, 83, "总计不等于各列之和。", "表3第1行")
    assert book["表3"]["J4"].fill.fgColor.rgb == "00FDE2E0"
    assert book["表3"]["I4"].fill.fill_type is None


def test_it_prints_on_a4_with_its_headers_and_stays_in_view() -> None:
    book = opened(made_up.report())
    assert {str(s.page_setup.paperSize) for s in book} == {"9"}
    assert book["表4"].page_setup.orientation == "landscape"
    assert book["表3"].print_title_rows == "$1:$3"
    assert [book[f"表{n}"].freeze_panes for n in (2, 3, 4)] == ["B1", "D4", "A4"]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write(made_up.report(), "xlsx") == write(made_up.report(), "xlsx")


def test_a_paragraph_longer_than_a_cell_can_hold_goes_on_below() -> None:
    long = "公" * 70_000
    sheet = opened(AnnualReport(preamble=(long,)))["正文"]
    assert "".join(str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)) == long


def test_our_reader_passes_over_the_checks() -> None:
    report = made_up.report()
    document = extract.extract(write(report, "xlsx"))
    assert document.notes == ()
    words = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    words += [c.text for b in document.blocks if isinstance(b, Table) for row in b.rows for c in row]
    assert not [w for w in words if w.startswith(("核对", "✓", "差"))]
    assert "282.105" in words


def test_what_is_no_cell_of_ours_is_left_alone() -> None:
    assert xlsx._finished("xl/styles.xml", b"<f>", {}) == b"<f>"
