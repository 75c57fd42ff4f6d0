"""A table that somebody sends (XLSX or CSV) as rows of text by column: bounded, nothing evaluated.

rows(data, content, needed, optional) -> (number, {column: text}, [fault])
first_lines(data, content) -> [[text]]      where the head is looked for, to see what table it is
Outcome                                     what became of them, row by row
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from gongkai.agencies.listing import MAX_BYTES, cells, text
from gongkai.errors import Refused

HEAD_WITHIN: Final = 10
MOST: Final = 20_000
Row = tuple[int, dict[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of a row: new, changed, same, left_out, error. ``title``: what it is about."""

    row: int
    step: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report of a table. ``applied`` is False for a trial, and when any row has an error."""

    lines: tuple[Line, ...]
    applied: bool

    @property
    def errors(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.step == "error")


def rows(data: bytes, content: str, needed: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """Those beneath the head that are not empty. ``content`` is how a person calls what is in it. Refused for what
    is no such table, and for one that is too long."""
    source = _of_workbook(data, content) if data[:2] == b"PK" else _of_csv(data)
    places: dict[str, int] | None = None
    count = 0
    for number, line, faults_of in source:
        if places is None:
            places = _head(line, needed, optional)
            if places is None and number >= HEAD_WITHIN:
                break
        elif any(line) or faults_of:
            count += 1
            if count > MOST:
                raise Refused(f"{content}超过{MOST}行，请分次导入。")
            found = {name: line[at] if at < len(line) else "" for name, at in places.items()}
            yield number, found, [faults_of[at] for at in sorted(faults_of) if at in places.values()]
    if places is None:
        raise Refused(f"没有找到表头，{content}的首行应有：{'、'.join(needed)}。")
    if not count:
        raise Refused(f"{content}是空的，表头下面没有内容。")


def first_lines(data: bytes, content: str) -> list[list[str]]:
    """Refused for what cannot be read."""
    source = _of_workbook(data, content) if data[:2] == b"PK" else _of_csv(data)
    return [line for _, line, _ in islice(source, HEAD_WITHIN)]


def _head(line: Sequence[str], needed: Sequence[str], optional: Sequence[str]) -> dict[str, int] | None:
    words = ["".join(cell.split()) for cell in line]
    if needed[0] not in words:
        return None
    missing = [column for column in needed if column not in words]
    if missing:
        raise Refused(f"表头缺少：{'、'.join(missing)}。")
    return {column: words.index(column) for column in (*needed, *optional) if column in words}


def _of_workbook(data: bytes, content: str) -> Iterator[tuple[int, list[str], dict[int, str]]]:
    for number, line in cells(data, content):
        faults: dict[int, str] = {}
        yield number, [cell(line, at, faults) for at in range(len(line))], faults


def cell(line: Sequence[Any], at: int, faults: dict[int, str]) -> str:
    """One cell as text, a day as 2026-03-02."""
    value = line[at].value
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    found: list[str] = []
    words = text(line, at, f"第{at + 1}列", found)
    if found:
        faults[at] = found[0]
    return words


def _of_csv(data: bytes) -> Iterator[tuple[int, list[str], dict[int, str]]]:
    if len(data) > MAX_BYTES:
        raise Refused(f"文件超过{MAX_BYTES // 1024 // 1024} MB，请分次导入。")
    try:
        for number, line in enumerate(csv.reader(io.StringIO(_decoded(data)), strict=True), start=1):
            yield number, [one.strip() for one in line], {}
    except csv.Error as error:
        raise Refused("无法读取这个文件，请另存为 XLSX 或者 UTF-8 编码的 CSV。") from error


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("无法读取这个文件，请另存为 XLSX 或者 UTF-8 编码的 CSV。")
