"""The sum at every node of a tree, against adding up by hand and against the sum of one node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute.form import AnnualReport, Value, edition
from gongkai.statute.form.checking import check_tables
from gongkai.statute.form.everywhere import Everywhere, add_up
from gongkai.statute.form.grid import grid
from gongkai.statute.form.rollup import Submitted, roll_up
from gongkai.statute.form.tree import Body, Tree

from . import a_report

PROVINCE = Body("p", "某省人民政府", "人民政府")
CITY = Body("c", "某市人民政府", "人民政府", "p", 1)
COUNTY = Body("d", "某县人民政府", "人民政府", "c", 1)
OFFICE = Body("o", "某县教育局", "政府部门", "d", 1)
STREET = Body("s", "某县东街道办事处", "街道", "d", 2)
TOWN = Body("t", "某县北镇人民政府", "人民政府", "d", 3)
BUREAU = Body("b", "某市教育局", "政府部门", "c", 2)
TREE = Tree.of([PROVINCE, CITY, COUNTY, OFFICE, STREET, TOWN, BUREAU])
LICENCES = "行政许可/本年处理决定数量"


def report(changes: Mapping[str, Value] | None = None) -> AnnualReport:
    return AnnualReport(agency="某机关", year=2024, edition="2021", figures=a_report.figures(changes))


def licences(number: Value) -> AnnualReport:
    return report({LICENCES: number})


def figure(found: Everywhere, code: str, cell: str = LICENCES) -> object:
    return found.sums[code].row[found.names.index(cell)]


def counts(found: Everywhere, code: str) -> tuple[int, int, int]:
    one = found.sums[code]
    return one.owing, one.filed, one.faulty


def test_a_figure_is_in_the_sum_of_every_node_above_it_once() -> None:
    filed = [("o", licences(1)), ("s", licences(20)), ("t", licences(300)), ("b", licences(4000))]
    found = add_up(TREE, filed, year=2024)
    assert list(found.sums) == ["p", "c", "d"]
    assert [figure(found, code) for code in "dcp"] == [321, 4321, 4321]
    assert [counts(found, code) for code in "dcp"] == [(3, 3, 0), (4, 4, 0), (4, 4, 0)]
    assert (found.findings, found.unplaced, found.contrary) == ({}, (), ())


def test_the_report_of_a_government_is_compared_and_not_added_again() -> None:
    filed = [("o", licences(1)), ("s", licences(2)), ("t", licences(3)), ("d", licences(7))]
    found = add_up(TREE, filed, year=2024)
    assert figure(found, "d") == 6
    assert LICENCES in found.sums["d"].differing
    # The other cells of the four are alike, so that three of them are not one.
    assert figure(found, "p") == 6


def test_a_government_whose_report_is_the_sum_differs_nowhere() -> None:
    below = [("o", report()), ("s", report()), ("t", report())]
    names = grid("2021").names
    row = add_up(TREE, below, year=2024).sums["d"].row
    own = replace(report(), figures=dict(zip(names, row, strict=True)))
    assert add_up(TREE, [*below, ("d", own)], year=2024).sums["d"].differing == ()


def test_a_government_below_which_nothing_was_filed_brings_its_own_figures() -> None:
    found = add_up(TREE, [("d", licences(7)), ("b", licences(1))], year=2024)
    assert (figure(found, "d"), figure(found, "c")) == (7, 8)
    assert counts(found, "c") == (4, 2, 0)


def test_where_nothing_was_filed_the_sum_says_so() -> None:
    found = add_up(TREE, [], year=2024)
    assert counts(found, "p") == (4, 0, 0)
    assert set(found.sums["p"].row) == {0}


def test_a_body_that_makes_no_report_is_no_part_of_it() -> None:
    section = Body("x", "某县教育局办公室", "内设机构", "o", 1)
    found = add_up(Tree.of([*TREE.bodies.values(), section]), [("x", licences(9)), ("o", licences(1))], year=2024)
    assert figure(found, "d") == 1
    assert counts(found, "d") == (3, 1, 0)


def test_one_that_was_merged_owes_nothing_and_counts_where_it_filed() -> None:
    gone = Body("g", "某县旧局", "政府部门", "d", 4, until=date(2024, 6, 30), successors=("o",))
    tree = Tree.of([*TREE.bodies.values(), gone])
    assert counts(add_up(tree, [("o", licences(1))], year=2024), "d") == (3, 1, 0)
    found = add_up(tree, [("o", licences(1)), ("g", licences(1))], year=2024)
    assert (figure(found, "d"), counts(found, "d")) == (2, (3, 2, 0))


def test_what_is_wrong_in_a_report_is_found_and_counted_upwards() -> None:
    wrong = report({"3.1/总计": 999})
    found = add_up(TREE, [("o", wrong), ("s", report())], year=2024)
    assert found.findings == {"o": check_tables(wrong)}
    assert {one.relation for one in found.findings["o"]} == {"A1", "A2"}
    assert [counts(found, code) for code in "dp"] == [(3, 2, 1), (4, 2, 1)]


def test_blanks_and_slashes_give_nothing() -> None:
    found = add_up(TREE, [("o", licences(None)), ("s", licences("/")), ("t", licences(5))], year=2024)
    assert figure(found, "d") == 5


def test_the_same_report_twice_counts_once_and_two_that_differ_not_at_all() -> None:
    found = add_up(
        TREE, [("o", licences(1)), ("o", licences(1)), ("s", licences(2)), ("s", licences(3))], year=2024
    )
    assert figure(found, "d") == 1
    assert found.contrary == ("s",)
    assert counts(found, "d") == (3, 1, 0)


def test_a_code_that_is_not_in_the_list_is_named() -> None:
    found = add_up(TREE, [("?", licences(1)), ("o", licences(1))], year=2024)
    assert found.unplaced == ("?",)
    assert figure(found, "p") == 1


def test_a_year_without_a_form_is_refused() -> None:
    with pytest.raises(Refused, match="2018年没有统一的年度报告格式"):
        add_up(TREE, [], year=2018)


@given(st.dictionaries(st.sampled_from("ostb"), st.integers(0, 10**9), min_size=1))
def test_every_node_has_what_rolling_it_up_alone_gives(numbers: dict[str, int]) -> None:
    filed = [(code, licences(number)) for code, number in numbers.items()]
    found = add_up(TREE, filed, year=2024)
    below = {"d": "ost", "c": "ostb"}
    flat = Tree.of(replace(one, parent="p", kind="") if one.parent else one for one in TREE.bodies.values())
    for node, codes in below.items():
        reports = [Submitted(one, code=code) for code, one in filed if code in codes]
        alone = roll_up("p", flat, reports, year=2024).report.figures
        assert figure(found, node) == (alone[LICENCES] or 0)


# ------------------------------------------------------------------------------------------- which are sound
CELLS = [cell.name for cell in edition("2021").cells]
VALUES = st.one_of(
    st.integers(-2, 70), st.none(), st.just("/"), st.sampled_from([Decimal("1.5"), Decimal("-1"), Decimal("2")])
)


def test_a_sound_report_is_its_row() -> None:
    row = grid("2021").sound(report())
    assert row == tuple(a_report.figures()[name] for name in CELLS)


@given(st.dictionaries(st.sampled_from(CELLS), VALUES, max_size=3), st.sets(st.sampled_from(CELLS), max_size=1))
def test_what_is_called_sound_has_no_finding(changes: dict[str, Value], lost: set[str]) -> None:
    one = report(changes)
    one = replace(one, figures={name: value for name, value in one.figures.items() if name not in lost})
    if (row := grid("2021").sound(one)) is not None:
        assert check_tables(one) == ()
        assert row == grid("2021").row(one)


@given(st.dictionaries(st.sampled_from(CELLS), st.integers(0, 70), max_size=3))
def test_whole_figures_without_a_finding_are_called_sound(changes: dict[str, Value]) -> None:
    one = report(changes)
    assert (grid("2021").sound(one) is not None) == (check_tables(one) == ())


@pytest.mark.parametrize("code", ["2019", "hybrid", None])
def test_another_edition_is_never_called_sound(code: str | None) -> None:
    assert grid("2021").sound(replace(report(), edition=code)) is None  # type: ignore[arg-type]  # any code


def test_the_older_edition_has_changes_that_may_be_less_than_nought() -> None:
    form = edition("2019")
    signed = [cell.name for cell in form.cells if cell.column.kind == "signed"]
    figures: dict[str, Value] = dict.fromkeys((cell.name for cell in form.cells), 0)
    one = AnnualReport(year=2020, edition="2019", figures=figures | dict.fromkeys(signed, -3))
    assert signed
    assert check_tables(one) == ()
    assert grid("2019").sound(one) is not None
    assert grid("2019").sound(replace(one, figures=figures | {"1/自然人": -1, "1/总计": -1})) is None
