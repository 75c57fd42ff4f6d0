"""The Word file: the page of an official document, named styles, the form's merged cells, every figure."""

from __future__ import annotations

import io
from dataclasses import replace
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from gongkai.statute.form import AnnualReport, Section
from gongkai.writers import write
from gongkai.writers.layout import grids

from . import made_up
from .test_layout import filled


def opened(report: AnnualReport) -> docx.document.Document:
    return docx.Document(io.BytesIO(write(report, "docx")))


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_word_sees_the_grid_of_the_form(code: str) -> None:
    report = made_up.report(code)
    document = opened(report)
    for table, grid in zip(document.tables, grids(report), strict=True):
        assert [[cell.text for cell in row.cells] for row in table.rows] == filled(grid)


def test_text_stands_in_order_under_named_styles() -> None:
    document = opened(made_up.report())
    lines = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    assert lines[0] == ("Title", "示范区建设局2024年政府信息公开工作年度报告")
    assert lines[1] == ("Normal", made_up.PREAMBLE[0])
    assert ("Heading 1", "三、收到和处理政府信息公开申请情况") in lines
    assert ("Heading 2", "（一）主动公开") in lines
    assert lines[-1] == ("Normal", "收取信息处理费0元。")


def test_page_of_an_official_document() -> None:
    section = opened(made_up.report()).sections[0]
    lengths = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    lengths += [section.left_margin, section.right_margin]
    assert [round(length.mm) for length in lengths if length is not None] == [210, 297, 37, 35, 28, 26]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("表头文字", "黑体", 10.5),
    ],
)
def test_fonts_and_sizes_of_the_styles(style: str, font: str, size: float) -> None:
    found = opened(made_up.report()).styles[style]
    assert found.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert found.font.size == Pt(size)


def test_lines_are_29_points_apart_and_paragraphs_indent_two_characters() -> None:
    normal = opened(made_up.report()).styles["Normal"]
    assert normal.paragraph_format.line_spacing == Pt(29)
    assert normal.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_a_free_font_is_named_for_each_that_may_not_be_handed_on() -> None:
    with ZipFile(io.BytesIO(write(made_up.report(), "docx"))) as package:
        table = package.read("word/fontTable.xml").decode("utf-8")
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:name="{font}"' in table
    assert table.count("CJK SC") == 5


def test_header_rows_of_tables_3_and_4_repeat_on_each_page() -> None:
    tables = opened(made_up.report()).tables
    repeating = [len(t._tbl.findall(f".//{qn('w:tblHeader')}")) for t in tables]
    assert repeating == [0, 3, 3]


def test_page_numbers_stand_outside_right_and_left() -> None:
    section = opened(made_up.report()).sections[0]
    assert "PAGE" in section.footer._element.xml
    assert 'w:jc w:val="right"' in section.footer._element.xml
    assert 'w:jc w:val="left"' in section.even_page_footer._element.xml


def test_text_is_never_markup_and_what_xml_cannot_hold_is_left_out() -> None:
    evil = '</w:t><w:br/>&amp;"\x01\ud800'
    document = opened(replace(made_up.report(), title=evil, sections=(Section(evil, 1, (evil,)),)))
    assert document.paragraphs[0].text == '</w:t><w:br/>&amp;"'
    assert document.core_properties.title == '</w:t><w:br/>&amp;"'


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write(made_up.report(), "docx") == write(made_up.report(), "docx")


def test_a_report_without_text_ends_in_a_paragraph() -> None:
    body = opened(replace(made_up.report(), sections=(), preamble=())).element.body
    assert [child.tag for child in body][-2:] == [qn("w:p"), qn("w:sectPr")]


def test_an_empty_report_is_a_title_alone() -> None:
    assert [p.text for p in opened(AnnualReport()).paragraphs] == ["政府信息公开工作年度报告"]
