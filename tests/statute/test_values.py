"""A8: what a figure may be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.statute.form import AnnualReport, Value, check

from .a_report import placed, sound


def faults(report: AnnualReport) -> list[tuple[str, str, object]]:
    return [(f.severity, f.cells[0], f.found) for f in check(report) if f.relation == "A8"]


@pytest.mark.parametrize("value", [-1, Decimal("2.5"), Decimal("-3")])
@pytest.mark.parametrize(
    "cell", ["行政许可/本年处理决定数量", "规章/现行有效件数", "3.3.2/其他", "行政复议/结果维持"]
)
def test_counts_are_whole_and_not_negative(cell: str, value: Value) -> None:
    assert ("error", cell, value) in faults(sound({cell: value}))


def test_amounts_are_not_negative_and_may_have_decimals() -> None:
    cell = "行政事业性收费/本年收费金额"
    assert faults(sound({cell: Decimal("24252.311082")})) == []
    assert faults(sound({cell: 0})) == []
    assert faults(sound({cell: Decimal("-0.5")})) == [("error", cell, Decimal("-0.5"))]
    assert faults(sound({cell: -5})) == [("error", cell, -5)]


def test_changes_of_the_2019_form_may_be_negative() -> None:
    figures: dict[str, Value] = {
        "行政处罚/本年增/减": -18,
        "行政事业性收费/本年增/减": -15,
        "行政许可/本年增/减": 2,
    }
    assert faults(AnnualReport(edition="2019", figures=figures)) == []
    half: dict[str, Value] = {"行政处罚/本年增/减": Decimal("0.5")}
    assert [f[1] for f in faults(AnnualReport(edition="2019", figures=half))] == ["行政处罚/本年增/减"]


def test_a_whole_decimal_blank_and_slash_are_no_fault() -> None:
    changes: dict[str, Value] = {"3.3.2/其他": Decimal("0.0"), "3.3.3/其他": None, "3.3.5/其他": "/"}
    assert faults(sound(changes)) == []


def test_the_message_names_cell_figure_and_place() -> None:
    report = placed(sound({"行政复议/结果维持": -5}), "行政复议/结果维持", "表4第3行第1列")
    found = next(f for f in check(report) if f.relation == "A8")
    assert found.message == "“行政复议”结果维持为-5，不应为负数。"
    assert found.place == "表4第3行第1列"
