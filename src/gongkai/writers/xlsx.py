"""A report as a workbook: its text, then one sheet a table with the stated figures, and formulas beside them.

Figures are numbers, a blank is blank, "/" is text. Text that a spreadsheet might run (= + - @ …) is stored as
text and marked as such, so that editing the cell does not start it either.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from gongkai.statute.form import AnnualReport, Finding, Value

from . import page
from .layout import Box, Grid, grids
from .outline import Heading, Title, parts, printable, title
from .spreadsheet import RISKY
from .xlsx_checks import Check, checks
from .zipped import packed

_SEVERITY: Final = {"error": "错误", "warning": "存疑", "hint": "提示"}
_LONGEST: Final = 32_000  # a cell holds 32,767 characters
_LINE = Side(style="thin", color="57606A")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_HEAD = PatternFill("solid", fgColor="F1F3F5")
_DOUBT = PatternFill("solid", fgColor="FDE2E0")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>(.*?)</f><v ?(?:/>|></v>)</c>', re.DOTALL)
_SAVED_AT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def write(report: AnnualReport, findings: Sequence[Finding] = ()) -> bytes:
    """The XLSX: sheets 正文, 表2, 表3, 表4, and 核验问题 where there are findings."""
    book = Workbook()
    book.properties.title, book.properties.creator = title(report)[:255], printable(report.agency or "")[:255]
    book.properties.language = "zh-CN"
    _text(book.active, report)
    doubtful = {name for f in findings for name in f.cells}
    shown: dict[str, dict[str, str]] = {}
    for number, grid in enumerate(grids(report), 2):
        sheet = book.create_sheet(f"表{grid.table}")
        found = checks(grid, report.figures)
        _grid(sheet, grid, report, doubtful)
        _checks(sheet, grid, found)
        _print(sheet, grid)
        shown[f"xl/worksheets/sheet{number}.xml"] = {
            f"{get_column_letter(c.column)}{c.row}": c.shows for c in found
        }
    if findings:
        _findings(book.create_sheet("核验问题"), findings)
    out = io.BytesIO()
    book.save(out)
    return packed(out.getvalue(), lambda name, data: _finished(name, data, shown.get(name, {})))


def _finished(name: str, data: bytes, shown: dict[str, str]) -> bytes:
    """A member of the package with formula results saved and without the time of day."""
    if name == "docProps/core.xml":
        return _SAVED_AT.sub(b"", data)

    def saved(found: re.Match[bytes]) -> bytes:
        result = escape(shown.get(found[1].decode(), ""), quote=False).encode("utf-8")
        return b'<c r="%b"%b t="str"><f>%b</f><v>%b</v></c>' % (found[1], found[2], found[3], result)

    return _FORMULA.sub(saved, data) if shown else data


def _put(sheet: Any, row: int, column: int, value: str | int | Decimal | None) -> Any:
    """A value into a cell; text is never a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(RISKY)
    return cell


def _text(sheet: Any, report: AnnualReport) -> None:
    """One row for the title, each heading and each paragraph."""
    sheet.title = "正文"
    sheet.column_dimensions["A"].width = 90
    row = 0
    for part in parts(report):
        if isinstance(part, Grid):
            continue
        for start in range(0, len(part.text), _LONGEST):
            row += 1
            cell = _put(sheet, row, 1, part.text[start : start + _LONGEST])
            cell.alignment = _MIDDLE if isinstance(part, Title) else Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=isinstance(part, Title | Heading), size=16 if isinstance(part, Title) else 12)
    sheet.freeze_panes = "A2"
    _paper(sheet, "portrait")


def _grid(sheet: Any, grid: Grid, report: AnnualReport, doubtful: set[str]) -> None:
    for y, row in enumerate(grid.rows, 1):
        for box in row:
            _box(sheet, y, box, report.figures.get(box.cell.name) if box.cell else None, doubtful)
    for at, width in enumerate(page.column_widths(grid), 1):
        sheet.column_dimensions[get_column_letter(at)].width = max(7.0, round(width / 2.1, 1))


def _box(sheet: Any, y: int, box: Box, value: Value, doubtful: set[str]) -> None:
    column = box.column + 1
    cell = _put(sheet, y, column, value if box.cell else box.text)
    for dy in range(box.rowspan):
        for dx in range(box.colspan):
            sheet.cell(y + dy, column + dx).border = _BORDER
    cell.alignment = _LEFT if box.head == "row" else _MIDDLE
    if box.head == "col":
        cell.fill = _HEAD
    if box.cell:
        cell.number_format = _number_format(value)
        if box.cell.name in doubtful:
            cell.fill = _DOUBT
    if box.rowspan > 1 or box.colspan > 1:
        sheet.merge_cells(
            start_row=y, start_column=column, end_row=y + box.rowspan - 1, end_column=column + box.colspan - 1
        )


def _number_format(value: Value) -> str:
    """As many decimals as were stated."""
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return f"0.{'0' * places}" if places else "0"


def _checks(sheet: Any, grid: Grid, found: Sequence[Check]) -> None:
    beside = len(grid.widths)
    for check in found:
        cell = sheet.cell(check.row, check.column)
        cell.value = check.formula
        cell.alignment = _MIDDLE
        if check.column > beside:
            label = sheet.cell(1, check.column)
            label.value, label.alignment, label.font = check.label, _MIDDLE, Font(italic=True)
            sheet.column_dimensions[get_column_letter(check.column)].width = 16
        else:
            label = sheet.cell(check.row, 1)
            label.value, label.font = check.label, Font(italic=True)


def _print(sheet: Any, grid: Grid) -> None:
    labels = next((min(b.column for b in row if b.cell) for row in grid.rows if any(b.cell for b in row)), 0)
    sheet.freeze_panes = f"{get_column_letter(labels + 1)}{grid.heads + 1}"
    if grid.heads:
        sheet.print_title_rows = f"1:{grid.heads}"
    _paper(sheet, "landscape" if grid.table == 4 else "portrait")


def _paper(sheet: Any, orientation: str) -> None:
    """A4, as wide as one page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "— &P —"


def _findings(sheet: Any, findings: Sequence[Finding]) -> None:
    heads = (("程度", 8), ("关系", 10), ("单元格", 30), ("应为", 12), ("现为", 12), ("说明", 70), ("位置", 24))
    for at, (head, width) in enumerate(heads, 1):
        cell = _put(sheet, 1, at, head)
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(at)].width = width
    for y, f in enumerate(findings, 2):
        values = (_SEVERITY[f.severity], f.relation, "、".join(f.cells), f.expected, f.found, f.message, f.place)
        for at, value in enumerate(values, 1):
            shown = printable(value)[:_LONGEST] if isinstance(value, str) else value
            _put(sheet, y, at, shown).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    _paper(sheet, "landscape")
