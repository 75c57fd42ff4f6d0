"""Saved pages: layout opened, data tables kept with their spans, what a reader does not see left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.readers.document import Document, Table
from gongkai.readers.extract import extract

from .show import plain, shown

REAL = Path(__file__).parent.parent / "real"


def page(body: str) -> Document:
    return extract(f"<html><body>{body}</body></html>".encode())


def test_spans_give_grid_columns() -> None:
    table = (
        "<table><tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr>"
        "<tr><td>丁</td><td>戊</td><td>己</td></tr></table>"
    )
    assert shown(page(table)) == [["甲@0x2v2 乙@2", "丙@2", "丁@0 戊@1 己@2"]]


def test_a_published_page() -> None:
    document = extract((REAL / "pingtan-2023-html.html").read_bytes())
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [len(t.rows) for t in tables] == [14, 28, 4]
    assert " ".join(c.text for c in tables[2].rows[3]) == "1 1 0 0 2 4 0 0 1 5 1 0 1 0 2"
    assert tables[1].rows[-1][1].column == 3


def test_paragraphs_end_at_blocks_and_breaks() -> None:
    assert plain(page("<div>一<p>二<br>三</p><ul><li>四</ul>五<span>六</span></div>")) == [
        "一",
        "二",
        "三",
        "四",
        "五六",
    ]


class TestTables:
    def test_a_rowspan_to_the_end_and_a_colspan_without_end(self) -> None:
        table = "<table><tr><td rowspan=0>甲<td>1<td>2<tr><td>3<td colspan=99999999>4</table>"
        cells = [c for b in page(table).blocks if isinstance(b, Table) for r in b.rows for c in r]
        assert [c.text for c in cells] == ["甲", "1", "2", "3", "4"]
        assert cells[-1].colspan == 200

    @pytest.mark.parametrize("span", ["x", "-3", "2.5", "", "²"])
    def test_a_span_that_is_no_number(self, span: str) -> None:
        assert shown(page(f"<table><tr><td colspan='{span}'>甲</td><td>1</td></tr></table>")) == [["甲@0 1@1"]]

    def test_two_spans_into_one_row(self) -> None:
        table = (
            "<table><tr><td rowspan=3>甲<td rowspan=2>乙<td>1<tr><td>2<tr><td>丙<td>3<tr><td>丁<td>戊<td>4</table>"
        )
        assert shown(page(table)) == [["甲@0v3 乙@1v2 1@2", "2@2", "丙@1 3@2", "丁@0 戊@1 4@2"]]

    def test_lines_and_paragraphs_in_a_cell(self) -> None:
        table = "<table><tr><td>本年新<br>制作数量<td><p>商业</p><p> </p><p>企业</p></table>"
        assert plain(page(table)) == [["本年新\n制作数量|商业\n企业"]]

    def test_blank_cells_of_every_kind_are_blank(self) -> None:
        table = "<table><tr><td>甲<td>&nbsp;<td><p>&#12288;</p><td><p><o:p></o:p></p><td></table>"
        assert plain(page(table)) == [["甲||||"]]

    def test_heads_bodies_captions_and_missing_end_tags(self) -> None:
        table = "<table><caption>表二<thead><tr><th>甲<th>乙<tbody><tr><td>1<td>2<tfoot><tr><td>3<td>4</table>"
        assert plain(page(table)) == ["表二", ["甲|乙", "1|2", "3|4"]]

    def test_pasted_from_word(self) -> None:
        table = (
            "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
            '<table class="MsoNormalTable" border="1"><![if !supportMisalignedColumns]><tr height=0>'
            '<td width=9></td></tr><![endif]><tr><td><p class="MsoNormal" align="center">'
            '<span lang="EN-US">1.<o:p></o:p></span>'
            '<span>属于国家秘密</span></p></td><td><p class="MsoNormal">0<span style="mso-hide:all">9</span></p>'
            "</td></tr></table>"
        )
        assert [row for b in plain(page(table)) for row in b][-1] == "1.属于国家秘密|0"

    def test_one_cell_a_row_is_text(self) -> None:
        assert plain(page("<table><tr><td>甲<tr><td>乙<br>丙</table>")) == ["甲", "乙", "丙"]


class TestLayout:
    inner = "<table><tr><td>规章<td>1<tr><td>文件<td>2</table>"

    def test_tables_that_only_place_things_are_opened(self) -> None:
        outer = f"<table><tr><td>菜单<td><table><tr><td><p>前</p>{self.inner}<p>后</p></table><td>侧栏</table>"
        assert plain(page(outer)) == ["菜单", "前", ["规章|1", "文件|2"], "后", "侧栏"]

    def test_tables_side_by_side_stay_apart(self) -> None:
        assert plain(page(f"<table><tr><td>{self.inner}<td>{self.inner}</table>")) == [["规章|1", "文件|2"]] * 2

    def test_a_page_in_one_cell_beside_a_menu(self) -> None:
        lines = "".join(f"<p>第{n}段，本机关认真贯彻落实条例，不断拓展公开渠道。</p>" for n in range(30))
        assert len(plain(page(f"<table><tr><td>菜单<td>{lines}</table>"))) == 31

    def test_a_small_table_inside_a_table_of_figures(self) -> None:
        rows = "".join(f"<tr><td>{n}<td>1<td>2<td>3" for n in "甲乙丙")
        inner = "<table><tr><td>5<td>件</table>"
        assert plain(page(f"<table>{rows}<tr><td>丁<td>{inner}<td>6<td>7</table>")) == [
            ["甲|1|2|3", "乙|1|2|3", "丙|1|2|3", "丁|5\n件|6|7"]
        ]

    def test_rows_without_a_table(self) -> None:
        assert plain(page("<tr><td>甲</td><td>1</td></tr>")) == ["甲", "1"]


class TestUnseen:
    def test_scripts_styles_and_forms(self) -> None:
        body = (
            "<script>var a='<p>x</p>'</script><style>p{}</style><noscript>x</noscript>"
            "<template><p>x</p></template><select><option>x</select><textarea>x</textarea><button>x</button><svg><text>x</text></svg>正文"
        )
        assert plain(page(body)) == ["正文"]

    @pytest.mark.parametrize(
        "hides",
        [
            'style="display:none"',
            'style="color:red; DISPLAY : none;"',
            "style='visibility:hidden'",
            "hidden",
            'hidden=""',
        ],
    )
    def test_what_is_hidden(self, hides: str) -> None:
        assert plain(page(f"<p>甲<span {hides}>藏</span>乙</p><div {hides}><p>藏</p></div>丙")) == ["甲乙", "丙"]

    def test_hidden_rows(self) -> None:
        table = "<table><tr><td>甲<td>1<tr style='display:none'><td>乙<td>2<tr><td>丙<td>3</table>"
        assert plain(page(table)) == [["甲|1", "丙|3"]]

    @pytest.mark.parametrize("shows", ['style="display:block"', 'style="border:none"', 'data-x="hidden"'])
    def test_what_only_sounds_hidden(self, shows: str) -> None:
        assert plain(page(f"<p {shows}>甲</p>")) == ["甲"]

    def test_glosses(self) -> None:
        assert plain(page("<p><ruby>政<rp>(</rp><rt>zheng</rt><rp>)</rp>府<rt>fu</rt></ruby>信息</p>")) == [
            "政府信息"
        ]

    def test_struck_and_raised(self) -> None:
        table = "<table><tr><td>甲<td><s>3</s><del>4</del>5<td>12<sup>1</sup></table>"
        assert plain(page(table)) == [["甲|5|12 1"]]
        assert page(table).notes == ("原文有划去（删除线）的文字，未读入。",)


class TestText:
    def test_entities_and_blanks(self) -> None:
        assert plain(page("<p>&#25919;&#x5E9C;&amp;&ldquo;信息&rdquo;\n   公开&nbsp;&nbsp;工作</p>")) == [
            "政府&“信息” 公开\xa0\xa0工作"
        ]

    def test_preformatted_lines(self) -> None:
        assert plain(page("<pre>甲\n乙\n\n丙</pre>")) == ["甲", "乙", "丙"]

    def test_rows_typed_with_bars_are_a_table_and_a_menu_is_none(self) -> None:
        body = "<p>首页 | 概况 | 公开</p><p>前</p><pre>规章 | 0 | 1\n文件 | 2 | 3</pre>"
        assert plain(page(body)) == ["首页 | 概况 | 公开", "前", ["规章|0|1", "文件|2|3"]]

    def test_a_title(self) -> None:
        assert extract("<html><title> 年报\n</title><p>正文".encode()).title == "年报"

    def test_gb18030_and_a_byte_order_mark(self) -> None:
        source = '<html><head><meta http-equiv="a" content="text/html; charset=gb2312"></head><p>政府信息公开'
        assert plain(extract(source.encode("gb18030"))) == ["政府信息公开"]
        assert plain(extract(b"\xef\xbb\xbf" + source.encode())) == ["政府信息公开"]

    def test_a_large_picture_written_into_the_page(self) -> None:
        picture = f"<img src='data:image/png;base64,{'A' * 11_000_000}'>"
        assert plain(page(f"<p>前</p>{picture}<p>后</p>")) == ["前", "后"]

    def test_a_table_as_a_picture_is_said(self) -> None:
        assert "图片" in page("<p>二、主动公开</p><img src=a.png>").notes[0]
        assert page("<p>二</p><img src=a.png><table><tr><td>甲<td>1</table>").notes == ()

    def test_separators_in_the_text_break_nothing(self) -> None:
        stray = "".join(chr(c) for c in range(0xFDD0, 0xFDDC))
        assert "乙" in str(plain(page(f"<p>甲{stray}乙</p><table><tr><td>{stray}<td>1{stray}</table>")))


class TestOtherFiles:
    def test_markdown_with_tables_in_html(self) -> None:
        source = "# 二、主动公开\n\n<table><tr><td>规章</td><td>1</td></tr></table>\n\n## 三、收到\n第二行\n"
        assert plain(extract(source.encode())) == ["二、主动公开", ["规章|1"], "三、收到", "第二行"]

    def test_a_web_archive(self) -> None:
        source = (
            "MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=b\n\n--b\nContent-Type: text/html;"
            ' charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n<html><p>=E6=94=BF=E5=BA=9C</p>'
            "</html>\n--b\nContent-Type: image/png\n\nx\n--b--\n"
        )
        assert plain(extract(source.encode())) == ["政府"]

    def test_a_line_break_in_a_text_makes_no_page(self) -> None:
        assert plain(extract("规章 | 1<br>件 | 2\n文件 | 3 | 4\n".encode())) == [["规章|1\n件|2", "文件|3|4"]]
