"""Last year's stock of documents decides how a glued row of table 2 is cut, and only where one way fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.readers.decide import decide
from gongkai.readers.document import Reading
from gongkai.readers.glue import cuts
from gongkai.statute.form import AnnualReport, Finding, Origin

ROW = "行政规范性文件"
CELLS = (f"{ROW}/本年制发件数", f"{ROW}/本年废止件数", f"{ROW}/现行有效件数")


def glued(digits: str) -> Reading:
    origins = {cell: Origin(digits, "表2第4行") for cell in CELLS}
    report = AnnualReport(year=2021, edition="2021", figures=dict.fromkeys(CELLS), origins=origins)
    findings = (
        Finding("reading", "warning", "数字连在一起", CELLS, place="表2第4行"),
        Finding("reading", "warning", "另一行", ("规章/本年制发件数",)),
    )
    return Reading(report, findings, {ROW: (CELLS, cuts(digits, 3))})


def year_before(stock: object) -> AnnualReport:
    return AnnualReport(year=2020, edition="2021", figures={CELLS[2]: stock})  # type: ignore[dict-item] # any stock


def test_the_way_that_rolls_forward_is_taken_and_marked() -> None:
    reading = decide(glued("693665"), year_before(599))
    assert [reading.report.value(c) for c in CELLS] == [69, 3, 665]
    assert all(reading.report.origins[c].inferred for c in CELLS)
    assert reading.candidates == {}
    assert [(f.severity, f.cells) for f in reading.findings] == [
        ("warning", ("规章/本年制发件数",)),
        ("hint", CELLS),
    ]
    assert reading.findings[1].place == "表2第4行"
    assert "599" in reading.findings[1].message


@pytest.mark.parametrize("stock", [12, None, "/"])
def test_nothing_is_chosen_where_no_way_fits_or_the_stock_is_not_given(stock: object) -> None:
    before = glued("693665")
    assert decide(before, year_before(stock)) == before


def test_nothing_is_chosen_where_two_ways_fit() -> None:
    before = glued("1111")
    assert sum(made - repealed == stock - 11 for made, repealed, stock in before.candidates[ROW][1]) == 2
    assert decide(before, year_before(11)) == before


def test_rows_of_other_shapes_are_left_alone() -> None:
    cells = ("政府集中采购/采购项目数量", "政府集中采购/采购总金额")
    before = replace(glued("693665"), candidates={"政府集中采购": (cells, ((1, 2),))})
    assert decide(before, year_before(599)) == before
