"""A catalogue (主动公开目录): a table over many pages, on sheets laid across, as Word, PDF and XLSX.

write(catalogue, "pdf" | "docx" | "xlsx") -> bytes

``OF_DUTIES`` are the columns of the basic-level catalogue, what must be public; ``OF_ITEMS`` those of Art. 12,
what is public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final

from gongkai.errors import WriteError

from .letter import chinese_date
from .outline import printable

FORMATS: Final = ("pdf", "docx", "xlsx")


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is its share of the sheet."""

    head: str
    width: float


OF_DUTIES: Final = (
    Column("序号", 3), Column("一级事项", 6), Column("二级事项", 7), Column("公开内容（要素）", 15),
    Column("公开依据", 13), Column("公开时限", 9), Column("公开主体", 8), Column("公开渠道和载体", 10),
    Column("公开对象", 5), Column("公开方式", 5), Column("公开层级", 5),
)  # fmt: skip
OF_ITEMS: Final = (
    Column("序号", 3), Column("索引号", 10), Column("名称", 20), Column("内容概述", 20), Column("文号", 9),
    Column("生成日期", 7), Column("公开日期", 7), Column("有效性", 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``rows`` have a text for each column; ``on`` is the day it is of; ``note`` stands under the title."""

    title: str
    agency: str
    on: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def under(self) -> str:
        return "　".join(filter(None, (printable(self.note), f"截至{chinese_date(self.on)}")))


def write(catalogue: Catalogue, format: str) -> bytes:
    """The same bytes for the same catalogue. WriteError for another format, a row that has not a text for each
    column, and for a character that no font here prints."""
    if format not in FORMATS:
        raise WriteError(f"不认识的格式“{format}”；可用 {'、'.join(FORMATS)}。")
    if any(len(row) != len(catalogue.columns) for row in catalogue.rows):
        raise WriteError("目录的一行与列数不符，没有生成；请重新导出。")
    if format != "xlsx":
        from . import glyphs

        glyphs.check("".join(lines(catalogue)))
    render: Callable[[Catalogue], bytes] = import_module(f"{__package__}.catalogue_{format}").render
    return render(catalogue)


def lines(catalogue: Catalogue) -> Iterator[str]:
    """Everything that is printed."""
    yield from (printable(catalogue.title), catalogue.under)
    yield from (printable(column.head) for column in catalogue.columns)
    yield from (cell(text).replace("\n", "") for row in catalogue.rows for text in row)


def cell(text: str) -> str:
    """The text of a cell; its line breaks are kept."""
    return "\n".join(filter(None, map(printable, text.splitlines())))
