"""The web page: the figures, real header cells, and nothing that a stranger's text could start."""

from __future__ import annotations

from dataclasses import replace

from lxml import html as lxml_html

from gongkai.statute.form import Section
from gongkai.writers import html, write

from . import made_up


def page(**changes: object) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(write(replace(made_up.report(), **changes), "html"))  # type: ignore[arg-type]  # fields by name


def test_the_page_holds_every_figure_at_its_own_place() -> None:
    report, root = made_up.report(), page()
    assert len(root.xpath("//td")) == len(report.figures)
    assert root.get_element_by_id("c-3-3.7-natural").text == str(report.figures["3.7/自然人"])
    assert root.get_element_by_id("c-2-charges-charged").text == "282.105"
    assert root.get_element_by_id("c-4-reconsideration-upheld").text == str(report.figures["行政复议/结果维持"])


def test_sections_tables_and_text_stand_in_order() -> None:
    order = [e.tag if e.tag != "table" else e.get("class") for e in page().xpath("//h1|//h2|//h3|//p|//table")]
    assert order == [
        *("h1", "p", "p", "h2", "h3", "p", "h2", "official official-2", "h2", "official official-3"),
        *("h2", "official official-4", "h2", "p", "h2", "p"),
    ]


def test_every_header_cell_has_a_scope_and_every_figure_of_table_2_names_its_labels() -> None:
    root = page()
    assert all(th.get("scope") in ("col", "row") for th in root.xpath("//th"))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    amount = root.get_element_by_id("c-2-charges-charged")
    words = [root.get_element_by_id(name).text for name in amount.get("headers").split()]
    assert words == ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"]


def test_language_style_and_no_script() -> None:
    root = page()
    assert root.get("lang") == "zh-CN"
    assert not root.xpath("//script|//@style|//link|//img|//*[@*[starts-with(name(), 'on')]]")
    assert len(root.xpath("//style")) == 1
    assert "url(" not in root.xpath("string(//style)")


def test_text_is_never_markup() -> None:
    evil = "<script>alert(1)</script>&amp;\"'"
    root = page(title=evil, preamble=(evil,), sections=(Section(f"一、{evil}", 1, (evil,), "一"),))
    assert not root.xpath("//script")
    assert root.xpath("string(//h1)") == evil
    assert root.xpath("string(//p)") == evil
    assert root.xpath("string(//h2)") == f"一、{evil}"


def test_fragments_for_a_page_of_our_own_can_stand_twice() -> None:
    report = made_up.report()
    both = lxml_html.fragment_fromstring(
        html.body(report, prefix="a-") + html.body(report, prefix="b-"), create_parent="main"
    )
    ids = both.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert both.xpath("count(//style)") == 0
    assert all(name in ids for value in both.xpath("//@headers") for name in value.split())
    assert "<h1>" not in html.tables(report)
    assert html.tables(report).count("<table") == 3
