"""What any writer wrote reads back the same: figures, head and text (text up to white space in a PDF)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gongkai import readers
from gongkai.statute.form import AnnualReport, Contact, Section, Value, edition
from gongkai.writers import FORMATS, write
from gongkai.writers.opening import opening

from . import made_up

BLANK = re.compile(r"\s+")
PLACES = st.sampled_from(["示范区", "北山市", "南岭县", "红旗镇", "东湖新区"])
OFFICES = st.sampled_from(["建设局", "教育和体育局", "东街道办事处", "人民政府办公室", "市场监督管理局", "水利局"])
SENTENCES = st.lists(
    st.sampled_from(
        [
            "全年主动公开政府信息1,167条",
            "同比增长12.5%",
            "通过“互联网+政务服务”平台公开",
            "召开新闻发布会3场（次）",
            "微信公众号《区情》发布ABC类信息0.5万条",
            "严格落实“先审后发”",
            "依据国办发〔2024〕3号文件",
            "一是制度有待健全；二是解读形式单一",
            "办理时限为20个工作日",
            "详见https://www.example.gov.cn/a?b=1&c=2",
            "参训人员达60人·次",
        ]
    ),
    min_size=1,
    max_size=6,
    unique=True,
).map(lambda parts: "，".join(parts) + "。")
TEXTS = st.lists(SENTENCES, max_size=3, unique=True).map(tuple)


@st.composite
def reports(draw: st.DrawFn, code: Literal["2019", "2021"]) -> AnnualReport:
    year = draw(st.integers(2021, 2030) if code == "2021" else st.integers(2019, 2020))
    agency = draw(PLACES) + draw(OFFICES)
    contact = Contact(
        "文化路8号",
        f"2554{draw(st.integers(10, 99))}",
        "0533-7180000",
        None,
        draw(st.sampled_from([None, "a.b@c.gov.cn"])),
    )
    subheads = draw(st.booleans())
    texts = [draw(TEXTS) for _ in range(6)]
    if subheads:
        texts[0] = ("（一）主动公开", *texts[0])
    report = AnnualReport(
        agency=agency,
        year=year,
        edition=code,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        period=(date(year, 1, 1), date(year, 12, 31)),
        electronic_address=draw(st.sampled_from([None, "http://www.example.gov.cn/xxgk"])),
        contact=contact,
        sections=tuple(
            Section(f"{made_up.NUMERALS[at]}、{heading}", at + 1, texts[at], made_up.NUMERALS[at])
            for at, heading in enumerate(edition(code).sections)
        ),
        figures=draw(made_up.any_figures(edition(code))),
    )
    assume(any(isinstance(v, int) for v in report.figures.values()))
    return replace(report, preamble=opening(report))


def head(report: AnnualReport) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "period": report.period,
        "electronic_address": report.electronic_address,
        "contact": report.contact,
    }


def text(report: AnnualReport, *, joined: bool) -> list[Any]:
    """Opening lines and sections; ``joined`` for a format that does not keep blanks and ends of paragraphs."""
    if joined:
        return [
            BLANK.sub("", "".join(report.preamble)),
            *((s.number, BLANK.sub("", s.heading), BLANK.sub("", s.text)) for s in report.sections),
        ]
    return [report.preamble, *((s.number, s.heading, s.printed_number, s.paragraphs) for s in report.sections)]


def same(report: AnnualReport, format: str) -> None:
    reading = readers.read(write(report, format), f"report.{format}")
    back = reading.report
    wrong = {
        k: (v, back.figures.get(k, "not there")) for k, v in report.figures.items() if back.figures.get(k, 0j) != v
    }
    assert wrong == {}
    assert back.figures.keys() == report.figures.keys()
    assert head(back) == head(report)
    assert text(back, joined=format == "pdf") == text(report, joined=format == "pdf")
    assert [f.message for f in reading.findings if f.severity != "hint"] == []
    assert not any(origin.inferred for origin in back.origins.values())


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", ["2019", "2021"])
def test_the_sound_report_comes_back(code: str, format: str) -> None:
    year = 2024 if code == "2021" else 2020
    report = made_up.report(code)
    said = tuple(line.replace("2024年", f"{year}年") for line in report.preamble)
    title = f"示范区建设局{year}年政府信息公开工作年度报告"
    period = (date(year, 1, 1), date(year, 12, 31))
    same(replace(report, year=year, title=title, period=period, preamble=said), format)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports("2021"))
def test_any_report_of_the_form_of_2021_comes_back(format: str, report: AnnualReport) -> None:
    same(report, format)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports("2019"))
def test_any_report_of_the_form_of_2019_comes_back(format: str, report: AnnualReport) -> None:
    same(report, format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("value", [None, "/", 0, 99_999_999])
def test_a_report_of_one_value_throughout_comes_back(format: str, value: Value) -> None:
    report = made_up.report()
    figures = {c.name: value for c in edition("2021").cells}
    same(replace(report, figures=figures), format)


@pytest.mark.parametrize("format", FORMATS)
def test_a_title_longer_than_a_line_comes_back(format: str) -> None:
    agency = "示范区新兴产业集聚区暨现代物流园区管理委员会综合行政执法局"
    report = replace(made_up.report(), agency=agency, title=f"{agency}2024年政府信息公开工作年度报告")
    same(report, format)


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_that_breaks_off_is_still_incomplete(format: str) -> None:
    report = made_up.report()
    kept = {k: v for k, v in report.figures.items() if not k.startswith(("3.6.3/", "3.7/", "4/"))}
    kept = {k: v for k, v in kept.items() if k.split("/")[0] not in ("行政复议", "未经复议直接起诉", "复议后起诉")}
    back = readers.read(write(replace(report, figures=kept), format)).report
    assert back.figures == kept
    assert not back.complete
