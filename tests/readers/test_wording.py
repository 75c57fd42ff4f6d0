"""What a machine reads in an attachment, page by page, and what it says it did not read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.readers import wording as module
from gongkai.readers.wording import wording

from .word import docx, p, package, part, run, tbl, tc, tr

BREAK = '<w:r><w:br w:type="page"/></w:r>'


class TestWord:
    def test_pages_by_what_the_file_says(self) -> None:
        found = wording(docx(p("一") + p("二", BREAK, "三") + p("四")), "docx")
        assert found.pages == ("一\n二", "三\n四")
        assert found.unread == ""

    def test_headers_come_first_and_once(self) -> None:
        header = part("hdr", p("秘密"))
        data = docx(p("文"))
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/header1.xml", header)
            archive.writestr("word/header2.xml", header)
        assert wording(out.getvalue(), "docx").pages == ("秘密\n文",)

    def test_deleted_and_hidden_text_is_left_out(self) -> None:
        gone = '<w:del w:id="1"><w:r><w:t>删</w:t></w:r></w:del>'
        assert wording(docx(p("甲", gone, run("藏", "<w:vanish/>"), "乙")), "docx").pages == ("甲乙",)

    def test_cells_and_text_boxes_are_lines(self) -> None:
        box = f"<w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r>"
        found = wording(docx(tbl(tr(tc("甲"), tc("乙"))) + p("丙", box)), "docx")
        assert found.pages[0].split("\n") == ["甲", "乙", "丙", "框"]


class TestSheets:
    def test_each_sheet_is_a_page(self) -> None:
        book = openpyxl.Workbook()
        first = book.active
        assert first is not None
        first.title = "一"
        first.append(["甲", None, 3])
        first.oddHeader.center.text = "页眉&P"
        second = book.create_sheet("二")
        second.append(["乙"])
        book.create_sheet("藏").sheet_state = "hidden"
        out = io.BytesIO()
        book.save(out)
        found = wording(out.getvalue(), "xlsx")
        assert [page.split("\n")[-1] for page in found.pages] == ["甲\t\t3", "乙"]
        assert "页眉" in found.pages[0]
        assert "藏" not in "".join(found.pages)


class TestPdf:
    def test_a_page_without_text_is_said(self) -> None:
        document = pikepdf.new()
        document.add_blank_page()
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out)
        found = wording(out.getvalue(), "pdf")
        assert found.pages == ("", "")
        assert found.unread == "第1、2页没有可读的文字（可能是图片），未读取"

    def test_one_with_a_password(self) -> None:
        document = pikepdf.new()
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        assert "密码" in wording(out.getvalue(), "pdf").unread


class TestOthers:
    def test_a_page_of_the_web(self) -> None:
        data = "<html><head><style>p{}</style></head><body><p>甲 乙</p><script>x</script></body></html>".encode()
        assert wording(data, "html").pages == ("甲 乙",)

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
    def test_text_in_any_encoding(self, encoding: str) -> None:
        assert wording("政府信息公开，文本内容".encode(encoding), "text").pages == ("政府信息公开，文本内容",)

    def test_an_old_file_shows_its_words_to_the_look_only(self) -> None:
        for shift in (0, 1):
            found = wording(b"\xd0\xcf" + b"\0" * (510 + shift) + "机密★10年".encode("utf-16-le"), "ole")
            assert found.pages == ()
            assert "旧版" in found.unread
            assert "机密★10年" in found.raw.split("\n")

    def test_a_picture_and_an_unknown_kind(self) -> None:
        assert wording(b"x", "picture").unread == "图片，未读取文字"
        assert wording(b"x", "program").unread != ""

    def test_ofd_pages_in_their_order(self) -> None:
        page = '<Page xmlns="http://www.ofdspec.org/2016"><TextCode>{}</TextCode></Page>'
        parts: dict[str, str | bytes] = {f"Doc_0/Pages/Page_{n}/Content.xml": page.format(n) for n in (0, 10, 2)}
        assert wording(package({"OFD.xml": "<a/>", **parts}), "ofd").pages == ("0", "2", "10")

    def test_a_long_one_is_cut_and_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MOST", 10)
        found = wording(b"0123456789abc", "text")
        assert found.pages == ("0123456789",)
        assert "前面的部分" in found.unread


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["docx", "xlsx", "pdf", "ofd", "html", "text", "ole"]))
def test_nothing_in_a_file_breaks_it(data: bytes, kind: str) -> None:
    found = wording(data, kind)
    assert found.unread or found.pages or kind == "text"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_broken_packages_are_said(kind: str) -> None:
    for data in (b"PK\x03\x04" + b"\0" * 60, package({"word/document.xml": "<a", "xl/workbook.xml": "<b"})):
        assert wording(data, kind).unread
