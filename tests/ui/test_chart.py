"""The chart: what is drawn is what the table says, a gap is no zero, and nothing gets out of its frame."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ui.chart import Point, bars, in_words, lying

SVG = "{http://www.w3.org/2000/svg}"


def points(*values: int | Decimal | None) -> list[Point]:
    return [Point(str(2019 + i), v, "未填" if v is None else str(v)) for i, v in enumerate(values)]


def parsed(*values: int | Decimal | None) -> ElementTree.Element:
    return ElementTree.fromstring(bars("a", "总计", points(*values)))


def texts(svg: ElementTree.Element, kind: str) -> list[str]:
    return [t.text or "" for t in svg.iter("text") if t.get("class") == kind]


def test_every_year_and_every_number_is_written() -> None:
    svg = parsed(12, 0, 340)
    assert texts(svg, "year") == ["2019", "2020", "2021"]
    assert texts(svg, "number") == ["12", "0", "340"]
    assert len(list(svg.iter("rect"))) == 3


def test_the_highest_bar_is_the_highest_number() -> None:
    heights = [float(r.get("height", "0")) for r in parsed(10, 20, 5).iter("rect")]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[0] == pytest.approx(2 * heights[2], abs=0.2)


def test_a_zero_is_drawn_and_a_gap_is_not() -> None:
    svg = parsed(0, None, 3)
    assert len(list(svg.iter("rect"))) == 2
    assert texts(svg, "gap") == ["未填"]


def test_a_minus_goes_below_the_line() -> None:
    svg = parsed(4, -4)
    line = next(svg.iter("line"))
    up, down = svg.iter("rect")
    assert float(up.get("y", "0")) < float(line.get("y1", "0"))
    assert float(down.get("y", "0")) == pytest.approx(float(line.get("y1", "0")), abs=0.2)


def test_a_long_number_does_not_run_into_its_neighbour() -> None:
    svg = parsed(*([1_251_000] * 8))
    assert texts(svg, "number") == ["125.1万"] * 8
    assert "1251000" in (svg.findtext("desc") or "")
    assert texts(parsed(1_251_000, 3), "number") == ["1251000", "3"]


def test_it_names_and_describes_itself() -> None:
    svg = parsed(1, None)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "a-title a-desc"
    assert svg.findtext("title") == "总计"
    assert svg.findtext("desc") == "2019年 1，2020年 未填。"


def test_nothing_of_it_needs_a_style_or_a_script() -> None:
    drawn = bars("a", '"><script>alert(1)</script>', [Point("<b>", 1, "<i>")])
    assert "<script" not in drawn
    assert "style=" not in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_without_years_it_says_so() -> None:
    assert in_words([]) == "没有数据。"
    assert "没有数据" in bars("a", "总计", [])


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.decimals(0, 10**6, places=6)), max_size=20))
def test_every_bar_stays_inside_the_frame(values: list[int | Decimal | None]) -> None:
    svg = parsed(*values)
    _, _, width, height = (float(n) for n in svg.get("viewBox", "").split())
    for rect in svg.iter("rect"):
        x, y, w, h = (float(rect.get(k, "nan")) for k in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert w > 0
        assert h > 0
        assert x + w <= width
        assert y + h <= height


def lain(*values: int | Decimal | None, middle: int | None = None) -> ElementTree.Element:
    rows = [Point(f"第{i}局", v, "未填" if v is None else str(v)) for i, v in enumerate(values)]
    return ElementTree.fromstring(lying("a", "总计", rows, middle=middle))


def test_many_bodies_lie_below_one_another_with_their_numbers() -> None:
    svg = lain(12, None, 0, middle=6)
    assert texts(svg, "number") == ["12", "0"]
    assert texts(svg, "gap") == ["未填"]
    assert texts(svg, "name") == ["第0局", "第1局", "第2局"]
    assert "第1局 未填" in (svg.find("desc").text or "")  # type: ignore[union-attr]
    assert len([line for line in svg.iter("line") if line.get("class") == "middle"]) == 1


@given(st.lists(st.one_of(st.none(), st.integers(-50, 10**9)), max_size=30), st.integers(-5, 10**9))
def test_lying_bars_stay_in_their_frame(values: list[int | None], middle: int) -> None:
    svg = lain(*values, middle=middle)
    _, _, width, height = (float(part) for part in svg.get("viewBox", "").split())
    for rect in svg.iter("rect"):
        assert 0 <= float(rect.get("x", "")) + float(rect.get("width", "")) <= width
        assert 0 <= float(rect.get("y", "")) <= height
    for line in svg.iter("line"):
        assert 0 <= float(line.get("x1", "")) <= width


def test_a_long_name_is_cut_and_escaped() -> None:
    drawn = lying("a", "<b>", [Point("<局>" * 20, 1, "1")])
    assert "<局>" not in drawn
    assert "…" in drawn
