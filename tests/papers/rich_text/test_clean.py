"""The body of an item: a safe part of HTML, written in one way only."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import TooLarge
from gongkai.papers.rich_text import clean, cleaned, pictures, relinked, text_of

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0cm}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=ZH-CN>
<!--StartFragment--><p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span
style='font-size:16.0pt;font-family:仿宋_GB2312;mso-ascii-font-family:Calibri'>　　各街道办事处，区政府
各部门<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'><span style='color:red'>一、总体要求</span></b></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>
<span>第一项</span></p>
<p class=MsoNormal align=right style='text-align:right'>示范区民政局</p><!--EndFragment--></body></html>"""


class TestWhatIsKept:
    @pytest.mark.parametrize(
        "html",
        [
            "<p>公告</p>",
            "<h2>一、背景</h2>\n<h3>（一）依据</h3>\n<h4>1.办法</h4>",
            "<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>",
            '<ol start="3"><li>丙</li></ol>',
            "<blockquote><p>引用</p></blockquote>",
            "<p><strong>粗</strong><em>斜</em><u>线</u>H<sub>2</sub>O m<sup>2</sup></p>",
            '<p class="right">2026年3月1日</p>',
            '<p><a href="https://a.example/x?id=1&amp;b=2">办法</a></p>',
            '<p><a href="mailto:office@a.example">邮箱</a></p>',
            '<p><a href="/items/12/">旧办法</a></p>',
            '<p><img src="/items/12/files/Ab_-9/" alt="流程图"></p>',
            '<table><caption>表</caption><thead><tr><th colspan="2" scope="col">项</th></tr></thead><tbody>'
            '<tr><td rowspan="2">1</td><td class="right">2</td></tr>\n<tr><td></td></tr></tbody></table>',
            "<table><tbody><tr><td>甲<ul><li>乙</li></ul></td><td><p>丙</p>\n<p>丁</p></td></tr></tbody></table>",
            "<p>一行<br>二行</p>",
        ],
    )
    def test_stays_as_it_is(self, html: str) -> None:
        assert clean(html) == html

    def test_what_word_pastes(self) -> None:
        assert clean(WORD) == (
            "<p>各街道办事处，区政府各部门</p>\n<p><strong>一、总体要求</strong></p>\n<p>1. 第一项</p>\n"
            '<p class="right">示范区民政局</p>'
        )

    def test_emphasis_by_style(self) -> None:
        pasted = '<span style="font-weight: 700">重</span><span style="text-decoration:underline">线</span>'
        assert clean(f"<p>{pasted}</p>") == "<p><strong>重</strong><u>线</u></p>"

    def test_a_bold_wrapper_that_is_not_bold(self) -> None:
        assert clean('<b style="font-weight:normal"><p>文</p></b>') == "<p>文</p>"

    def test_headings_of_a_page_fit_under_its_title(self) -> None:
        assert clean("<h1><b>甲</b></h1><h5>乙</h5>") == "<h2>甲</h2>\n<h4>乙</h4>"

    def test_two_line_breaks_are_two_paragraphs(self) -> None:
        assert clean("甲<br><br>　　乙") == "<p>甲</p>\n<p>乙</p>"

    def test_text_alone_is_a_paragraph(self) -> None:
        assert clean("  公告  \n 内容 ") == "<p>公告内容</p>"


class TestTables:
    def test_rows_of_head_cells_are_the_head(self) -> None:
        assert clean("<table><tr><th>项<th>数<tr><td>甲<td>1</table>") == (
            "<table><thead><tr><th>项</th><th>数</th></tr></thead><tbody><tr><td>甲</td><td>1</td></tr></tbody></table>"
        )

    def test_a_head_is_as_deep_as_its_cells(self) -> None:
        html = clean("<table><tr><th rowspan=2>项<th>数<tr><td>丙<tr><td>甲<td>1</table>")
        assert html.index("</thead>") > html.index("丙")

    def test_a_cell_reaches_no_further_than_the_table(self) -> None:
        assert 'rowspan="9"' not in clean("<table><tr><td rowspan=9>甲<td>乙</table>")

    def test_one_cell_is_no_table(self) -> None:
        assert clean("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>") == "<p>甲</p>\n<p>乙</p>"

    def test_an_empty_one_goes(self) -> None:
        assert clean("<p>甲</p><table><tr><td> <td>&nbsp;</table>") == "<p>甲</p>"

    def test_a_table_in_a_table_becomes_text(self) -> None:
        found = cleaned("<table><tr><td>甲<td><table><tr><td>1<td>2<tr><td>3</table></table>")
        assert found.html.count("<table>") == 1
        assert "1 2" in found.html
        assert found.left == ("表格里套的表格1个改成了文字",)


class TestWhatIsNotTaken:
    @pytest.mark.parametrize(
        "html",
        [
            "<script>alert(1)</script>",
            "<p onclick=alert(1)>甲</p>",
            '<p style="background:url(javascript:x)">甲</p>',
            '<a href="javascript:alert(1)">甲</a>',
            '<a href="data:text/html,x">甲</a>',
            '<a href="//evil.example/x">甲</a>',
            '<a href="/signin/logout/">甲</a>',
            '<a href="/items/../admin/">甲</a>',
            '<a href="https://user:word@evil.example/">甲</a>',
            "<svg onload=alert(1)><p>x</p></svg>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<iframe src='https://a.example'></iframe>",
            '<img src="https://a.example/x.png">',
            '<img src="data:image/png;base64,AA">',
            '<img src="/items/1/files/../../x/">',
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
            "<form action=/x><input name=y><button>甲</button></form>",
            '<p class="MsoNormal" id="x" data-y="1">甲</p>',
        ],
    )
    def test_nothing_that_acts_stays(self, html: str) -> None:
        assert re.search(r"<(?!/?p>)|on\w+=|style=|class=|id=|data-", clean(html)) is None

    def test_hidden_text_is_said(self) -> None:
        found = cleaned('<p>公开<span style="display: none">不公开</span><del>旧</del></p>')
        assert found.html == "<p>公开</p>"
        assert found.left == ("去掉了不显示的或者已标记删除的文字2处，请核对是否需要",)

    def test_pictures_of_elsewhere_are_said(self) -> None:
        assert cleaned('<p>图<img src="https://a.example/x.png"></p>').left[0].startswith("去掉了图片1张")

    def test_what_follows_the_reader_goes_from_a_link(self) -> None:
        html = clean('<a href="https://a.example/x?id=7&utm_source=wx&spm=1.2&from=timeline#p">甲</a>')
        assert html == '<p><a href="https://a.example/x?id=7#p">甲</a></p>'

    def test_a_page_that_only_hands_on_is_passed_by(self) -> None:
        html = clean('<a href="https://link.zhihu.com/?target=https%3A//www.gov.cn/a.htm">甲</a>')
        assert html == '<p><a href="https://www.gov.cn/a.htm">甲</a></p>'

    def test_what_has_no_width_or_turns_the_text_round_goes(self) -> None:
        assert clean("<p>甲\u200b\u202e乙\ufeff\x07</p>") == "<p>甲乙</p>"

    def test_too_long_is_refused_with_what_to_do(self) -> None:
        with pytest.raises(TooLarge, match="附件"):
            clean("甲" * 4_000_001)

    def test_depth_is_no_trouble(self) -> None:
        assert clean("<div>" * 5000 + "甲") == "<p>甲</p>"
        assert clean("<ul><li>" * 3000 + "甲").count("<ul>") <= 10
        assert clean("<b>" * 5000 + "甲") == "<p><strong>甲</strong></p>"


class TestText:
    def test_lines_and_cells(self) -> None:
        html = "<h2>标题</h2><p>一<br>二</p><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table><ul><li>戊</ul>"
        assert text_of(html) == "标题\n一\n二\n甲\t乙\n丙\t丁\n戊"

    def test_entities_are_letters(self) -> None:
        assert text_of("<p>a &lt;b&gt; &amp; c</p>") == "a <b> & c"


class TestAddresses:
    BODY = '<p><img src="/items/3/files/abc/" alt="图"><a href="/items/4/?a=1&amp;b">甲</a></p>'

    def test_are_changed_for_an_export(self) -> None:
        html = relinked(self.BODY, lambda address: "../x&y" + address)
        assert 'src="../x&amp;y/items/3/files/abc/"' in html

    def test_pictures_by_their_token(self) -> None:
        assert pictures(self.BODY) == ("abc",)


_NAMES = "p div h1 h5 ul ol li blockquote table thead tr th td caption b i u s a span br img pre del dl dt dd"
_TAGS = st.sampled_from(_NAMES.split())
_ATTRIBUTES = st.sampled_from(
    ["", ' style="text-align:right"', ' style="font-weight:bold"', " align=center", " rowspan=3", " colspan=2",
     ' href="https://a.example/?utm_x=1&b"', ' href="x"', ' src="/items/1/files/a/" alt=" 图 "', ' class="right"',
     " hidden", ' start="4"', ' scope="row"', ' style="vertical-align:super"']
)  # fmt: skip
_TEXT = st.text(alphabet=list("甲乙ab1 \n\t\u3000\u00a0\u2028<&\"'>"), max_size=8)
_PIECE = st.one_of(
    _TEXT,
    st.builds(lambda tag, said: f"<{tag}{said}>", _TAGS, _ATTRIBUTES),
    st.builds(lambda tag: f"</{tag}>", _TAGS),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECE, max_size=25).map("".join))
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = clean(html)
    assert clean(once) == once
    assert text_of(once) == text_of(html) or "hidden" in html or "<del" in html


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_safe_and_settled(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "<script" not in once
