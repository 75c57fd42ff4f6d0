"""A catalogue as Word, PDF and XLSX."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import date

import openpyxl
import pypdfium2
import pytest
from docx import Document

from gongkai.errors import WriteError
from gongkai.writers.catalogue import FORMATS, OF_DUTIES, OF_ITEMS, Catalogue, write

from .test_item import read, squeezed

ROW = (
    "1",
    "社会救助",
    "低保",
    "1.办法\n2.标准",
    "=SUM(A1)",
    "20个工作日",
    "民政局",
    "政府网站",
    "全社会",
    "主动",
    "县",
)
CATALOGUE = Catalogue("示范区民政局主动公开目录", "示范区民政局", date(2026, 3, 1), OF_DUTIES, (ROW,) * 40)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_catalogue_gives_the_same_bytes(format: str) -> None:
    first = write(CATALOGUE, format)
    time.sleep(1.1 if format == "xlsx" else 0)
    assert write(CATALOGUE, format) == first


def test_the_pdf_lies_across_and_repeats_its_head() -> None:
    document = pypdfium2.PdfDocument(write(CATALOGUE, "pdf"))
    assert document[0].get_width() > document[0].get_height()
    assert len(document) > 1
    assert all("二级事项" in page.get_textpage().get_text_bounded() for page in document)


def test_rows_stay_whole_and_long_ones_go_on() -> None:
    row = (*ROW[:3], "\n".join(f"{n}.内容" for n in range(300)), *ROW[4:])
    text = squeezed(read(write(replace(CATALOGUE, rows=(ROW, row, ROW)), "pdf")))
    assert "299.内容" in text
    document = pypdfium2.PdfDocument(write(CATALOGUE, "pdf"))
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    assert all(page.count("1.办法") == page.count("2.标准") for page in pages)


def test_the_word_file_has_every_row() -> None:
    document = Document(io.BytesIO(write(CATALOGUE, "docx")))
    assert len(document.tables[0].rows) == 41
    assert document.tables[0].rows[1].cells[3].text == "1.办法\n2.标准"
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height


def test_the_workbook_executes_nothing() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write(CATALOGUE, "xlsx"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:2] == ["序号", "一级事项"]
    assert sheet["E2"].value == "'=SUM(A1)"
    assert sheet.max_row == 41


def test_the_day_stands_under_the_title() -> None:
    text = squeezed(read(write(replace(CATALOGUE, note="共40项"), "pdf")))
    assert "共40项截至2026年3月1日" in text


def test_of_items() -> None:
    row = ("1", "11370300/2026-00012", "名称", "概述", "示民发〔2026〕3号", "2026-03-10", "2026-03-16", "有效")
    text = squeezed(read(write(replace(CATALOGUE, columns=OF_ITEMS, rows=(row,)), "pdf")))
    assert "示民发〔2026〕3号" in text


def test_an_empty_one_is_a_head() -> None:
    assert "公开依据" in read(write(replace(CATALOGUE, rows=()), "pdf"))


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(WriteError, match="列数"):
        write(replace(CATALOGUE, rows=(("1",),)), "pdf")
    with pytest.raises(WriteError, match="格式"):
        write(CATALOGUE, "html")
    with pytest.raises(WriteError, match="U\\+10A00"):
        write(replace(CATALOGUE, note="\U00010a00"), "docx")
