"""The short way through a plain page and the long way through the parser end at the same place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.readers import html
from gongkai.readers.document import Document
from gongkai.readers.html_plain import plain_stream
from gongkai.readers.limits import Deadline

REAL = Path(__file__).parent.parent / "real"
TEXT = st.sampled_from(
    ["", " ", "\n  ", "规章", "12", "&nbsp;", "&lt;3&gt;", "&#25919;府", "a  b", "“&amp;”", "&copy"]
)
ATTRIBUTES = st.sampled_from(
    ["", ' style="text-indent: 2em;"', " class=MsoNormal", " align='center' width=60", ' title=""', " nowrap"]
)
SPANS = st.sampled_from(
    ["", ' colspan="2"', " rowspan=3", " COLSPAN='3' rowspan=2", ' colspan=""', " colspan=2 colspan=4"]
)


def wrapped(inner: st.SearchStrategy[str], tags: list[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda tag, a, text: f"<{tag}{a}>{text}</{tag}>", st.sampled_from(tags), ATTRIBUTES, inner)


def several(one: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(one, min_size=least, max_size=4).map("".join)


INLINE = several(TEXT | wrapped(TEXT, ["span", "strong", "o:p", "a", "FONT"]) | st.just("<br/>"))
PARAGRAPH = wrapped(INLINE, ["p", "h2", "P"])


def table(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.builds(
        lambda tag, s, a, text: f"<{tag}{s}{a}>{text}</{tag}>",
        st.sampled_from(["td", "th"]),
        SPANS,
        ATTRIBUTES,
        content,
    )
    rows = several(several(cell, 1).map(lambda cells: f"<tr>{cells}</tr>\n"), 1)
    return st.builds(lambda a, text: f"<table{a}><tbody>{text}</tbody></table>", ATTRIBUTES, rows)


BLOCK = PARAGRAPH | wrapped(several(PARAGRAPH), ["div", "section", "center"]) | table(INLINE | PARAGRAPH)
PAGE = several(
    st.recursive(BLOCK, lambda inner: table(several(inner)) | wrapped(several(inner), ["div"]), max_leaves=8), 1
)


def both(page: str) -> tuple[Document, Document | None]:
    """What the full parser makes of a page, and what the short way does where it takes it."""
    plain = plain_stream(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "plain_stream", lambda text: None)
        full = html.extract(page, Deadline())
        patch.setattr(html, "plain_stream", lambda text: plain)
        return full, html.extract(page, Deadline()) if plain else None


@settings(max_examples=60, deadline=None)
@given(PAGE)
def test_both_ways_agree(page: str) -> None:
    full, plain = both(f"<div>{page}</div>")
    assert plain == full


@settings(max_examples=30, deadline=None)
@given(PAGE, TEXT)
def test_both_ways_agree_on_whole_pages(page: str, title: str) -> None:
    head = f"<head><meta charset=utf-8><title>{title}</title><style>p>a{{}}</style></head>"
    full, plain = both(f"<!DOCTYPE html><html lang=zh>{head}<body class=x>{page}</body></html>")
    assert plain == full


@pytest.mark.parametrize("name", ["pingtan-2023-html.html", "shanghai-gov-office-2019.html"])
def test_published_pages_go_the_short_way(name: str) -> None:
    full, plain = both((REAL / name).read_text("utf-8"))
    assert plain == full


@pytest.mark.parametrize(
    "page",
    [
        "<p>a<script>b</script></p>",
        "<p>a<!-- b --></p>",
        "<p style='display:none'>a</p>",
        "<p hidden>a</p>",
        "<p>a<sup>1</sup></p>",
        "<p>a<s>1</s></p>",
        "<ruby>政<rt>zheng</rt></ruby>",
        "<p>3 < 5</p>",
        "<p>3 > 5 < 7</p>",
        "<p title='a>b'>c</p>",
        '<p title="a>c</p>',
        "<p>a</br>b</p>",
        "<table><tr><td>1</td></tr>",
        "<table><tr><td>1</td></tr></table></table>",
        "<![CDATA[x]]><p>a</p>",
        "<select><option>a</option></select>",
        "<head><title>a</title><p>b",
    ],
)
def test_what_is_not_plain_goes_through_the_parser(page: str) -> None:
    assert plain_stream(page) is None


@given(st.text(alphabet="<>/ptdr=\"' a1&;!-", max_size=40))
def test_signs_in_any_order_never_disturb_it(page: str) -> None:
    plain = plain_stream(page)
    assert plain is None or re.search("[<>]", re.sub("&[lg]t;?", "", plain[0])) is None or "&" in page
