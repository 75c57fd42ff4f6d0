"""Reads a list of existing stock, XLSX or CSV, row by row: a long list never stands in memory.

open_rows(source, name) -> Iterator[RawRow]      Refused for what is no such list

A workbook keeps its texts in one part and its rows in another. The texts are laid aside on disk, so that a hundred
thousand bodies take no more memory than one. Nothing is evaluated; a formula is a fault of its row.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from gongkai.errors import Refused
from gongkai.publication.describing import plain

COLUMNS: Final = (
    "索引号", "标题", "文号", "成文日期", "公开日期", "主题分类", "条例事项", "体裁", "有效性", "失效日期", "渠道",
    "正文",
)  # fmt: skip
MAX_ROWS: Final = 1_000_000
# A cell of a workbook holds no more (32,767); a CSV is kept to the same order.
MAX_CELL: Final = 1_000_000
_HEAD_WITHIN: Final = 10
_MAX_PACKED: Final = 1024**3
_MAX_UNPACKED: Final = 4 * 1024**3
_WIDEST: Final = 60
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNREADABLE = "无法读取这个文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入。"


@dataclass(frozen=True)
class RawRow:
    """One row beneath the head that is not empty: its number as the spreadsheet shows it, each column's text."""

    number: int
    values: dict[str, str]
    faults: tuple[str, ...] = ()


@dataclass
class _Line:
    number: int
    cells: list[str] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)


def open_rows(source: Path | bytes, name: str = "") -> Iterator[RawRow]:
    """``source``: a file, or its bytes. Read anew by every call."""
    where: Path | IO[bytes] = source if isinstance(source, Path) else io.BytesIO(source)
    with open(where, "rb") if isinstance(where, Path) else where as file:
        lines = _workbook(file) if file.read(4) == b"PK\x03\x04" else _csv(file)
        yield from _beneath_the_head(lines)


def _beneath_the_head(lines: Iterator[_Line]) -> Iterator[RawRow]:
    places: dict[str, int] | None = None
    count = 0
    for line in lines:
        if places is None:
            places = _head(line.cells)
            if places is None and line.number >= _HEAD_WITHIN:
                break
        elif any(line.cells) or line.faults:
            count += 1
            if count > MAX_ROWS:
                raise Refused(f"清单超过{MAX_ROWS}行，请分次导入。")
            yield _raw(line, places)
    if places is None:
        raise Refused(f"没有找到表头，首行应为：{'、'.join(COLUMNS)}。")
    if not count:
        raise Refused("清单是空的，表头下面没有内容。")


def _head(cells: Sequence[str]) -> dict[str, int] | None:
    words = ["".join(cell.split()) for cell in cells]
    if "标题" not in words:
        return None
    missing = [column for column in COLUMNS if column not in words]
    if missing:
        raise Refused(f"表头缺少：{'、'.join(missing)}；不知道的内容可以留空，列不能少。")
    return {column: words.index(column) for column in COLUMNS}


def _raw(line: _Line, places: dict[str, int]) -> RawRow:
    cells, faults = line.cells, []
    values = {
        column: plain(cells[at].replace("\t", " ")) if at < len(cells) else "" for column, at in places.items()
    }
    for column, at in places.items():
        if at in line.faults:
            faults.append(f"“{column}”{line.faults[at]}")
        if len(values[column]) > MAX_CELL:
            faults.append(f"“{column}”过长。")
    return RawRow(line.number, values, tuple(faults))


def _csv(file: IO[bytes]) -> Iterator[_Line]:
    """UTF-8 or GB 18030, whichever it is: the first that reads the whole file."""
    encoding = _encoding(file)
    file.seek(0)
    reader = csv.reader(io.TextIOWrapper(file, encoding, newline=""))
    csv.field_size_limit(MAX_CELL * 2)
    try:
        for number, cells in enumerate(reader, start=1):
            # What our own lists put before a cell that would be a formula.
            yield _Line(number, [_unquoted(cell) for cell in cells])
    except (csv.Error, UnicodeError) as error:
        raise Refused("无法读取这个 CSV 文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入。") from error


def _unquoted(cell: str) -> str:
    return cell[1:] if re.match(r"'[=+\-@＝＋－＠]", cell) else cell


def _encoding(file: IO[bytes]) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        file.seek(0)
        try:
            text = io.TextIOWrapper(file, encoding)
            while text.read(1 << 20):
                pass
        except UnicodeError:
            continue
        finally:
            text.detach()
        return encoding
    raise Refused("这个文件的文字编码无法识别，请另存为 UTF-8 的 CSV 或者 .xlsx 后再导入。")


def _workbook(file: IO[bytes]) -> Iterator[_Line]:
    """The first sheet. Whatever a damaged part provokes is told as one thing."""
    try:
        with zipfile.ZipFile(file) as archive, tempfile.TemporaryFile() as aside:
            _bounded(archive)
            texts = _Texts(archive, aside)
            yield from _sheet(archive, _first_sheet(archive), texts)
    except (zipfile.BadZipFile, NotImplementedError, KeyError, etree.LxmlError, ValueError, EOFError) as error:
        raise Refused(_UNREADABLE) from error


def _bounded(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if sum(info.compress_size for info in infos) > _MAX_PACKED:
        raise Refused("文件过大，请分成几份导入。")
    if sum(info.file_size for info in infos) > _MAX_UNPACKED:
        raise Refused("文件展开后过大，请分成几份导入。")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    book = _parsed(archive, "xl/workbook.xml")
    first = book.find(f"{_S}sheets/{_S}sheet")
    if first is None:
        raise Refused(_UNREADABLE)
    for relation in _parsed(archive, "xl/_rels/workbook.xml.rels"):
        if relation.get("Id") == first.get(f"{_R}id"):
            target = str(relation.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise Refused(_UNREADABLE)


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


class _Texts:
    """The texts of a workbook, on disk: where each begins is all that is kept in memory."""

    def __init__(self, archive: zipfile.ZipFile, aside: IO[bytes]) -> None:
        self._aside = aside
        self._ends = array("Q", [0])
        if "xl/sharedStrings.xml" in archive.namelist():
            with archive.open("xl/sharedStrings.xml") as part:
                for _, element in _elements(part, f"{_S}si"):
                    self._ends.append(self._ends[-1] + aside.write(_words(element).encode("utf-8", "replace")))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise ValueError("no such text")
        self._aside.seek(self._ends[number])
        return self._aside.read(self._ends[number + 1] - self._ends[number]).decode()


def _elements(part: IO[bytes], tag: str) -> Iterator[tuple[str, Any]]:
    """Each element once it is whole, and forgotten once it was looked at."""
    found = etree.iterparse(part, events=("end",), tag=tag, resolve_entities=False, no_network=True)
    for event, element in found:
        yield event, element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _words(element: Any) -> str:
    """What is read in a text: its runs, without the phonetic ones."""
    return "".join(
        t.text or "" for t in element.iter(f"{_S}t") if t.getparent().tag != f"{_S}rPh"
    )  # fmt: skip


def _sheet(archive: zipfile.ZipFile, name: str, texts: _Texts) -> Iterator[_Line]:
    with archive.open(name) as part:
        for count, (_, row) in enumerate(_elements(part, f"{_S}row"), start=1):
            line = _Line(int(row.get("r") or count))
            for cell in row.iterchildren(f"{_S}c"):
                _put(line, cell, texts)
            yield line


def _put(line: _Line, cell: Any, texts: _Texts) -> None:
    place = _place(cell.get("r")) if cell.get("r") else len(line.cells)
    if place >= _WIDEST:
        return
    line.cells += [""] * (place + 1 - len(line.cells))
    kind, value = cell.get("t"), cell.findtext(f"{_S}v") or ""
    if cell.find(f"{_S}f") is not None:
        line.faults[place] = "是公式，请粘贴为数值。"
    elif kind == "e":
        line.faults[place] = f"是错误值 {value}。"
    elif kind == "s":
        line.cells[place] = texts[int(value)] if value else ""
    elif kind == "inlineStr":
        line.cells[place] = _words(cell)
    else:
        line.cells[place] = _number(value)


def _number(value: str) -> str:
    return value[:-2] if value.endswith(".0") else value


def _place(reference: str) -> int:
    """Of ``AB12``: 27."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        raise ValueError("no such cell")
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
