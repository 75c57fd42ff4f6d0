"""The short way through a plain Word body and the long way through the parser end at the same place."""

from __future__ import annotations

import io
import zipfile

import pytest
from benchmarks import corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.readers import limits
from gongkai.readers.container import parse_xml
from gongkai.readers.document import Block
from gongkai.readers.docx_plain import plain_stream
from gongkai.readers.limits import Deadline
from gongkai.readers.revisions import settle
from gongkai.readers.stream import blocks
from gongkai.readers.stylesheet import flatten

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str, head: str = "") -> bytes:
    text = f'<w:document xmlns:w="{W}"{head}><w:body>{body}</w:body></w:document>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def long_way(content: bytes) -> tuple[Block, ...]:
    root = parse_xml(content)
    settle(root, content)
    return blocks(flatten(root, "docx.xsl"), Deadline())


def both(content: bytes) -> tuple[tuple[Block, ...] | None, tuple[Block, ...]]:
    stream = plain_stream(content)
    return None if stream is None else blocks(stream, Deadline()), long_way(content)


TEXT = st.sampled_from(["", " ", "规章", "12", "  3 ", "&lt;3&gt;", "&amp;", "&#25919;府", "甲　乙", "“引”"])
RPR = st.sampled_from(
    ["", '<w:rPr><w:b/><w:sz w:val="21"/></w:rPr>', "<w:rPr/>", '<w:rPr><w:rFonts w:ascii="仿宋"/></w:rPr>']
)
INSIDE = st.lists(
    st.one_of(
        TEXT.map(lambda t: f"<w:t>{t}</w:t>"),
        TEXT.map(lambda t: f'<w:t xml:space="preserve">{t}</w:t>'),
        st.sampled_from(["<w:tab/>", "<w:br/>", '<w:br w:type="page"/>', "<w:cr/>", "<w:noBreakHyphen/>", "<w:t/>",
                         "<w:lastRenderedPageBreak/>"]),
    ),
    max_size=3,
).map("".join)  # fmt: skip
RUN = st.builds(lambda a, b: f'<w:r w:rsidR="00A1">{a}{b}</w:r>', RPR, INSIDE)
AROUND = st.sampled_from(
    ["{}", "<w:hyperlink>{}</w:hyperlink>", '<w:proofErr w:type="spellStart"/>{}', "<w:bookmarkStart/>{}"]
)
PPR = st.sampled_from(
    ["", '<w:pPr><w:jc w:val="center"/></w:pPr>', '<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>',
     '<w:pPr><w:spacing w:line="240"/><w:rPr><w:sz w:val="21"/></w:rPr></w:pPr>', "<w:pPr/>"]
)  # fmt: skip
PARAGRAPH = st.one_of(
    st.just("<w:p/>"),
    st.just('<w:p w:rsidR="00A1"/>'),
    st.builds(
        lambda ppr, runs: f'<w:p w:rsidR="00B2" w:rsidP="00B3">{ppr}{"".join(runs)}</w:p>',
        PPR,
        st.lists(st.builds(str.format, AROUND, RUN), max_size=3),
    ),
)
TCPR = st.sampled_from(
    ["<w:tcPr/>", '<w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>',
     '<w:tcPr><w:tcW w:w="9"/><w:gridSpan w:val="3"/></w:tcPr>', '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>',
     "<w:tcPr><w:vMerge/></w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge/><w:vAlign w:val="center"/></w:tcPr>',
     '<w:tcPr><w:tcBorders><w:left w:val="single"/></w:tcBorders><w:vAlign w:val="center"/></w:tcPr>',
     '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="continue"/></w:tcPr>']
)  # fmt: skip
TRPR = st.sampled_from(
    ["", '<w:trPr><w:trHeight w:val="390"/></w:trPr>', '<w:trPr><w:gridBefore w:val="2"/></w:trPr>',
     '<w:trPr><w:gridBefore w:val="0"/></w:trPr>']
)  # fmt: skip


def table(cell: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tc = st.builds(
        lambda pr, inner: f"<w:tc>{pr}{inner}</w:tc>", TCPR, st.lists(cell, min_size=1, max_size=2).map("".join)
    )
    tr = st.builds(
        lambda pr, cells: f'<w:tr w:rsidR="1">{pr}{"".join(cells)}</w:tr>',
        TRPR,
        st.lists(tc, min_size=1, max_size=4),
    )
    head = "<w:tblPr><w:tblW w:w='5000'/></w:tblPr><w:tblGrid><w:gridCol w:w='9'/></w:tblGrid>"
    return st.lists(tr, min_size=1, max_size=4).map(lambda rows: f"<w:tbl>{head}{''.join(rows)}</w:tbl>")


BODY = st.lists(PARAGRAPH | table(PARAGRAPH) | table(PARAGRAPH | table(PARAGRAPH)), max_size=5).map("".join)


@settings(max_examples=300)
@given(BODY)
def test_both_ways_read_the_same(body: str) -> None:
    short, long = both(document(body + "<w:sectPr><w:pgSz w:w='1'/></w:sectPr>"))
    assert short == long


@pytest.mark.parametrize("seed", range(5))
def test_a_report_as_word_writes_it_takes_the_short_way(seed: int) -> None:
    with zipfile.ZipFile(io.BytesIO(corpus.docx(corpus.report(seed)))) as archive:
        short, long = both(archive.read("word/document.xml"))
    assert short == long
    assert len(long) > 10


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>删</w:t></w:r></w:p>",
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>",
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>',
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "<w:p><w:r><w:drawing><w:txbxContent/></w:drawing></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:t><![CDATA[甲]]></w:t></w:r></w:p>",
        "<w:p><!-- 注 --><w:r><w:t>甲</w:t></w:r></w:p>",
        "<w:p>\n  <w:r>甲</w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        '<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl>',
        "<w:unknown/>",
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
        '<w:p xmlns:w="urn:other"/>',
        "<w:p><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:rPr></w:rPr></w:rPr></w:r></w:p>",
        "<w:p><w:pPr><w:t>甲</w:t></w:pPr></w:p>",
        "<w:p><w:r><w:rPr><!-- </w:rPr><w:t>甲</w:t><w:rPr> --></w:rPr><w:t>乙</w:t></w:r></w:p>",
        "<w:p><w:r><w:rPr><?a </w:rPr><w:t>甲</w:t><w:rPr> ?></w:rPr><w:t>乙</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>甲</w:t ></w:r></w:p>",
        "<w:p><w:r><w:t>甲></w:t></w:r></w:p>",
        '<w:p><w:gridSpan w:val="2"/><w:r><w:t>1</w:t></w:r></w:p>',
        '<w:p><w:r><w:t>1</w:t><w:gridSpan w:val="2"/></w:r></w:p>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    ],
)  # fmt: skip
def test_what_is_not_plain_goes_the_long_way(body: str) -> None:
    assert plain_stream(document(body)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<w:document><w:body></w:body></w:document>",
        document("<w:p/>").replace(b"UTF-8", b"GB18030"),
        document("<w:p/>")[:-10],
        document("<w:p><w:r><w:t>\xff</w:t></w:r></w:p>".encode("latin-1").decode("latin-1")).replace(
            b"\xc3\xbf", b"\xff"
        ),
        document("<w:p/>").replace(W.encode(), b"urn:other"),
        document("<w:tbl>"),
        document("<w:p><w:r>甲</w:t></w:r></w:p>"),
        document("<w:p><w:r><w:t>甲<w:b></w:t></w:r></w:p>"),
        document("<w:p><w:r><w:t>甲<乙</w:t></w:r></w:p>"),
        document("<w:p<>w:r></w:r></w:p>"),
        document("<w:p></w:t></w:p>"),
        document("</w:body></w:document><w:p/>"),
        document("甲<w:p/>"),
    ],
)
def test_what_is_damaged_or_strange_goes_the_long_way(content: bytes) -> None:
    assert plain_stream(content) is None


def test_what_is_very_large_goes_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TAGS", 1_000)
    assert plain_stream(document("<w:p/>" * 900)) is not None
    assert plain_stream(document("<w:p/>" * 1_100)) is None
