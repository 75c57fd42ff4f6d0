"""Word files: what someone sees who accepted all changes and printed the body."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest

from gongkai.errors import Unreadable
from gongkai.readers.document import Document
from gongkai.readers.extract import extract

from . import word
from .show import plain, shown
from .word import p, run, tall, tbl, tc, tr, wide


def body(*parts: str) -> Document:
    return extract(word.docx("".join(parts)))


class TestBody:
    def test_paragraphs_and_tables_in_order(self) -> None:
        table = tbl(tr(tc("甲"), tc("1")))
        assert plain(body(p("前"), table, p("中"), table, p("后"))) == ["前", ["甲|1"], "中", ["甲|1"], "后"]

    def test_what_python_docx_writes(self) -> None:
        document = python_docx.Document()
        document.core_properties.title = "年度报告"
        document.add_heading("一、总体情况", 1)
        table = document.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))
        target = io.BytesIO()
        document.save(target)
        read = extract(target.getvalue())
        assert read.title == "年度报告"
        assert shown(read) == ["一、总体情况", ["00@0 01\n02@1x2", "10\n20@0v2 11@1 12@2", "21@1 22@2"]]

    def test_spans(self) -> None:
        table = tbl(
            tr(wide("头", 3)),
            tr(tall("甲"), tc("乙"), tc("1")),
            tr(tall(), tc("丙"), tc("2")),
            tr(tall("丁"), tc("戊"), tc("3")),
            tr(tall(), tc("己"), tc("4")),
        )
        assert shown(body(table)) == [["头@0x3", "甲@0v2 乙@1 1@2", "丙@1 2@2", "丁@0v2 戊@1 3@2", "己@1 4@2"]]

    def test_a_row_that_starts_later(self) -> None:
        late = tr(tc("1"), properties='<w:gridBefore w:val="2"/>')
        assert shown(body(tbl(tr(tc("甲"), tc("乙"), tc("丙")), late))) == [["甲@0 乙@1 丙@2", "@0x2 1@2"]]

    def test_tabs_breaks_and_hyphens(self) -> None:
        inner = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:br/><w:t>丁</w:t></w:r>"
        assert plain(body(p(inner), tbl(tr(tc(p(inner)), tc("x"))))) == ["甲\t乙-丙", "丁", ["甲\t乙-丙\n丁|x"]]

    def test_rows_typed_with_tabs_are_a_table(self) -> None:
        row = "<w:r><w:t>{}</w:t><w:tab/><w:t>{}</w:t><w:tab/><w:t>{}</w:t></w:r>"
        typed = [p(row.format("规章", 0, 1)), p(row.format("文件", 2, 3))]
        heading = p("<w:r><w:t>二、</w:t><w:tab/><w:t>主动公开</w:t></w:r>")
        assert plain(body(heading, p("前"), *typed, p("后"))) == [
            "二、\t主动公开",
            "前",
            ["规章|0|1", "文件|2|3"],
            "后",
        ]

    def test_paragraphs_of_a_cell_are_its_lines(self) -> None:
        assert plain(body(tbl(tr(tc(p("商业") + p("") + p("企业")), tc("1"))))) == [["商业\n企业|1"]]

    def test_nested_tables(self) -> None:
        inner = tbl(tr(tc("规章"), tc("1")), tr(tc("文件"), tc("2")))
        outer = tbl(tr(tc(p("标题") + inner + p("")), tc("右")))
        assert plain(body(outer)) == ["标题", ["规章|1", "文件|2"], "右"]

    def test_a_small_table_pasted_into_a_large_one(self) -> None:
        pasted = tbl(tr(tc("3"), tc("件")))
        rows = [tr(*[tc(f"{r}{c}") for c in range(4)]) for r in range(3)]
        outer = tbl(*rows, tr(tc("末"), tc(pasted + p("")), tc("x"), tc("y")))
        assert plain(body(outer)) == [["00|01|02|03", "10|11|12|13", "20|21|22|23", "末|3\n件|x|y"]]

    def test_text_boxes_and_content_controls(self) -> None:
        box = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wp:align>center</wp:align>"
            f"<wps:txbx><w:txbxContent>{p('框内')}</w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
        control = f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        prompt = (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处')}</w:sdtContent></w:sdt>"
        )
        row = f"<w:sdt><w:sdtContent>{tr(tc('甲'), tc('1'))}</w:sdtContent></w:sdt>"
        assert plain(body(p("外", box), control, prompt, tbl(row))) == ["外", "框内", "控件", ["甲|1"]]

    def test_fields_bookmarks_and_section_properties(self) -> None:
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024年</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        )
        assert plain(body(p(field), "<w:sectPr/>")) == ["2024年"]


class TestRevisions:
    def test_inserted_kept_and_deleted_dropped(self) -> None:
        changes = (
            f'<w:ins w:id="1">{run("12")}</w:ins><w:del w:id="2"><w:r><w:delText>99</w:delText></w:r></w:del>'
        )
        moved = f'<w:moveFrom w:id="3">{run("旧")}</w:moveFrom><w:moveTo w:id="4">{run("新")}</w:moveTo>'
        assert plain(body(p("收到", changes, "件", moved))) == ["收到12件新"]

    def test_a_deleted_row_and_a_deleted_mark(self) -> None:
        gone = tr(tc("旧"), tc("9"), properties='<w:del w:id="1"/>')
        mark = p("一、", properties='<w:rPr><w:del w:id="2"/></w:rPr>')
        document = body(mark, p("总体情况"), tbl(tr(tc("甲"), tc("1")), gone))
        assert plain(document) == ["一、总体情况", ["甲|1"]]

    @pytest.mark.parametrize("value", ["", ' w:val="1"', ' w:val="true"'])
    def test_hidden_text_is_dropped(self, value: str) -> None:
        assert plain(body(p("1", run("2", f"<w:vanish{value}/>"), "3"))) == ["13"]

    def test_text_hidden_no_more_is_kept(self) -> None:
        assert plain(body(p("1", run("2", '<w:vanish w:val="0"/>'), "3"))) == ["123"]

    def test_struck_text_is_dropped_and_said(self) -> None:
        document = body(tbl(tr(tc("甲"), tc(p(run("3", "<w:strike/>"), "5")))))
        assert plain(document) == [["甲|5"]]
        assert document.notes == ("原文有划去（删除线）的文字，未读入。",)

    def test_a_note_sign_does_not_run_into_the_figure(self) -> None:
        sign = run("1", '<w:vertAlign w:val="superscript"/>')
        assert plain(body(tbl(tr(tc("甲"), tc(p("12", sign)))))) == [["甲|12 1"]]

    def test_glosses_are_dropped(self) -> None:
        ruby = f"<w:r><w:ruby><w:rt>{run('zheng')}</w:rt><w:rubyBase>{run('政')}</w:rubyBase></w:ruby></w:r>"
        assert plain(body(p(ruby, "府"))) == ["政府"]


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
  <w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>
  <w:pStyle w:val="item"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="item"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="item"/></w:style>
"""


def listed(*parts: str) -> list[str | list[str]]:
    return plain(extract(word.docx("".join(parts), numbering=NUMBERING, styles=STYLES)))


class TestNumbers:
    def test_levels_count_and_start_again(self) -> None:
        n = word.numbered
        got = listed(n("总体", 1), n("主动", 1, 1), n("申请", 1, 1), n("细", 1, 2), n("表", 1), n("甲", 1, 1))
        assert got == ["一、总体", "（一）主动", "（二）申请", "1.2.1 细", "二、表", "（一）甲"]

    def test_a_list_in_cells(self) -> None:
        rows = [tr(tc(word.numbered(t, 3)), tc("0")) for t in ("属于国家秘密", "其他")]
        assert listed(tbl(*rows)) == [["1.属于国家秘密|0", "2.其他|0"]]

    def test_lists_of_one_shape_go_on_unless_started_again(self) -> None:
        n = word.numbered
        assert listed(n("a", 2), n("b", 2), n("c", 3), n("d", 2)) == ["3.a", "4.b", "1.c", "2.d"]

    def test_numbers_by_style(self) -> None:
        styled = [p(t, properties=f'<w:pStyle w:val="{s}"/>') for t, s in (("a", "item"), ("b", "child"))]
        assert listed(*styled, p("c", properties='<w:pStyle w:val="other"/>')) == ["3.a", "4.b", "c"]

    def test_bullets_and_lists_that_are_not_there(self) -> None:
        assert listed(word.numbered("a", 4), word.numbered("b", 9), word.numbered("c", 0)) == ["a", "b", "c"]


class TestWhatIsNoReport:
    def test_a_table_as_a_picture_is_said(self) -> None:
        picture = "<w:r><w:drawing><wp:inline><pic:pic/></wp:inline></w:drawing></w:r>"
        document = body(p("二、主动公开"), p(picture))
        assert plain(document) == ["二、主动公开"]
        assert "图片" in document.notes[0]

    def test_an_embedded_page_is_refused(self) -> None:
        with pytest.raises(Unreadable, match="另存为DOCX"):
            body("<w:altChunk/>")

    def test_the_strict_namespace(self) -> None:
        strict = word.docx(p("甲"))
        with zipfile.ZipFile(io.BytesIO(strict)) as archive:
            content = archive.read("word/document.xml").replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        assert plain(extract(word.package({"word/document.xml": content}))) == ["甲"]
