"""``gongkai check --xlsx``: one sheet of reports with their figures, one of findings, streamed row by row."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from gongkai.errors import WriteError
from gongkai.statute.form import edition
from gongkai.writers.spreadsheet import neutral

_SEVERITY = {"error": "错误", "warning": "存疑", "hint": "提示"}


def safe(value: object) -> object:
    """Text from a stranger's file as a cell that is not executed and that XML can hold."""
    if isinstance(value, str):
        value = "".join(c for c in value if c >= " " or c in "\n\t")[:32_000]
    return neutral(value)


class Workbook:
    """Takes elements of ``gongkai check`` and saves on close. Raises WriteError at once if OUT cannot be."""

    def __init__(self, path: str) -> None:
        # Opened before the first report is read: nobody waits for ten thousand to learn that it was in vain.
        try:
            self._out = open(path, "wb")  # noqa: SIM115 - closed in close()
        except OSError as error:
            raise WriteError(f"工作簿写不进 {path}（{error.strerror}）；请换一个位置。") from error
        self._book = Book(write_only=True)
        self._reports = self._book.create_sheet("年报")
        self._findings = self._book.create_sheet("问题")
        self._cells = [c.name for c in edition("2021").cells if c.row.table == 3]
        self._head(
            self._reports, ["文件", "机关", "年度", "格式", "完整", "错误", "存疑", "提示", "读取", *self._cells]
        )
        self._head(
            self._findings, ["文件", "机关", "年度", "程度", "关系", "单元格", "应为", "现为", "说明", "位置"]
        )

    def _head(self, sheet: Any, words: list[str]) -> None:
        sheet.freeze_panes = "B2"
        cells = []
        for word in words:
            cell = WriteOnlyCell(sheet, value=word)
            cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)

    def write(self, plain: dict[str, Any]) -> None:
        found = plain["findings"]
        table3 = plain["table3"] or {}
        columns = [c.label for c in edition("2021").table(3)[0].columns]
        figures = {f"{row}/{c}": v for row, values in table3.items() for c, v in zip(columns, values, strict=True)}
        counts = [sum(f["severity"] == key for f in found) for key in _SEVERITY]
        head = [
            plain["path"],
            plain["agency"],
            plain["year"],
            plain["edition"],
            "是" if plain["complete"] else "否",
        ]
        row = [*head, *counts, plain["error"] or "", *(figures.get(c) for c in self._cells)]
        self._reports.append([safe(v) for v in row])
        for f in found:
            values = [plain["path"], plain["agency"], plain["year"], _SEVERITY[f["severity"]], f["relation"]]
            values += ["、".join(f["cells"]), f["expected"], f["found"], f["message"], f["place"]]
            self._findings.append([safe(v) for v in values])

    def close(self) -> None:
        with self._out:
            self._book.save(self._out)
