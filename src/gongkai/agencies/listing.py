"""Reads a list of agencies (XLSX) into rows of text; evaluates nothing and keeps to bounds.

Columns, in any order: 统一社会信用代码, 名称, 类型, 上级代码, 排序. The head is the first row with 名称 in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from gongkai.errors import Refused

COLUMNS = ("统一社会信用代码", "名称", "类型", "上级代码", "排序")
MAX_BYTES = 10 * 1024 * 1024
# Several times of that in memory while it is parsed.
MAX_UNPACKED = 30 * 1024 * 1024
MAX_ROWS = 5000
# Empty ones counted, too: a row may claim any number, and those before it are handed out one by one.
MAX_LINES = 50_000
_HEAD_WITHIN = 10
_CONTENT = "机关名单"


@dataclass(frozen=True)
class Row:
    """One line: its number in the sheet, its cells as text, and what could not be read."""

    number: int
    code: str = ""
    name: str = ""
    kind: str = ""
    parent: str = ""
    order: str = ""
    faults: tuple[str, ...] = ()


def rows(data: bytes) -> list[Row]:
    """Every row beneath the head that is not empty; Refused for what is no such list."""
    return [_row(*found) for found in table(data, _CONTENT, COLUMNS, key="名称")]


def cells(data: bytes, content: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of the first sheet with their numbers. Refused for what cannot be read or is beyond the bounds;
    ``content`` is how a person calls what should be in it."""
    _bounded(data, content)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        # The size a file claims may be wrong; it is counted instead.
        sheet.reset_dimensions()
        for number, line in enumerate(sheet.iter_rows(max_col=30), start=1):
            if number > MAX_LINES:
                raise Refused(f"表格超过{MAX_LINES}行，请删去空行，只保留{content}。")
            yield number, line
    except Refused:
        raise
    # openpyxl raises whatever the damaged part happens to provoke.
    except Exception as error:
        raise Refused("无法读取这个文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入。") from error


def _bounded(data: bytes, content: str) -> None:
    if len(data) > MAX_BYTES:
        raise Refused(f"文件超过{MAX_BYTES // 1024 // 1024} MB，请只保留{content}。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Refused("这不是 XLSX 文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入。") from error
    if unpacked > MAX_UNPACKED:
        raise Refused(f"文件展开后过大，请只保留{content}。")


def table(
    data: bytes, content: str, columns: Sequence[str], *, key: str, advice: str = ""
) -> Iterator[tuple[int, Sequence[Any], dict[str, int]]]:
    """The rows beneath the head that are not empty: number, cells, and the place of each column. The head is the
    first row with ``key`` in it. Refused for a list without its columns (``advice`` follows) or too long."""
    places: dict[str, int] | None = None
    count = 0
    for number, line in cells(data, content):
        if places is None:
            places = _head(line, columns, key, advice)
            if places is None and number >= _HEAD_WITHIN:
                break
        elif any(cell.value not in (None, "") for cell in line):
            count += 1
            if count > MAX_ROWS:
                raise Refused(f"{content}超过{MAX_ROWS}行，请分次导入。")
            yield number, line, places
    if places is None:
        raise Refused(f"没有找到表头，首行应为：{'、'.join(columns)}。")


def _head(line: Sequence[Any], columns: Sequence[str], key: str, advice: str) -> dict[str, int] | None:
    words = ["".join(str(cell.value or "").split()) for cell in line]
    if key not in words:
        return None
    missing = [column for column in columns if column not in words]
    if missing:
        raise Refused(f"表头缺少：{'、'.join(missing)}{advice}。")
    return {column: words.index(column) for column in columns}


def _row(number: int, line: Sequence[Any], places: dict[str, int]) -> Row:
    faults: list[str] = []
    code, name, kind, parent, order = (text(line, places[column], column, faults) for column in COLUMNS)
    return Row(number, code, name, kind, parent, order, tuple(faults))


def text(line: Sequence[Any], place: int, column: str, faults: list[str]) -> str:
    """A cell as text. A formula is never evaluated and never taken for what it shows."""
    if place >= len(line):
        return ""
    cell = line[place]
    if cell.data_type == "f":
        faults.append(f"“{column}”是公式，请粘贴为数值。")
        return ""
    if cell.data_type == "e":
        faults.append(f"“{column}”是错误值 {cell.value}。")
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value if cell.value is not None else "").strip()
