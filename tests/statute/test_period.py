"""The period and the years of a report for 2024."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.statute.form import Finding, check

from .a_report import sound


def years(*paragraphs: str, section: int = 1, **fields: object) -> list[Finding]:
    texts: dict[int, str | tuple[str, ...]] = {section: paragraphs} if paragraphs else {}
    return [f for f in check(sound(texts=texts, **fields)) if f.relation == "period"]


def test_the_statutory_period_is_silent() -> None:
    assert years() == []


@pytest.mark.parametrize(
    "period",
    [
        (date(2024, 1, 1), date(2024, 12, 30)),
        (date(2024, 1, 2), date(2024, 12, 31)),
        (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2023, 12, 1), date(2024, 11, 30)),
    ],
)
def test_any_other_period_is_a_warning(period: tuple[date, date]) -> None:
    found = years(period=period)
    assert [(f.severity, f.expected) for f in found] == [("warning", "2024年1月1日至2024年12月31日")]
    assert str(period[1].day) in str(found[0].found)


def test_without_a_year_the_period_is_held_against_its_own_year() -> None:
    assert years(year=None, title=None) == []
    assert len(years(year=None, title=None, period=(date(2024, 1, 1), date(2024, 12, 30)))) == 1


def test_a_title_of_another_year() -> None:
    found = years(title="示范区建设局2023年政府信息公开工作年度报告")
    assert [(f.severity, f.found) for f in found] == [("warning", "2023年")]


def test_no_year_at_all_says_nothing() -> None:
    assert years("2023年，我局共收到申请5件。", year=None, title=None, period=None) == []


STALE = [
    "2023年，无收取信息处理费情况。",
    "截至2021年底，我镇尚无行政机关收到和处理政府信息公开申请情况。",
    "截止2023年12月31日，我局未收到政府信息公开申请。",
    "2023年，我局认真贯彻落实条例，主动公开政府信息120条。",
    "2023年度，全镇未收到依申请公开请求。",
    "截至2025年底，我局共办结申请5件。",
]


@pytest.mark.parametrize("text", STALE)
def test_this_reports_doings_under_another_year(text: str) -> None:
    found = years(text)
    assert [f.severity for f in found] == ["warning"]
    assert found[0].expected == "2024年"
    assert "2024" in found[0].message


FINE = [
    "2024年，我局认真贯彻落实条例，主动公开政府信息120条。",
    "截至2024年底，我镇未收到政府信息公开申请。",
    "2024年收到申请82件，2023年收到申请65件。",
    "收到申请82件，较2023年增加17件。",
    "与2023年相比，申请数量增加17件。",
    "2023年同期收到申请65件。",
    "2022年、2023年分别收到申请40件、65件。",
    "2025年，我局将进一步加大公开力度。",
    "2025年，我局继续围绕中心工作深化公开。",
    "组织学习《2023年政务公开工作要点》。",
    "2019年修订的《条例》施行以来，我局坚持依法公开。",
    "2023年12月印发公开指南，我局认真执行。",
    "2021年建成的政务公开专区运行良好。",
    "在2023年度政务公开考核中，我局获评优秀。",
    "2023年度考核中我局获得第一名。",
    "公开2023年部门决算和2024年部门预算。",
    "1月底前公布2023年政府信息公开工作年度报告。",
    "自2020年以来，我局共公开文件500件。",
    "2021年以来，我局累计公开文件500件。",
    "本报告于2025年1月发布。",
    "2023年，我局共收到申请65件，今年增加17件。",
    "截至2023年底共有3件，2024年新增5件。",
    "推进“2023年重点任务”落实。",
]


@pytest.mark.parametrize("text", FINE)
def test_other_years_named_rightly_are_silent(text: str) -> None:
    assert years("2024年，我局扎实推进公开工作。", text) == []


def test_last_years_figure_before_this_years_is_a_comparison() -> None:
    assert years("2024年公开扎实推进。", "2023年，我局共收到申请65件。2024年，共收到申请82件。") == []


def test_plans_and_reviews_in_section_five_are_silent() -> None:
    assert years("2023年，我局共发现问题3个，已整改。2025年，我局围绕问题整改。", section=5) == []


def test_opening_lines_that_announce_another_year() -> None:
    opening = ("现将示范区建设局2023年度政府信息公开工作年度报告公布如下。",)
    assert [f.found for f in years(preamble=opening)] == ["2023年"]


def test_a_span_in_the_opening_lines_where_no_period_was_read() -> None:
    wrong = ("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",)
    short = ("统计期限为2024年1月1日至2024年11月30日。",)
    right = ("统计期限自2024年1月1日起至12月31日止。",)
    assert len(years(preamble=wrong, period=None)) == 1
    assert len(years(preamble=short, period=None)) == 1
    assert years(preamble=right, period=None) == []


def test_the_same_wrong_year_is_told_once() -> None:
    assert len(years("2023年，我局主动公开政府信息120条。", "2023年，我局共办结申请5件。")) == 1
