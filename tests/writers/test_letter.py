"""A letter: the same words in both formats, on the page of an official document, and never an empty box."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import docx
import pdfplumber
import pytest
import typst
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import WriteError
from gongkai.writers import fonts, glyphs, letter_layout, typesetting
from gongkai.writers.letter import Cell, Letter, Row, Table, dump, lines, load, write

_SPACE = re.compile(r"\s+")
LETTER = Letter(
    kind="supplement",
    title="示范区民政局政府信息公开申请补正告知书",
    agency="示范区民政局",
    number="示民公补〔2026〕3号",
    addressee="张某",
    paragraphs=("您于2026年3月2日提出的申请收悉。", "一、需要补正的事项", "（一）所需信息", "请写明文件的名称。"),
    remedy="如有异议，可以向本机关说明。",
    on=date(2026, 3, 9),
    attachments=("补正申请表", "关于养老服务机构建设补贴资金分配方案和2025年度执行情况的通知"),
    contact="联系电话：0000-1234567",
)
FORM = Letter(
    kind="approval",
    title="政府信息公开审查审批单",
    agency="示范区民政局",
    number="编号：2026-3",
    paragraphs=(
        Table(
            (1, 2, 1, 2),
            (
                Row((Cell("申请人", head=True), Cell("张某"), Cell("编号", head=True), Cell("2026-12"))),
                Row((Cell("审查意见", head=True), Cell("同意。\n签名：李某", span=3)), height=5),
            ),
        ),
    ),
    layout="form",
)


def squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def pdf_text(data: bytes) -> str:
    """In the order in which it was set, without the page numbers (四号, which nothing else is)."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        chars = [c for page in pdf.pages for c in page.chars if abs(c["size"] - 14) > 0.1]
    return squeezed("".join(c["text"] for c in chars))


def docx_text(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return squeezed("".join(words.text or "" for words in body.iter(qn("w:t"))))


@pytest.mark.parametrize("letter", [LETTER, FORM], ids=["official", "form"])
def test_both_formats_print_the_lines_and_nothing_else(letter: Letter) -> None:
    wanted = squeezed("".join(lines(letter)))
    assert pdf_text(write(letter, "pdf")) == wanted
    assert docx_text(write(letter, "docx")) == wanted


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_same_letter_gives_the_same_bytes(format: str) -> None:
    assert write(LETTER, format) == write(replace(LETTER), format)


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_missing_glyph_is_an_error_in_both_formats(format: str) -> None:
    with pytest.raises(WriteError, match=r"U\+E000"):
        write(replace(LETTER, addressee="王\ue000"), format)


@pytest.mark.parametrize("field", ["title", "agency"])
def test_a_letter_without_title_or_agency_is_refused(field: str) -> None:
    with pytest.raises(WriteError, match="没有"):
        write(replace(LETTER, **{field: " "}), "pdf")  # type: ignore[arg-type]


def test_another_format_is_refused() -> None:
    with pytest.raises(WriteError, match="pdf、docx"):
        write(LETTER, "html")


def test_a_row_that_does_not_fill_its_table_is_refused() -> None:
    table = Table((1, 1), (Row((Cell("一"),)),))
    with pytest.raises(WriteError, match="列数"):
        write(replace(FORM, paragraphs=(table,)), "docx")


def test_it_survives_being_kept_as_json() -> None:
    for letter in (LETTER, FORM):
        assert load(json.loads(json.dumps(dump(letter)))) == letter


def test_pdf_is_an_archive_file_with_its_fonts_inside() -> None:
    data = write(LETTER, "pdf")
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert pdf.metadata["Title"] == LETTER.title


def test_no_chinese_font_is_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"DejaVu Sans"}))
    monkeypatch.setattr(glyphs, "_known", lambda: set[str]())
    for format in ("pdf", "docx"):
        with pytest.raises(WriteError, match="fonts-noto-cjk"):
            write(LETTER, format)


def test_28_characters_on_a_line_and_22_lines_on_a_page() -> None:
    long = "政府信息公开" * 400
    with pdfplumber.open(io.BytesIO(write(replace(FORM, paragraphs=(long,)), "pdf"))) as pdf:
        page = pdf.pages[1]
        body = [c for c in page.chars if abs(c["size"] - 16) < 0.1]
        tops = sorted({round(c["top"]) for c in body})
        assert len(tops) == 22
        assert sum(round(c["top"]) == tops[3] for c in body) == 28
        assert min(c["x0"] for c in body) == pytest.approx(26 * 72 / 25.4, abs=0.5)  # an even page is bound right
        assert tops[0] == pytest.approx(37 * 72 / 25.4, abs=3)


def _chars(letter: Letter, text: str) -> list[dict[str, float]]:
    """Where each character of a line stands: the last line of the letter that says this."""
    with pdfplumber.open(io.BytesIO(write(letter, "pdf"))) as pdf:
        chars = [c for page in pdf.pages for c in page.chars]
    at = "".join(c["text"] for c in chars).rindex(text)
    return list(chars[at : at + len(text)])


def test_date_ends_four_characters_from_the_edge_and_the_name_stands_over_it() -> None:
    letter = replace(LETTER, paragraphs=("一句话。",), remedy="", attachments=())
    day, name = _chars(letter, "2026年3月9日"), _chars(letter, "示范区民政局")
    right = (210 - 26) * 72 / 25.4
    assert right - day[-1]["x1"] == pytest.approx(4 * 15.8, abs=1.5)
    middle = (name[0]["x0"] + name[-1]["x1"]) / 2
    assert middle == pytest.approx((day[0]["x0"] + day[-1]["x1"]) / 2, abs=4)


def test_a_long_name_stays_on_the_page() -> None:
    right_of_name, right_of_day = letter_layout.signature_right(replace(LETTER, agency="某" * 24))
    assert right_of_name == pytest.approx(0)
    assert right_of_day > 4


def test_red_head_fits_on_its_line() -> None:
    assert letter_layout.head_size(LETTER) == letter_layout.HEAD
    long = replace(LETTER, agency="某某市某某区人力资源和社会保障局行政审批服务中心")
    assert letter_layout.HEAD_SMALLEST <= letter_layout.head_size(long) < letter_layout.HEAD


@pytest.mark.parametrize(
    ("text", "level"),
    [("一、所需信息", 1), ("（二）形式", 2), ("一、这是一句话。", 0), ("1.名称", 0), ("正文。", 0)],
)
def test_headings_are_known_by_their_numerals(text: str, level: int) -> None:
    assert letter_layout.level(text) == level


def test_title_breaks_after_the_agency_and_into_like_parts() -> None:
    title = "某某市某某区民政局关于政府信息公开申请不予公开的告知书"
    broken = letter_layout.title_lines(replace(LETTER, title=title, agency="某某市某某区民政局"))
    assert broken == ["某某市某某区民政局", "关于政府信息公开申请不予公开的告知书"]
    assert [len(part) for part in letter_layout._even("题" * 41)] == [14, 14, 13]


def test_docx_names_its_styles() -> None:
    document = docx.Document(io.BytesIO(write(LETTER, "docx")))
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert styles == [
        "发文机关标志", "发文字号", "Title", "主送机关", "Normal", "Heading 1", "Heading 2", "Normal", "Normal",
        "附件说明", "附件说明", "发文机关署名", "成文日期", "附注",
    ]  # fmt: skip


def test_docx_binds_on_the_right_on_even_pages_as_the_pdf_does() -> None:
    settings = docx.Document(io.BytesIO(write(LETTER, "docx"))).settings.element
    assert [child.tag for child in settings][:2] == [qn("w:zoom"), qn("w:mirrorMargins")]


def test_a_line_that_leads_on_stays_with_what_follows() -> None:
    assert letter_layout.leads("协办事项：")
    assert not letter_layout.leads("协办事项。")
    assert not letter_layout.leads(f"{'本机关现就下列政府信息是否公开征求意见' * 2}：")
    letter = replace(LETTER, paragraphs=(*["情况"] * 12, "协办事项：", "查找文件。"))
    shown = {p.text: p for p in docx.Document(io.BytesIO(write(letter, "docx"))).paragraphs}
    assert shown["协办事项："].paragraph_format.keep_with_next
    assert not shown["查找文件。"].paragraph_format.keep_with_next
    for above in range(8, 16):
        pages = pages_of(replace(letter, paragraphs=(*["情况"] * above, "协办事项：", "查找文件。")))
        assert all(("协办事项" in page) == ("查找文件" in page) for page in pages)


def pages_of(letter: Letter) -> list[str]:
    with pdfplumber.open(io.BytesIO(write(letter, "pdf"))) as pdf:
        return [page.extract_text() for page in pdf.pages]


_TEXT = st.text(
    st.one_of(
        st.sampled_from("政府信息公开一二三（）《》，。、：；“”〔〕"), st.sampled_from("Aa1-/.&<>\"'#$*_@`\\[]= ")
    ),
    min_size=1,
    max_size=120,
).filter(lambda text: text.strip())


@settings(max_examples=40)
@given(_TEXT, st.lists(_TEXT, max_size=6), _TEXT, st.lists(_TEXT, max_size=3), st.dates(date(1999, 1, 1)))
def test_whatever_the_words_both_formats_print_the_same(
    addressee: str, paragraphs: list[str], remedy: str, attachments: list[str], on: date
) -> None:
    letter = replace(
        LETTER,
        addressee=addressee,
        paragraphs=tuple(paragraphs),
        remedy=remedy,
        attachments=tuple(attachments),
        on=on,
    )
    wanted = squeezed("".join(lines(letter)))
    assert pdf_text(write(letter, "pdf")) == wanted
    assert docx_text(write(letter, "docx")) == wanted


def test_a_process_that_is_warm_looks_for_fonts_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    typesetting.warm()
    monkeypatch.setattr(typst, "Compiler", None)  # whoever looked again would fall over this
    assert write(LETTER, "pdf").startswith(b"%PDF")
