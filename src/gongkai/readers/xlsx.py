"""An Excel workbook as blocks: every visible sheet in order, headings as paragraphs, the rest as tables.

Values are what Excel last computed and saved; hidden sheets, rows and columns are left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.errors import TooLarge

from .container import Container, parse_xml
from .document import Block, Document, Paragraph, Table, TableCell
from .limits import Deadline
from .xlsx_values import Styles, Values

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_ROWS = 20_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_HEADING = re.compile(r"[一二三四五六七八九]\s*[、，.．]")
_ROW_LABEL = re.compile(r"新收|结转|办理结果")
_CHECK = "核对："
_LONG = 60

Row = dict[int, TableCell]


@dataclass(slots=True)
class Sheet:
    """Rows of cells by row and column (from 0), merges applied; what was left out."""

    rows: dict[int, Row] = field(default_factory=dict)
    hidden: bool = False


def extract(container: Container, deadline: Deadline) -> Document:
    """Blocks of all visible sheets. Raises Unreadable or TooLarge."""
    shared = _shared(container)
    styles = Styles(_part(container, "xl/styles.xml"))
    blocks: list[Block] = []
    notes: list[str] = []
    values = Values(shared, styles)
    for name, path, visible in _sheets(container):
        if not visible:
            notes.append(f"工作表“{name}”是隐藏的，未读入。")
            continue
        sheet = _sheet(parse_xml(_transitional(container.read(path))), values, deadline)
        if sheet.hidden:
            notes.append(f"工作表“{name}”有隐藏的行或列，未读入。")
        _add(sheet, blocks)
    if values.unsaved:
        notes.append(f"有{values.unsaved}个公式没有保存计算结果，按空白处理；请用Excel打开并保存一次。")
    return Document("xlsx", tuple(blocks), notes=tuple(notes))


def _transitional(content: bytes) -> bytes:
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    return content.replace(strict, _MAIN[1:-1].encode()) if strict in content else content


def _part(container: Container, name: str) -> Any | None:
    return parse_xml(_transitional(container.read(name))) if name in container.names else None


def _shared(container: Container) -> list[str]:
    root = _part(container, "xl/sharedStrings.xml")
    if root is None:
        return []
    return ["".join(t.text or "" for t in _runs(item)) for item in root.iterfind(f"{_MAIN}si")]


def _runs(item: Any) -> Iterator[Any]:
    """The texts of a string, its glosses left out."""
    for child in item:
        if child.tag == f"{_MAIN}t":
            yield child
        elif child.tag == f"{_MAIN}r":
            yield from child.iterfind(f"{_MAIN}t")


def _sheets(container: Container) -> Iterator[tuple[str, str, bool]]:
    """(name, part, visible) for each sheet in the order of its tab."""
    relations = _part(container, "xl/_rels/workbook.xml.rels")
    targets = {r.get("Id"): str(r.get("Target", "")) for r in relations} if relations is not None else {}
    workbook = parse_xml(_transitional(container.read("xl/workbook.xml")))
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in container.names and "worksheet" in path:
            yield str(sheet.get("name", "")), path, sheet.get("state", "visible") == "visible"


def position(reference: str) -> tuple[int, int] | None:
    """``B3`` as (row, column) from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _sheet(root: Any, values: Values, deadline: Deadline) -> Sheet:
    sheet = Sheet()
    gone = {
        n
        for col in root.iter(f"{_MAIN}col")
        if col.get("hidden") in ("1", "true")
        for n in range(int(col.get("min", 1)) - 1, min(int(col.get("max", 1)), 16_384))
    }
    at = -1
    for count, row in enumerate(root.iter(f"{_MAIN}row")):
        if count % 500 == 0:
            deadline.check()
        if count >= _MOST_ROWS:
            raise TooLarge("工作表的行过多，不像一份年度报告，未读取；请只保留报告的表格后重试。")
        at = int(row.get("r", at + 2)) - 1
        if row.get("hidden") in ("1", "true"):
            sheet.hidden |= any(cell.find(f"{_MAIN}v") is not None for cell in row)
            continue
        sheet.rows[at] = _row(row, values)
    _merge(root, sheet)
    _without_checks(sheet)
    if gone:
        for cells in sheet.rows.values():
            for column in gone & cells.keys():
                sheet.hidden |= bool(cells.pop(column).text)
    return sheet


def _row(row: Any, values: Values) -> Row:
    cells: Row = {}
    column = -1
    for cell in row.iterfind(f"{_MAIN}c"):
        place = position(cell.get("r", ""))
        column = place[1] if place else column + 1
        text = values.text(cell)
        if text is not None:
            cells[column] = TableCell(text, column)
    return cells


def _merge(root: Any, sheet: Sheet) -> None:
    for merge in root.iter(f"{_MAIN}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = position(first), position(last)
        if start is None or end is None:
            continue
        (top, left), (bottom, right) = start, end
        owner = sheet.rows.get(top, {}).get(left)
        for row in range(top, min(bottom, top + _MOST_ROWS) + 1):
            cells = sheet.rows.get(row)
            if cells:
                for column in [c for c in cells if left <= c <= right]:
                    del cells[column]
        if owner is not None:
            owner.colspan, owner.rowspan = right - left + 1, bottom - top + 1
            sheet.rows[top][left] = owner


def _without_checks(sheet: Sheet) -> None:
    """Drop the columns and rows in which our own workbooks check the sums; they are no part of the report."""
    seen: set[int] = set()
    marked: set[int] = set()
    for _, row in sorted(sheet.rows.items()):
        for column, cell in row.items():
            if cell.text and column not in seen:
                seen.add(column)
                if column and cell.text.startswith(_CHECK):
                    marked.add(column)
    for at, row in list(sheet.rows.items()):
        texts = [cell.text for _, cell in sorted(row.items()) if cell.text]
        if len(texts) > 1 and texts[0].startswith(_CHECK):
            del sheet.rows[at]
        for column in marked & row.keys():
            del row[column]


def _add(sheet: Sheet, blocks: list[Block]) -> None:
    """Runs of rows become tables; headings and prose among them paragraphs."""
    run: list[Row] = []
    last = -1
    right = max((c.column + c.colspan for row in sheet.rows.values() for c in row.values() if c.text), default=0)
    for at, row in sorted(sheet.rows.items()):
        texts = [c for c in row.values() if c.text]
        covered = any(c.rowspan > last - n for n, r in enumerate(run, last - len(run) + 1) for c in r.values())
        if not texts and not covered:
            continue
        if at > last + 1 or (len(texts) == 1 and _is_prose(texts[0], row, right)):
            _flush(run, blocks)
            run = []
        last = at
        if len(texts) == 1 and _is_prose(texts[0], row, right):
            blocks.extend(
                Paragraph(line.strip(), len(blocks) + n)
                for n, line in enumerate(filter(str.strip, texts[0].text.splitlines()), 1)
            )
        else:
            run.append(row)
    _flush(run, blocks)


def _is_prose(cell: TableCell, row: Row, right: int) -> bool:
    """The only text of its row, and a heading or a sentence rather than the label of a row left blank."""
    if len(cell.text) > _LONG or cell.column + cell.colspan >= right > 1:
        return not cell.text.startswith("第") or len(cell.text) > _LONG
    if _HEADING.match(cell.text):
        return _ROW_LABEL.search(cell.text) is None
    return False


def _flush(run: list[Row], blocks: list[Block]) -> None:
    if not run:
        return
    if all(sum(bool(c.text) for c in row.values()) < 2 for row in run):
        for row in run:
            blocks.extend(Paragraph(c.text, len(blocks) + n) for n, c in enumerate(row.values(), 1) if c.text)
        return
    left = min(c for row in run for c in row)
    rows = []
    for row in run:
        for cell in row.values():
            cell.column -= left
        rows.append(tuple(cell for _, cell in sorted(row.items())))
    blocks.append(Table(tuple(rows), len(blocks) + 1))
