"""Sections, topics and edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.statute.form import AnnualReport, Finding, Section, check

from .a_report import HEADINGS, NUMERALS, sections, sound, without


def of(report: AnnualReport, relation: str = "sections") -> list[Finding]:
    return [f for f in check(report) if f.relation == relation]


def arranged(*numbers: int, **changes: object) -> AnnualReport:
    """The sound report with its sections in this order, each numbered as its place."""
    usual = sections({})
    chosen = tuple(usual[n - 1] for n in numbers)
    return sound(sections=chosen, **changes)


def headed(*headings: str) -> AnnualReport:
    """The sound report with its six headings printed so."""
    usual = sections({})
    digits = [h.strip("（()） ").split("、")[0].split("）")[0].split(".")[0] for h in headings]
    return sound(
        sections=tuple(
            replace(s, heading=h, printed_number=d) for s, h, d in zip(usual, headings, digits, strict=True)
        )
    )


def test_six_sections_in_order_are_silent() -> None:
    assert of(sound()) == []


def test_no_sections_recognised_says_nothing() -> None:
    assert of(sound(sections=())) == []


def test_reports_older_than_the_form_are_not_measured_by_it() -> None:
    assert of(arranged(1, 2, 5, year=2015, edition=None, figures={}, title=None, period=None)) == []


def test_a_missing_section_is_named() -> None:
    found = of(arranged(1, 2, 3, 5, 6))
    assert [(f.severity, f.relation) for f in found] == [("warning", "sections")]
    assert "四、政府信息公开行政复议、行政诉讼情况" in found[0].message


def test_sections_renumbered_after_a_gap_are_one_finding() -> None:
    usual = sections({})
    kept = [usual[n] for n in (0, 1, 2, 4, 5)]
    renumbered = tuple(replace(s, printed_number=NUMERALS[i]) for i, s in enumerate(kept))
    assert len(of(sound(sections=renumbered))) == 1


def test_the_last_section_missing_from_a_whole_report() -> None:
    found = of(arranged(1, 2, 3, 4, 5))
    assert ["六、其他需要报告的事项" in f.message for f in found] == [True]


def test_a_report_that_breaks_off_is_not_told_what_follows_the_break() -> None:
    assert of(without(arranged(1, 2, 3), "3.4", "3.5", "3.6", "3.7", "4/", "行政复议", "未经", "复议后")) == []
    in_the_middle = replace(sections({})[4], paragraphs=("一是解读形式还不够",))
    assert of(sound(sections=(*sections({})[:4], in_the_middle))) == []


def test_sections_out_of_order() -> None:
    found = of(arranged(1, 2, 4, 3, 5, 6))
    assert any("应在" in f.message for f in found)
    assert {f.severity for f in found} == {"warning"}


def test_a_section_twice() -> None:
    found = of(arranged(1, 2, 3, 3, 4, 5, 6))
    assert any("两次" in f.message for f in found)


def test_a_seventh_section() -> None:
    extra = Section("七、附件", None, ("无。",), "七")
    found = of(sound(sections=(*sections({}), extra)))
    assert ["七、附件" in f.message for f in found] == [True]


def test_an_added_section_in_the_middle_does_not_make_the_rest_misnumbered() -> None:
    usual = sections({})
    extra = Section("五、工作亮点", None, ("亮点。",), "五")
    shifted = [replace(s, printed_number=NUMERALS[i]) for s, i in ((usual[4], 5),)]
    last = replace(usual[5], printed_number="七")
    found = of(sound(sections=(*usual[:4], extra, *shifted, last)))
    assert ["工作亮点" in f.message for f in found] == [True]


def test_a_heading_that_breaks_off_is_no_added_section() -> None:
    broken = Section("五、存在的主", None, (), "五")
    assert of(sound(sections=(*sections({})[:4], broken))) == []


def test_a_wrong_number() -> None:
    found = of(headed(*(f"{'四' if i == 2 else NUMERALS[i]}、{h}" for i, h in enumerate(HEADINGS))))
    assert [(f.severity, "应为“三”" in f.message) for f in found] == [("warning", True)]


def test_one_heading_numbered_otherwise_is_a_hint() -> None:
    found = of(headed(*(f"{'1' if i == 0 else NUMERALS[i]}、{h}" for i, h in enumerate(HEADINGS))))
    assert [f.severity for f in found] == ["hint"]


def test_headings_numbered_in_three_ways_are_a_warning() -> None:
    marks = ["1、", "（2）", "三、", "（四）", "五、", "六、"]
    found = of(headed(*(m + h for m, h in zip(marks, HEADINGS, strict=True))))
    assert [f.severity for f in found] == ["warning"]


def test_headings_all_numbered_in_another_way_are_silent() -> None:
    assert of(headed(*(f"{i}、{h}" for i, h in enumerate(HEADINGS, 1)))) == []


def test_subheadings_numbered_in_two_ways_are_a_hint() -> None:
    text = (
        "（一）主动公开。维护网站。",
        "（2） 依申请公开。规范办理。",
        "（3） 政府信息管理。先审后发。",
        "（4） 平台建设。维护专栏。",
        "（五）监督保障。纳入考核。",
    )
    found = of(sound(texts={1: text}))
    assert [(f.severity, "（2）" in f.message) for f in found] == [("hint", True)]


@pytest.mark.parametrize("text", ["无。", "无", " 暂无。", ()])
def test_section_five_without_content(text: str | tuple[str, ...]) -> None:
    found = of(sound(texts={5: text}))
    assert [(f.severity, "没有内容" in f.message) for f in found] == [("warning", True)]


def test_section_five_at_the_break_is_not_blamed() -> None:
    assert of(sound(sections=(*sections({})[:4], replace(sections({})[4], paragraphs=())))) == []


def test_a_topic_left_out_of_a_section_built_from_topics() -> None:
    text = (
        "（一）主动公开。维护网站。",
        "（二）依申请公开。规范办理。",
        "（三）政府信息管理。先审后发。",
        "（四）平台建设。维护专栏。",
    )
    found = of(sound(texts={1: text}))
    assert [(f.severity, "监督保障" in f.message) for f in found] == [("warning", True)]


def test_topics_missing_from_loose_prose_are_a_hint() -> None:
    found = of(sound(texts={1: "2024年，我局扎实推进主动公开和依申请公开。"}))
    assert [f.severity for f in found] == ["hint"]


def test_topics_in_loose_prose_are_enough() -> None:
    text = "全年主动公开政府信息120条，收到信息公开申请82件，严格审核，办好门户网站，将公开纳入考核。"
    assert of(sound(texts={1: text})) == []


def test_topics_are_not_asked_of_a_report_that_breaks_off_or_of_the_2019_form() -> None:
    assert of(without(sound(sections=(Section("一、总体情况", 1, ("概述。",), "一"),)), "4/")) == []


def test_the_form_of_another_year() -> None:
    found = of(AnnualReport(year=2022, edition="2019"), "edition")
    assert [(f.severity, f.expected, f.found) for f in found] == [("warning", "2021", "2019")]
    assert "国办公开办函〔2021〕30号" in found[0].message
    assert [f.found for f in of(AnnualReport(year=2020, edition="2021"), "edition")] == ["2021"]


def test_two_forms_in_one_report() -> None:
    found = of(AnnualReport(year=2021, edition="hybrid"), "edition")
    assert [(f.severity, f.found) for f in found] == [("warning", "hybrid")]
    assert len(of(AnnualReport(edition="hybrid"), "edition")) == 1


@pytest.mark.parametrize(("year", "used"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021")])
def test_the_form_of_its_year_is_silent(year: int, used: str) -> None:
    assert of(AnnualReport(year=year, edition=used), "edition") == []  # type: ignore[arg-type]


def test_an_unknown_year_or_form_is_silent() -> None:
    assert of(AnnualReport(edition="2019"), "edition") == []
    assert of(AnnualReport(year=2024), "edition") == []


def test_more_sections_than_numerals() -> None:
    """A file in which a heading is repeated over and over."""
    usual = sections({})
    many = (*usual, *(replace(usual[0], number=None) for _ in range(9)))
    assert "序号应为“15”" in "".join(f.message for f in of(sound(sections=many)))


@pytest.mark.parametrize("words", ["加强政府信息规范管理", "信息公开管理", "政府信息资源管理", "政府信息的管理"])
def test_ways_to_name_the_management_of_information(words: str) -> None:
    topics = ("主动公开。", "依申请公开。", f"{words}。", "平台建设。", "监督保障。")
    text = tuple(f"（{n}）{topic}" for n, topic in zip(NUMERALS, topics, strict=False))
    assert of(sound(texts={1: text})) == []
