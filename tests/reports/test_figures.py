from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.readers.document import Reading
from gongkai.reports import figures
from gongkai.reports.figures import Decided, typed, value_of
from gongkai.reports.models import FigureState, ReportVersion
from gongkai.statute.form import SLASH, AnnualReport, edition

from .made import report

NUMBER, BLANK, SLASHED = FigureState.NUMBER, FigureState.BLANK, FigureState.SLASH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", Decided(NUMBER, Decimal(12))),
        (" 1,234 ", Decided(NUMBER, Decimal(1234))),
        ("１２", Decided(NUMBER, Decimal(12))),
        ("2.020", Decided(NUMBER, Decimal("2.02"))),
        ("-0", Decided(NUMBER, Decimal(0))),
        ("", Decided(BLANK)),
        ("/", Decided(SLASHED)),
        ("／", Decided(SLASHED)),
    ],
)
def test_what_a_person_types(text: str, expected: Decided) -> None:
    assert typed(text) == expected


@pytest.mark.parametrize("text", ["十二", "1e999", "NaN", "Infinity", "1" * 16, "0.123456789", "--", "1_0"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        typed(text)


@given(st.integers(-(10**14), 10**14))
def test_a_count_comes_back(number: int) -> None:
    found = figures.decided(number)
    assert value_of(found.state, found.value) == number


@given(st.decimals(min_value=0, max_value=10**6, places=6, allow_nan=False))
def test_an_amount_comes_back(number: Decimal) -> None:
    found = figures.decided(number)
    assert value_of(found.state, found.value) == number


def _states(read: AnnualReport, **candidates: object) -> dict[str, str]:
    reading = Reading(read, (), candidates)  # type: ignore[arg-type]
    return {f.cell: f.state for f in figures.rows(ReportVersion(), reading, 2024)}


def test_blank_slash_and_not_there_are_told_apart_from_zero() -> None:
    made = report(change={"规章/本年制发件数": SLASH, "规章/本年废止件数": None}, drop=("规章/现行有效件数",))
    states = _states(made)
    assert states["规章/本年制发件数"] == SLASHED
    assert states["规章/本年废止件数"] == BLANK
    assert states["规章/现行有效件数"] == FigureState.ABSENT
    assert states["行政处罚/本年处理决定数量"] == NUMBER
    assert len(states) == len(edition("2021").cells)


def test_a_row_that_can_be_read_in_several_ways_is_open() -> None:
    cells = ("规章/本年制发件数", "规章/本年废止件数", "规章/现行有效件数")
    states = _states(report(), 规章=(cells, ((1, 2, 3), (12, 3, 0))))
    assert {states[cell] for cell in cells} == {FigureState.OPEN}


def test_a_number_that_no_database_keeps_exactly_is_open_and_not_rounded() -> None:
    assert _states(report(change={"1/自然人": 10**20}))["1/自然人"] == FigureState.OPEN


def test_a_table_that_is_not_in_the_file_is_there_to_be_decided() -> None:
    made = report(drop=tuple(c.name for b in edition("2021").table(4) for c in b.cells))
    assert _states(made)["行政复议/总计"] == FigureState.ABSENT
    assert _states(AnnualReport())["行政复议/总计"] == FigureState.ABSENT
