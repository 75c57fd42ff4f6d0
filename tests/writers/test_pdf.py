"""The PDF: an archive file with every figure on it, and an error where a character could not be printed."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pdfplumber
import pytest

from gongkai.errors import WriteError
from gongkai.statute.form import AnnualReport, Section, Value
from gongkai.writers import fonts, write
from gongkai.writers.layout import grids

from . import made_up
from .test_layout import filled

BLANK = re.compile(r"\s+")


def text(report: AnnualReport) -> str:
    with pdfplumber.open(io.BytesIO(write(report, "pdf"))) as pdf:
        return BLANK.sub("", "".join(page.extract_text() for page in pdf.pages))


def cells(report: AnnualReport) -> list[list[list[str]]]:
    with pdfplumber.open(io.BytesIO(write(report, "pdf"))) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [[[BLANK.sub("", c) for c in row if c is not None] for row in table] for table in tables]


@pytest.fixture(scope="module")
def sound() -> bytes:
    return write(made_up.report(), "pdf")


def test_it_is_pdf_a_2a_with_its_fonts_inside(sound: bytes) -> None:
    assert sound.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in sound
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in sound
    assert b"/MarkInfo" in sound
    with pdfplumber.open(io.BytesIO(sound)) as pdf:
        assert {c["fontname"].split("+")[0].isupper() for page in pdf.pages for c in page.chars} == {True}
        assert pdf.metadata["Title"] == "示范区建设局2024年政府信息公开工作年度报告"


def test_the_same_report_gives_the_same_bytes(sound: bytes) -> None:
    assert write(made_up.report(), "pdf") == sound


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_every_figure_stands_in_its_cell(code: str) -> None:
    report = made_up.report(code)
    printed = [cell for table in cells(report) for row in table for cell in row]
    wanted = [box.text for grid in grids(report) for row in grid.rows for box in row if box.cell]
    assert [c for c in printed if re.fullmatch(r"[\d.]+", c)] == wanted


def test_table_3_repeats_its_header_on_the_next_page() -> None:
    starts = [table[0][0] for table in cells(made_up.report())]
    assert starts.count(BLANK.sub("", filled(grids(made_up.report())[1])[0][0])) == 2


def test_blanks_stay_blank_and_a_slash_stays() -> None:
    report = made_up.report()
    mixed: dict[str, Value] = {name: None if at % 2 else "/" for at, name in enumerate(report.figures)}
    printed = cells(replace(report, figures=mixed))
    assert printed[0][2][:4] == ["规章", "/", "", "/"]


@pytest.mark.parametrize("value", [1_234_567, 12_345_678])
def test_long_figures_stay_whole(value: int) -> None:
    report = made_up.report()
    printed = cells(replace(report, figures=dict.fromkeys(report.figures, value)))
    count = sum(cell == str(value) for table in printed for row in table for cell in row)
    assert count == len(report.figures)


def test_text_stands_in_order_with_page_numbers() -> None:
    words = text(made_up.report())
    places = [
        words.index(BLANK.sub("", w)) for w in (*made_up.PREAMBLE, "一、总体情况", "（一）主动公开", "问题仍有。")
    ]
    assert places == sorted(places)
    assert "—1—" in words


@pytest.mark.parametrize(
    "evil",
    [
        "#set text(red) $x$ *粗* _斜_ @ref <l> `c`",
        '"] #panic("x") [',
        "= 标题",
        "- 列表",
        "// 注释 /* */",
        "\\#\\*",
        "https://a.b/c",
    ],
)
def test_text_is_never_markup(evil: str) -> None:
    report = AnnualReport(agency="某局", title=evil, preamble=(evil,), sections=(Section(evil, 1, (evil,)),))
    assert text(report).replace("—1—", "") == BLANK.sub("", evil) * 4


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(WriteError, match=r"“\ue000”（U\+E000）.*fonts-noto-cjk.*DOCX"):
        write(replace(made_up.report(), preamble=("私\ue000字",)), "pdf")


def test_no_chinese_font_is_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(WriteError, match="fonts-noto-cjk"):
        write(made_up.report(), "pdf")


def test_the_agencys_own_fonts_come_first() -> None:
    found = fonts.chosen(frozenset({"Noto Serif CJK SC", "FangSong", "SimHei", "FZXiaoBiaoSong-B05S"}))
    assert (found["title"][0], found["body"][0], found["hei"][0]) == ("FZXiaoBiaoSong-B05S", "FangSong", "SimHei")
    assert found["kai"] == ["Noto Serif CJK SC", "SimHei"]


def test_an_empty_report_is_a_page_with_a_title() -> None:
    assert text(AnnualReport()) == "政府信息公开工作年度报告—1—"
