"""A10: the information-processing fee; A6 where the text quotes charges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.statute.form import Finding, Value, check

from .a_report import sound

CHARGES = "行政事业性收费/本年收费金额"


def money(
    six: str | tuple[str, ...], one: str | None = None, charged: Value = Decimal("282.1"), **more: Value
) -> list[Finding]:
    texts: dict[int, str | tuple[str, ...]] = {6: six}
    if one:
        texts[1] = one
    found = check(sound({CHARGES: charged, **more}, texts))
    return [f for f in found if f.relation in ("A10", "A6")]


QUIET = [
    "2024年，无收取信息处理费情况。",
    "本年度未收取信息处理费。",
    "依据《政府信息公开信息处理费管理办法》收取信息处理费的情况：未收取费用。",
    "本年度收取信息处理费0元。",
    "按照国办函〔2020〕109号规定，全年收取信息处理费1200元。",
    "全年发出收费通知3件，收取信息处理费840元，已全部上缴国库。",
    "2023年收取信息处理费30000000元，2024年未收取信息处理费。",
    "信息处理费收费标准为每件100元，超过30件的每件200元；本年度未收取。",
    "本年度没有产生收费。",
]


@pytest.mark.parametrize("text", QUIET)
def test_a_fee_that_is_told_and_fits_is_silent(text: str) -> None:
    assert money(text) == []


def test_a_fee_told_in_section_one_and_not_in_section_six() -> None:
    found = money("无其他需要报告的事项。", "依法收取信息处理费1200元。")
    assert [(f.relation, f.severity) for f in found] == [("A10", "warning")]
    assert "第六部分没有说明" in found[0].message
    assert found[0].place == "一、总体情况，第1段"


def test_two_different_fees() -> None:
    found = money("全年收取信息处理费800元。", "依法收取信息处理费1200元。")
    assert [(f.relation, f.severity) for f in found] == [("A10", "warning")]
    assert "800元" in found[0].message
    assert "1200元" in found[0].message


def test_a_fee_denied_in_section_six() -> None:
    assert [f.relation for f in money("未收取信息处理费。", "依法收取信息处理费1200元。")] == ["A10"]


def test_the_same_fee_twice_is_silent() -> None:
    assert money("全年收取信息处理费1200元。", "依法收取信息处理费1200元。") == []
    assert money("全年收取信息处理费0.12万元。", "依法收取信息处理费1200元。") == []


@pytest.mark.parametrize("charged", [0, "/", Decimal("0.08"), None])
def test_a_fee_sits_inside_the_charges_of_table_two(charged: Value) -> None:
    found = money("全年收取信息处理费1200元。", charged=charged)
    assert [(f.relation, f.severity, f.cells, f.expected, f.found) for f in found] == [
        ("A10", "warning", (CHARGES,), Decimal("0.12"), charged)
    ]


def test_a_fee_that_rounding_explains_is_silent() -> None:
    assert money("全年收取信息处理费1240元。", charged=Decimal("0.12")) == []


def test_charges_that_section_six_says_nothing_about() -> None:
    found = money("无其他需要报告的事项。")
    assert [(f.relation, f.severity, f.cells) for f in found] == [("A10", "warning", (CHARGES,))]
    assert "282.1万元" in found[0].message


def test_no_charges_and_nothing_said_is_silent() -> None:
    assert money("无其他需要报告的事项。", charged=0) == []
    assert money("无其他需要报告的事项。", charged="/") == []
    assert money("无其他需要报告的事项。", charged=None) == []


def test_a_section_six_that_is_not_there_is_not_blamed() -> None:
    assert money(()) == []


def test_charges_quoted_in_the_text_equal_table_two() -> None:
    six = "未收取信息处理费。"
    assert money(six, "全年行政事业性收费282.1万元。") == []
    assert money(six, "全年行政事业性收费282.10万元。") == []
    assert money(six, "全年行政事业性收费282万元。") == []
    assert money(six, "全年行政事业性收费2821000元。") == []
    assert money(six, "全年降低行政事业性收费12万元。") == []
    assert money(six, "2023年行政事业性收费300万元。") == []
    found = money(six, "全年行政事业性收费282.9万元。")
    assert [(f.relation, f.severity, f.cells, f.expected, f.found) for f in found] == [
        ("A6", "warning", (CHARGES,), Decimal("282.1"), Decimal("282.9"))
    ]


def test_no_fee_notice_and_a_request_dropped_for_not_paying() -> None:
    unpaid: dict[str, Value] = {"3.6.2/自然人": 4, "3.6.2/总计": 4, "3.6.3/自然人": 0, "3.6.3/总计": 0}
    found = money("全年未发出收费通知，未收取信息处理费。", **unpaid)
    assert [(f.relation, f.cells, f.expected, f.found) for f in found] == [("A6", ("3.6.2/总计",), 4, 0)]
    assert money("全年发出收费通知4件，申请人未缴纳，未收取信息处理费。", **unpaid) == []
    assert money("全年未发出收费通知，未收取信息处理费。") == []
