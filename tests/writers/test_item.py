"""An item as a file to download: standard text, no seal, the same in both formats."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from docx import Document
from PIL import Image

from gongkai.errors import WriteError
from gongkai.writers import paper
from gongkai.writers.item import ItemPaper, laid, write

from .test_rich import TABLE


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (120, 60), (11, 79, 156, 255)).save(out, "PNG")
    return out.getvalue()


ITEM = ItemPaper(
    title="示范区民政局关于调整城乡居民最低生活保障标准的通知",
    makers=("示范区民政局", "示范区财政局"),
    body=f'<p>各街道办事处：</p><h2>一、标准</h2><p>由<strong>920元</strong>调为H<sub>2</sub>O，见'
    f'<a href="https://www.gov.cn/a">规定</a>。</p>{TABLE}<ol><li>甲</li></ol>'
    '<p><img src="/items/3/files/tok/" alt="流程图"></p>',
    document_number="示民发〔2026〕3号",
    made_on=date(2026, 3, 10),
    released_on=date(2026, 3, 16),
    attachments=("标准表.xlsx", "申请表.docx"),
    facts=(("索引号", "11370300/2026-00012"), ("网址", "https://open.shifan.example.gov.cn/items/12345678/")),
    pictures={"tok": _png()},
)  # fmt: skip


def read(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe]", "", text)


class TestFoot:
    FOOT = "防伪码 JG3V-YE2R-NPZD-QAJ6　https://open.shifan.example.gov.cn/items/12345678/"

    def test_it_stands_on_every_page_of_the_pdf(self) -> None:
        long = replace(ITEM, foot=self.FOOT, body="<p>现将有关事项通知如下。</p>" * 60)
        document = pypdfium2.PdfDocument(write(long, "pdf"))
        assert len(document) > 2
        for page in document:
            assert squeezed(self.FOOT) in squeezed(page.get_textpage().get_text_bounded())

    def test_it_stands_below_the_number_of_odd_and_even_pages_of_the_word_file(self) -> None:
        section = Document(io.BytesIO(write(replace(ITEM, foot=self.FOOT), "docx"))).sections[0]
        for footer in (section.footer, section.even_page_footer):
            assert footer.paragraphs[-1].text == self.FOOT
            assert "PAGE" in footer._element.xml

    def test_without_one_the_page_is_as_it_was(self) -> None:
        section = Document(io.BytesIO(write(ITEM, "docx"))).sections[0]
        assert len(section.footer.paragraphs) == 1


class TestBothFormats:
    def test_everything_is_printed(self) -> None:
        pdf = squeezed(read(write(ITEM, "pdf")))
        word = Document(io.BytesIO(write(ITEM, "docx")))
        docx = squeezed("".join(str(t.text) for t in word.element.body.iter("{*}t")))
        for line in paper.lines(laid(ITEM)):
            for piece in line.split("\n"):
                assert squeezed(piece) in pdf, piece
                assert squeezed(piece) in docx, piece

    @pytest.mark.parametrize("format", ["pdf", "docx"])
    def test_the_same_item_gives_the_same_bytes(self, format: str) -> None:
        assert write(ITEM, format) == write(ITEM, format)

    @pytest.mark.parametrize("format", ["pdf", "docx"])
    def test_a_character_without_a_glyph_is_an_error_that_names_it(self, format: str) -> None:
        with pytest.raises(WriteError, match="U\\+10A00"):
            write(replace(ITEM, body="<p>\U00010a00</p>"), format)

    def test_another_format_or_no_title_is_refused(self) -> None:
        with pytest.raises(WriteError, match="pdf"):
            write(ITEM, "odt")
        with pytest.raises(WriteError, match="标题"):
            write(replace(ITEM, title=" "), "pdf")


class TestWhatIsSaidOnce:
    def test_a_body_that_is_signed_is_not_signed_again(self) -> None:
        signed = replace(ITEM, body='<p>文</p><p class="right">示范区民政局</p><p class="right">2026年3月10日</p>')
        assert laid(signed).signed == ()
        assert laid(signed).on is None
        assert laid(ITEM).signed == ITEM.makers

    def test_a_number_that_stands_in_the_body(self) -> None:
        assert laid(replace(ITEM, body="<p>示民发〔2026〕3号</p>")).under == ""
        assert laid(ITEM).under == "示民发〔2026〕3号"

    def test_attachments_that_the_body_names(self) -> None:
        assert laid(replace(ITEM, body="<p>附件：标准表</p>")).attachments == ()
        assert laid(ITEM).attachments == ("标准表", "申请表")

    def test_it_says_that_it_is_public(self) -> None:
        assert laid(ITEM).imprint == "（此件公开发布）"
        assert laid(replace(ITEM, body="<p>（此件公开发布）</p>")).imprint == ""


class TestThePdf:
    def test_what_is_no_longer_in_force_says_so_first(self) -> None:
        text = read(write(replace(ITEM, notice="本文件已于2026年5月1日废止。"), "pdf"))
        assert squeezed(text).startswith("本文件已于2026年5月1日废止。")

    def test_it_is_tagged_and_has_its_title(self) -> None:
        document = pypdfium2.PdfDocument(write(ITEM, "pdf"))
        assert document.get_metadata_value("Title") == ITEM.title
        assert document.is_tagged()

    def test_a_picture_that_is_not_there_says_what_it_shows(self) -> None:
        assert "（图：流程图）" in squeezed(read(write(replace(ITEM, pictures={}), "pdf")))
        assert "（图：流程图）" in squeezed(read(write(replace(ITEM, pictures={"tok": b"no picture"}), "pdf")))

    def test_words_are_never_markup(self) -> None:
        body = "<p>#panic() $x$ *a* _b_ @c [d] \\e</p>"
        assert "#panic()$x$*a*_b_@c[d]" in squeezed(read(write(replace(ITEM, body=body), "pdf")))

    def test_a_long_table_goes_on_with_its_head(self) -> None:
        rows = "".join(f"<tr><td>{n}</td><td>内容</td></tr>" for n in range(120))
        table = f"<table><thead><tr><th>序号</th><th>事项</th></tr></thead><tbody>{rows}</tbody></table>"
        document = pypdfium2.PdfDocument(write(replace(ITEM, body=table), "pdf"))
        pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
        with_rows = [text for text in pages if "内容" in text]
        assert len(with_rows) > 2
        assert all("事项" in text for text in with_rows)

    def test_a_cell_longer_than_a_page_is_printed_to_its_end(self) -> None:
        cell = "<p>" + "很长的内容" * 60 + "</p>"
        rows = f'<tr><td rowspan="2">甲</td><td>{cell * 20}末尾</td></tr><tr><td>乙</td></tr>'
        body = f"<table><tbody>{rows}</tbody></table>"
        text = squeezed(read(write(replace(ITEM, body=body), "pdf")))
        assert text.count("很") == 1200
        assert "末尾" in text

    def test_narrow_columns_lose_nothing(self) -> None:
        cells = "".join(f"<td>{'内容' * 90}{n}完</td>" for n in range(16))
        body = f"<table><tbody><tr>{cells}</tr><tr>{'<td>短</td>' * 16}</tr></tbody></table>"
        text = squeezed(read(write(replace(ITEM, body=body), "pdf")))
        assert text.count("完") == 16
        assert text.count("短") == 16

    def test_an_item_without_anything_but_a_title(self) -> None:
        assert read(write(ItemPaper("公告", (), ""), "pdf")).startswith("公告")


class TestTheWordFile:
    def test_spans_are_those_of_the_body(self) -> None:
        (table,) = Document(io.BytesIO(write(ITEM, "docx"))).tables
        assert [cell.text for cell in table.rows[0].cells] == ["项", "数", "数"]
        assert [cell.text for cell in table.rows[1].cells] == ["项", "甲", "乙"]

    def test_headings_are_headings(self) -> None:
        document = Document(io.BytesIO(write(ITEM, "docx")))
        assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"] == [
            "一、标准"
        ]

    def test_the_picture_and_the_link_are_in_it(self) -> None:
        with zipfile.ZipFile(io.BytesIO(write(ITEM, "docx"))) as archive:
            assert any(name.startswith("word/media/") for name in archive.namelist())
            assert b"https://www.gov.cn/a" in archive.read("word/_rels/document.xml.rels")

    def test_two_emphases_on_the_same_letters(self) -> None:
        data = write(replace(ITEM, body="<p><strong><em><u>甲</u></em></strong></p>"), "docx")
        xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        assert re.search(r"<w:rPr><w:rFonts [^>]*/><w:b/><w:i/><w:u [^>]*/></w:rPr>", xml)
