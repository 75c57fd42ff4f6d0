"""The one cell that explains several broken sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.form import Finding, check, edition

from .a_report import placed, sound

LEAVES = [r.code for r in edition("2021").table(3)[0].rows if r.code.startswith("3.") and r.code != "3.7"]
COLUMNS = [c.label for c in edition("2021").table(3)[0].columns]


def broken(report_cells: dict[str, int], **more: object) -> list[Finding]:
    return [f for f in check(sound(report_cells, **more)) if f.severity == "error"]  # type: ignore[arg-type]


def test_one_cell_of_a_row_explains_row_and_column() -> None:
    found = broken({"3.1/自然人": 21})
    assert [(f.relation, f.cells, f.culprit) for f in found] == [
        ("A1", ("3.1/总计",), "3.1/自然人"),
        ("A2", ("3.7/自然人",), "3.1/自然人"),
    ]
    assert "“（一）予以公开”自然人：21，应为22；改为22后两处都相符" in found[0].message


@given(st.sampled_from(LEAVES), st.sampled_from(COLUMNS), st.integers(1, 50))
def test_any_single_leaf_cell_that_is_off_is_named_with_its_right_value(row: str, column: str, by: int) -> None:
    cell = f"{row}/{column}"
    right = sound().figures[cell]
    assert isinstance(right, int)
    found = broken({cell: right + by})
    assert {f.culprit for f in found} == {cell}
    assert all(f"应为{right}" in f.message for f in found)


@given(st.sampled_from(["1", "2", "4", "3.7"]), st.sampled_from(COLUMNS), st.integers(1, 50))
def test_any_single_cell_of_the_other_rows_is_named(row: str, column: str, by: int) -> None:
    cell = f"{row}/{column}"
    right = sound().figures[cell]
    assert isinstance(right, int)
    assert {f.culprit for f in broken({cell: right + by})} == {cell}


def test_a_total_of_totals_repairs_three() -> None:
    found = broken({"3.7/总计": 80})
    assert {f.relation for f in found} == {"A1", "A2", "A3"}
    assert {f.culprit for f in found} == {"3.7/总计"}
    assert "三处都相符" in found[0].message


def test_two_independent_slips_have_a_culprit_each() -> None:
    found = broken({"3.1/自然人": 21, "3.4.1/商业企业": 5})
    assert {f.culprit for f in found} == {"3.1/自然人", "3.4.1/商业企业"}


@pytest.mark.parametrize("cells", [{"3.1/自然人": 21, "3.2/自然人": 9}, {"行政复议/总计": 12}])
def test_no_culprit_is_named_where_no_one_cell_repairs_more_than_one(cells: dict[str, int]) -> None:
    assert all(f.culprit is None for f in broken(cells))


def test_a_repair_that_would_be_negative_is_none() -> None:
    found = broken({"3.3.2/总计": 0, "3.3.2/自然人": 0, "3.7/自然人": 64, "3.7/总计": 80})
    assert "3.3.2/自然人" not in {f.culprit for f in found}


def test_the_place_shown_is_the_culprits() -> None:
    report = placed(sound({"3.1/自然人": 21}), "3.1/自然人", "表3第6行第3列")
    assert {f.place for f in check(report) if f.severity == "error"} == {"表3第6行第3列"}
