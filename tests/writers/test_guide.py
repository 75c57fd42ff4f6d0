"""The guide as PDF and Word."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from gongkai.errors import WriteError
from gongkai.writers.guide import FORMATS, Guide, Section, numeral, write

from .test_item import read, squeezed

GUIDE = Guide(
    agency="示范区民政局",
    title="示范区民政局政府信息公开指南",
    on=date(2026, 3, 1),
    opening="根据《条例》第十二条，编制本指南。",
    sections=(
        Section("信息分类", "<p>按<strong>机构职能</strong>分类。</p>"),
        Section("工作机构", facts=(("机构名称", "办公室"), ("联系电话", "0533-7180001"))),
        Section("监督渠道", "可以向主管部门投诉。\n投诉电话：0533-7180009"),
    ),
)


def test_sections_are_numbered_and_facts_stand_in_a_table() -> None:
    text = squeezed(read(write(GUIDE, "pdf")))
    assert "一、信息分类按机构职能分类。二、工作机构机构名称办公室联系电话0533-7180001三、监督渠道" in text
    assert "（2026年3月1日更新）" in text


def test_the_word_file_says_the_same() -> None:
    document = Document(io.BytesIO(write(GUIDE, "docx")))
    words = [p.text for p in document.paragraphs]
    assert "二、工作机构" in words
    assert "投诉电话：0533-7180009" in words
    assert document.tables[0].rows[1].cells[1].text == "0533-7180001"


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_guide_gives_the_same_bytes(format: str) -> None:
    assert write(GUIDE, format) == write(GUIDE, format)


def test_a_guide_without_a_title_is_refused() -> None:
    with pytest.raises(WriteError):
        write(replace(GUIDE, title=""), "pdf")


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
)
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text
