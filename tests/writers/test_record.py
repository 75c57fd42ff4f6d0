"""A plain record: what is said stands in it, nothing of it is markup, and the same gives the same bytes."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pytest

from gongkai.writers.record import Heading, Record, Table, html, pdf

ON = date(2026, 3, 4)
HASH = "0123456789abcdef" * 4
RECORD = Record(
    "示范〔2026〕1号 目录",
    ["作出决定以后收到的<b>材料</b>不在其中。", Heading("文件 & 其他"),
     Table(("文件", "SHA-256"), [("文书/01.pdf", HASH), ("旧的一行", "")], (1, 2), frozenset({1}))],
    ON,
)  # fmt: skip


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "\n".join(page.extract_text() or "" for page in file.pages)


def test_the_page_says_everything_and_runs_nothing() -> None:
    page = html(RECORD).decode()
    assert "&lt;b&gt;材料&lt;/b&gt;" in page
    assert "文件 &amp; 其他" in page
    assert f"<td>{HASH}</td>" in page
    assert "<td><s>旧的一行</s></td>" in page
    assert "<script" not in page
    assert "http" not in page


def test_the_pdf_says_the_same_and_is_pdf_a() -> None:
    data = pdf(RECORD)
    assert b"pdfaid" in data
    text = text_of(data).replace("\n", "").replace("\u200b", "")
    for said in ("示范〔2026〕1号", "<b>材料</b>", "文件 & 其他", "旧的一行"):
        assert said in text
    assert HASH[:16] in text


def test_a_long_table_goes_on_over_pages_with_its_head() -> None:
    rows = [(f"第{n}行", "说明") for n in range(200)]
    with pdfplumber.open(io.BytesIO(pdf(Record("登记", [Table(("事项", "说明"), rows)], ON)))) as file:
        assert len(file.pages) > 3
        assert all("事项" in (page.extract_text() or "") for page in file.pages)


@pytest.mark.parametrize("write", [html, pdf])
def test_the_same_bytes_for_the_same_record(write: object) -> None:
    assert callable(write)
    assert write(RECORD) == write(RECORD)


def test_what_a_page_cannot_hold_is_left_out() -> None:
    data = pdf(Record("标题\x00", ["一行\n两行", "\x07"], ON))
    assert "一行 两行" in text_of(data)
