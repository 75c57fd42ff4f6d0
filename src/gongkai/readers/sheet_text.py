"""The words of a workbook, a page for each sheet that is shown: a line for a row, tabs between its cells."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Final

import openpyxl

from gongkai.errors import TooLarge, Unreadable

from .container import Container

_MOST_CELLS: Final = 3_000_000
_HEADER: Final = re.compile(rb"<(?:\w+:)?(?:odd|first|even)Header>([^<]*)<")
_FORMAT: Final = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}|[LCRBIUSEXYPNDTZFAG&]|K[0-9A-F]{6})')


def pages(data: bytes) -> Iterator[str]:
    """Hidden sheets are left out. TooLarge over three million cells."""
    headers = _headers(Container(data))
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError) as error:
        raise Unreadable("工作簿损坏；请用原软件打开后另存一份再试。") from error
    left = _MOST_CELLS
    for number, sheet in enumerate(book.worksheets):
        if sheet.sheet_state != "visible":
            continue
        lines = [*(headers if number == 0 else ()), sheet.title]
        for row in sheet.iter_rows(values_only=True):
            left -= len(row)
            if left < 0:
                raise TooLarge("工作表的单元格过多，未读取；请拆分后再试。")
            if line := "\t".join("" if value is None else str(value) for value in row).strip("\t"):
                lines.append(line)
        yield "\n".join(lines)


def _headers(container: Container) -> list[str]:
    """The lines that a sheet prints above each page. Every part is unpacked here once, within the bounds."""
    found = list[str]()
    for name in sorted(container.names):
        if not name.endswith((".xml", ".rels")):
            continue
        content = container.read(name)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Unreadable("工作簿里带有DTD定义，未读取；请用原软件打开后另存再试。")
        if name.startswith("xl/worksheets/"):
            texts = (html.unescape(one.decode("utf-8", "replace")) for one in _HEADER.findall(content))
            found += [line for text in texts for line in _FORMAT.sub("\n", text).split("\n") if line.strip()]
    return list(dict.fromkeys(found))
