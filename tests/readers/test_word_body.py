"""A Word file as HTML: numbers written out, places kept, within bounds."""

from __future__ import annotations

import pytest

from gongkai.errors import TooLarge, UnknownKind, Unreadable
from gongkai.readers.word_body import ensure_word, word_body

from .word import TYPES, docx, numbered, p, package, part, run, tall, tbl, tc, tr, wide

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def html(body: str, **parts: str) -> str:
    return word_body(docx(body, **parts)).html


class TestNumbers:
    def test_official_numbers_are_text_and_their_lines_headings(self) -> None:
        found = html(numbered("总则", 1) + numbered("依据", 1, 1) + numbered("附则", 1), numbering=LISTS)
        assert found == "<h2>一、总则</h2><h3>（一）依据</h3><h2>二、附则</h2>"

    def test_a_numbered_sentence_is_a_paragraph(self) -> None:
        assert (
            html(numbered("本办法自发布之日起施行。", 1), numbering=LISTS) == "<p>一、本办法自发布之日起施行。</p>"
        )

    def test_bullets_stay_a_list(self) -> None:
        assert html(numbered("甲", 2) + numbered("乙", 2), numbering=LISTS) == "<ul><li>甲</li><li>乙</li></ul>"

    def test_numbers_of_a_style(self) -> None:
        styles = (
            '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/>'
            "</w:numPr></w:pPr></w:style>"
        )
        lists = LISTS.replace('<w:lvlText w:val="%1、"/>', '<w:pStyle w:val="L"/><w:lvlText w:val="%1、"/>')
        found = html(p("内容。", properties='<w:pStyle w:val="L"/>'), numbering=lists, styles=styles)
        assert found == "<p>一、内容。</p>"


class TestPlaces:
    def test_right_and_centre(self) -> None:
        body = p("示范区民政局", properties='<w:jc w:val="right"/>') + p(
            "附件", properties='<w:jc w:val="center"/>'
        )
        assert html(body) == '<p class="right">示范区民政局</p><p class="center">附件</p>'

    def test_spans_of_a_table(self) -> None:
        table = tbl(tr(tall("甲"), wide("乙", 2)), tr(tall(), tc("1"), tc("2")))
        found = html(table)
        assert '<td rowspan="2"><p>甲</p></td><td colspan="2"><p>乙</p></td>' in found

    def test_emphasis(self) -> None:
        body = p(
            run("粗", "<w:b/>"), run("线", '<w:u w:val="single"/>'), run("下", '<w:vertAlign w:val="subscript"/>')
        )
        assert html(body) == "<p><strong>粗</strong><u>线</u><sub>下</sub></p>"

    def test_headings_of_word(self) -> None:
        styles = '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        assert html(p("总则", properties='<w:pStyle w:val="1"/>'), styles=styles) == "<h2>总则</h2>"


class TestBounds:
    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"text", b""])
    def test_what_is_no_word_file(self, data: bytes) -> None:
        with pytest.raises(UnknownKind):
            ensure_word(data)

    def test_a_dtd_is_refused(self) -> None:
        numbering = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><w:numbering/>'
        data = package({"word/document.xml": part("document", "<w:body/>"), "word/numbering.xml": numbering})
        with pytest.raises(Unreadable, match="DTD"):
            word_body(data)

    def test_depth_and_damage(self) -> None:
        deep = "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200
        with pytest.raises((TooLarge, Unreadable)):
            word_body(docx(deep))
        with pytest.raises(Unreadable):
            word_body(package({"word/document.xml": "<w:document"}))
        with pytest.raises(UnknownKind):
            word_body(package({"other.txt": TYPES}))

    def test_a_link_to_a_picture_elsewhere_is_not_followed(self) -> None:
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{_R}/image" TargetMode="External" Target="file:///etc/passwd"/>'
            "</Relationships>"
        )
        blip = (
            '<w:r><w:drawing><wp:inline><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:link="r1" xmlns:r="{_R}"/></pic:blipFill></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        document = part("document", f"<w:body>{p('文', blip)}</w:body>")
        try:
            found = word_body(package({"word/document.xml": document, "word/_rels/document.xml.rels": rels}))
        except Unreadable:
            return
        assert found.pictures == ()
        assert "root:" not in found.html
