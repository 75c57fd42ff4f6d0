"""A1, A2, A3, A5: the sums of tables 3 and 4."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.form import AnnualReport, Finding, Origin, check

from .a_report import COLUMNS, PARTS, placed, sound, table_3, without


def errors(report: AnnualReport) -> list[Finding]:
    return [f for f in check(report) if f.severity == "error"]


def seen(report: AnnualReport) -> set[tuple[str, str]]:
    return {(f.relation, f.cells[0]) for f in check(report) if f.cells}


def test_a_sound_report_has_no_findings() -> None:
    assert check(sound()) == ()


def test_a_report_without_tables_has_nothing_to_add_up() -> None:
    assert errors(AnnualReport()) == []


def test_first_plus_second_equals_third_plus_fourth_with_a_citys_figures() -> None:
    """Rule 36: 14069 + 560 = 13810 + 819 passes."""
    parts = {
        "1": (14069, 0, 0, 0, 0, 0),
        "2": (560, 0, 0, 0, 0, 0),
        "3.1": (13810, 0, 0, 0, 0, 0),
        "4": (819, 0, 0, 0, 0, 0),
    }
    report = sound(table_3(parts))
    assert errors(report) == []
    changed = sound({**table_3(parts), "4/自然人": 818, "4/总计": 818})
    assert {(f.relation, f.expected, f.found) for f in errors(changed)} == {("A3", 14629, 14628)}


@pytest.mark.parametrize(
    "rows",
    [
        ((376, 97, 196, 121, 790), (16, 1, 12, 27, 56), (74, 1, 30, 51, 156)),
        ((119, 25, 91, 24, 259), (7, 0, 15, 6, 28), (21, 1, 7, 9, 38)),
    ],
)
def test_table_four_of_published_reports_adds_up(rows: tuple[tuple[int, ...], ...]) -> None:
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    cells = {f"{n}/{r}": v for n, row in zip(names, rows, strict=True) for r, v in zip(results, row, strict=True)}
    assert errors(sound(cells)) == []
    for name in cells:
        broken = errors(sound({**cells, name: cells[name] + 1}))
        assert [f.relation for f in broken] == ["A5"]
        assert broken[0].cells == (f"{name.partition('/')[0]}/总计",)


@given(st.sampled_from(sorted(table_3())), st.integers(1, 9))
def test_any_changed_cell_of_table_three_is_a_named_failure(cell: str, by: int) -> None:
    """Rule 36: change any cell and a relation with that cell's row or column is broken."""
    report = sound({cell: table_3()[cell] + by})  # type: ignore[operator]
    found = errors(report)
    row, _, column = cell.partition("/")
    assert found
    assert all(f.relation in ("A1", "A2", "A3") for f in found)
    assert all(row in f.cells[0] or column in f.cells[0] for f in found)


@given(
    st.lists(st.tuples(*[st.integers(0, 500)] * 6), min_size=22, max_size=22),
    st.tuples(*[st.integers(0, 50)] * 6),
)
def test_worked_out_totals_always_hold(rows: list[tuple[int, ...]], carried: tuple[int, ...]) -> None:
    codes = [c.partition("/")[0] for c in table_3() if c.endswith("/总计")]
    leaves = [c for c in codes if c.startswith("3.") and c != "3.7"]
    parts = dict(zip(leaves, rows, strict=False))
    handled = tuple(sum(r[c] for r in parts.values()) for c in range(6))
    received = tuple(h + n for h, n in zip(handled, carried, strict=True))
    assert errors(sound(table_3({**parts, "1": received, "2": (0,) * 6, "4": carried}))) == []


def test_a_wrong_row_total() -> None:
    found = errors(sound({"1/总计": 83}))
    assert {(f.relation, f.cells[0]) for f in found} == {("A1", "1/总计"), ("A3", "3.7/总计")}
    row = next(f for f in found if f.relation == "A1")
    assert (row.expected, row.found, row.cells) == (82, 83, ("1/总计",))
    assert "83" in row.message
    assert "82" in row.message


def test_the_published_sum_error_is_found_at_exactly_its_two_cells() -> None:
    parts = {
        "1": (20, 0, 0, 0, 0, 1),
        "3.1": (6, 0, 0, 0, 0, 1),
        "3.2": (6, 0, 0, 0, 0, 0),
        "3.4.1": (4, 0, 0, 0, 0, 0),
        "3.4.3": (3, 0, 0, 0, 0, 0),
        "3.5.2": (3, 0, 0, 0, 0, 0),
        "3.6": (4, 0, 0, 0, 0, 0),
    }
    cells = {**table_3(parts, "2019"), "3.7/自然人": 20, "3.7/总计": 21}
    found = errors(AnnualReport(edition="2019", year=2020, figures=cells))
    assert [(f.relation, f.cells, f.expected, f.found) for f in found] == [
        ("A2", ("3.7/自然人",), 26, 20),
        ("A2", ("3.7/总计",), 27, 21),
    ]
    assert all(f.culprit is None for f in found)


def test_a_blank_total_beside_figures_is_doubtful_and_reported_once() -> None:
    found = [f for f in check(sound({"3.1/总计": None})) if f.relation != "A6"]
    assert [(f.relation, f.severity, f.cells, f.found, f.expected) for f in found] == [
        ("A1", "warning", ("3.1/总计",), None, 28)
    ]
    assert "未填" in found[0].message


def test_blank_totals_everywhere_do_not_break_the_columns() -> None:
    totals = [c for c in table_3() if c.endswith("/总计") and c.split("/")[0] not in ("1", "2", "3.7", "4")]
    report = sound(dict.fromkeys(totals))
    found = [f for f in check(report) if f.cells]
    assert {f.severity for f in found} == {"warning"}
    assert {f.cells[0] for f in found} == {f"{r}/总计" for r in PARTS if r.startswith("3.")}


def test_a_row_that_is_blank_or_zero_all_through_is_silent() -> None:
    blank = {f"3.3.2/{c}": None for c in COLUMNS}
    mixed = {"3.3.3/自然人": 0, "3.3.3/总计": None}
    assert check(sound({**blank, **mixed})) == ()


def test_a_blank_column_total_beside_figures_is_doubtful() -> None:
    found = check(sound({"3.7/自然人": None}))
    assert ("A2", "warning", ("3.7/自然人",), None, 65) in [
        (f.relation, f.severity, f.cells, f.found, f.expected) for f in found
    ]


def test_parts_that_are_all_blank_beside_a_total_are_doubtful_not_wrong() -> None:
    found = check(sound({f"3.1/{c}": None for c in COLUMNS[:-1]}))
    row = next(f for f in found if f.relation == "A1")
    assert (row.severity, row.found, row.cells) == ("warning", 28, ("3.1/总计",))


def test_a_slash_counts_as_nothing() -> None:
    assert check(sound({"3.3.2/自然人": "/", "3.3.2/总计": "/", "2/商业企业": "/"})) == ()


def test_a_blank_group_of_table_four_is_silent_and_a_blank_total_is_not() -> None:
    blank = {f"复议后起诉/{r}": None for r in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")}
    assert check(sound(blank)) == ()
    found = check(sound({"行政复议/总计": None}))
    assert [(f.relation, f.severity, f.cells, f.expected) for f in found] == [
        ("A5", "warning", ("行政复议/总计",), 9)
    ]


def test_rows_that_are_missing_leave_what_needs_them_unchecked() -> None:
    broken_off = without(sound({"1/总计": 99}), "3.3.8", "3.4", "3.5", "3.6", "3.7", "4/")
    assert {(f.relation, f.cells[0]) for f in errors(broken_off)} == {("A1", "1/总计")}


def test_one_missing_leaf_row_leaves_the_columns_unchecked() -> None:
    report = without(sound({"3.7/自然人": 60, "3.7/总计": 73}), "3.5.2")
    assert "A2" not in {f.relation for f in errors(report)}


def test_other_handling_is_one_row_in_the_2019_form() -> None:
    parts = {**PARTS, "3.6": PARTS["3.6.3"]}
    cells = table_3({k: v for k, v in parts.items() if k != "3.6.3"}, "2019")
    assert len(cells) == 23 * 7
    assert errors(AnnualReport(edition="2019", year=2019, figures=cells)) == []
    cells["3.6/自然人"] = 5
    assert {f.relation for f in errors(AnnualReport(edition="2019", figures=cells))} == {"A1", "A2"}


def test_the_place_in_the_original_is_named() -> None:
    report = placed(sound({"行政复议/总计": 12}), "行政复议/总计", "表4第3行第5列")
    assert errors(report)[0].place == "表4第3行第5列"


def test_a_hybrid_is_checked_as_far_as_it_goes() -> None:
    cells = {k: v for k, v in sound({"3.1/总计": 99}).figures.items() if not k.startswith("规章")}
    cells.update({"规章/本年新制作数量": 0, "规章/本年新公开数量": 0, "规章/对外公开总数量": 3})
    found = errors(AnnualReport(edition="hybrid", year=2021, figures=cells))
    assert ("A1", "3.1/总计") in {(f.relation, f.cells[0]) for f in found}


def test_blank_totals_of_row_seven_are_told_once_and_fill_the_rest() -> None:
    found = check(sound({"3.7/自然人": None, "3.7/商业企业": None}))
    assert [(f.relation, f.cells, f.expected) for f in found] == [
        ("A2", ("3.7/自然人",), 65),
        ("A2", ("3.7/商业企业",), 9),
    ]
    found = check(sound({"3.7/总计": None}))
    assert [(f.relation, f.severity, f.cells, f.expected) for f in found] == [("A1", "warning", ("3.7/总计",), 81)]


def left_open(row: str, text: str) -> AnnualReport:
    """The sound report with a row that could not be read: digits stand there, no figure was filled in."""
    cells = {f"{row}/{c}": None for c in COLUMNS}
    return replace(sound(cells), origins={name: Origin(text, "表3") for name in cells})


def test_a_row_left_open_by_the_reader_is_not_taken_for_zeros() -> None:
    assert check(left_open("2", "2000002")) == ()
    assert check(left_open("3.1", "22 4 1 0 1 0 28")) == ()
    assert {f.relation for f in check(left_open("2", ""))} == {"A3"}


def test_a_row_left_open_leaves_other_sums_checked() -> None:
    report = left_open("3.1", "2241028")
    broken = replace(report, figures={**report.figures, "3.2/总计": 10})
    assert [(f.relation, f.cells) for f in check(broken)] == [("A1", ("3.2/总计",))]
