"""A4, A7 and A9: relations between reports."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.form import AnnualReport, Finding, check

from .a_report import PARTS, sound, table_3, without

CARRIED = {"4/自然人": 783, "4/总计": 783}


def last_year(**changes: object) -> AnnualReport:
    """2023: row 4 is what 2024 carries over; documents in force roll forward into 2024's."""
    parts = {"1": (20, 1, 0, 0, 0, 0), "3.1": (18, 1, 0, 0, 0, 0), "4": (2, 0, 0, 0, 0, 0)}
    stock = {"规章/现行有效件数": 15, "行政规范性文件/现行有效件数": 21}
    return sound({**table_3(parts), **stock}, **{"year": 2023, **changes})  # type: ignore[arg-type]


def of(relation: str, found: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in found if f.relation == relation]


def test_two_years_that_fit_have_no_findings() -> None:
    assert check(sound(), last_year()) == ()


def test_what_is_carried_over_is_what_last_year_carried_over() -> None:
    """Rule 37: N−1 row 4 自然人 783 -> N row 2 must be 783."""
    before = replace(last_year(), figures={**last_year().figures, **CARRIED})
    parts = {**PARTS, "2": (783, 0, 0, 0, 0, 0), "4": (784, 0, 0, 0, 0, 0)}
    assert of("A4", check(sound(table_3(parts)), before)) == []
    parts = {**PARTS, "2": (782, 0, 0, 0, 0, 0), "4": (783, 0, 0, 0, 0, 0)}
    found = of("A4", check(sound(table_3(parts)), before))
    assert [(f.cells, f.expected, f.found, f.severity) for f in found] == [
        (("2/自然人",), 783, 782, "error"),
        (("2/总计",), 783, 782, "error"),
    ]
    assert "783" in found[0].message
    assert "机构调整" in found[0].message


def test_without_last_year_nothing_is_said_about_it() -> None:
    assert of("A4", check(sound({"2/自然人": 5}))) == []


def test_a_report_of_another_year_is_not_last_year() -> None:
    before = replace(last_year(), year=2021, figures={**last_year().figures, **CARRIED})
    assert check(sound(), before) == ()


def test_unknown_years_are_compared() -> None:
    before = replace(last_year(), year=None, figures={**last_year().figures, **CARRIED})
    assert len(of("A4", check(sound(), before))) == 2


def test_a_blank_carried_over_is_nothing_and_slash_is_zero() -> None:
    assert of("A4", check(sound({"2/商业企业": None, "2/科研机构": "/"}), last_year())) == []
    found = of("A4", check(sound({"2/自然人": None}), last_year()))
    assert [(f.cells, f.expected, f.found) for f in found] == [(("2/自然人",), 2, None)]


def test_carry_over_is_compared_across_editions() -> None:
    parts = {"1": (20, 0, 0, 0, 0, 0), "3.1": (17, 0, 0, 0, 0, 0), "4": (3, 0, 0, 0, 0, 0)}
    before = AnnualReport(year=2023, edition="2019", figures=table_3(parts, "2019"))
    assert [f.found for f in of("A4", check(sound(), before))] == [2, 2]


def test_rows_that_are_missing_are_not_compared() -> None:
    before = replace(last_year(), figures={**last_year().figures, **CARRIED})
    assert of("A4", check(without(sound(), "2/"), before)) == []
    assert of("A4", check(sound(), without(before, "4/"))) == []


def test_last_years_figure_helps_to_name_the_culprit() -> None:
    """Row 2 says 3 where last year says 2 and every sum wants 2: one cell explains all three."""
    found = check(sound({"2/自然人": 3}), last_year())
    assert {f.relation for f in found} == {"A1", "A3", "A4"}
    assert {f.culprit for f in found if f.relation != "A4"} == {"2/自然人"}


def test_a_repair_that_last_year_contradicts_names_no_culprit() -> None:
    before = replace(last_year(), figures={**last_year().figures, "4/自然人": 3, "4/总计": 3})
    found = check(sound({"2/自然人": 3, "2/总计": 2}), before)
    assert {f.culprit for f in found if f.relation == "A1"} == {None}


def test_merged_bodies_carry_over_together() -> None:
    """Two bodies left 1 each, and this one, which took them in, 2 of its own less one: 2 in all do not fit 4."""
    parts = {**PARTS, "2": (4, 0, 0, 0, 0, 0), "4": (5, 0, 0, 0, 0, 0)}
    report = sound(table_3(parts))
    one = replace(last_year(), figures={**last_year().figures, "4/自然人": 1, "4/总计": 1})
    assert of("A4", check(report, last_year(), merged=[one, one])) == []
    assert of("A4", check(report, None, merged=[last_year(), last_year()])) == []
    found = of("A4", check(report, last_year(), merged=[one]))
    assert [(f.cells, f.expected, f.found) for f in found] == [(("2/自然人",), 3, 4), (("2/总计",), 3, 4)]
    assert "机构合并前2个机关上年报告“四、结转下年度继续办理”该列合计为3" in found[0].message


def test_a_merged_body_that_cannot_tell_leaves_the_column_open() -> None:
    mute = without(last_year(), "4/自然人")
    found = of("A4", check(sound(), last_year(), merged=[mute]))
    assert [f.cells for f in found] == [("2/总计",)]


def test_a_merged_report_of_another_year_is_not_added() -> None:
    older = last_year(year=2022)
    assert of("A4", check(sound(), last_year(), merged=[older])) == []


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5))
def test_however_many_merge_the_sum_is_what_counts(left: list[int]) -> None:
    before = [replace(last_year(), figures={**last_year().figures, "4/自然人": n, "4/总计": n}) for n in left]
    exact = {"2/自然人": sum(left), "2/总计": sum(left)}
    assert of("A4", check(sound(exact), before[0], merged=before[1:])) == []
    off = {name: value + 1 for name, value in exact.items()}
    assert len(of("A4", check(sound(off), before[0], merged=before[1:]))) == 2


def test_documents_of_merged_bodies_are_in_force_together() -> None:
    stock = {"规章/现行有效件数": 0, "行政规范性文件/现行有效件数": 3}
    small = replace(last_year(), figures={**last_year().figures, **stock})
    assert of("A7", check(sound({"行政规范性文件/现行有效件数": 28}), last_year(), merged=[small])) == []
    (found,) = of("A7", check(sound({"行政规范性文件/现行有效件数": 25}), last_year(), merged=[small]))
    assert (found.expected, found.found) == (28, 25)
    assert "上年现行有效合计24" in found.message


def test_documents_in_force_roll_forward() -> None:
    found = of("A7", check(sound({"行政规范性文件/现行有效件数": 30}), last_year()))
    assert [(f.severity, f.cells, f.expected, f.found) for f in found] == [
        ("warning", ("行政规范性文件/现行有效件数",), 25, 30)
    ]
    for figure in ("21", "5", "1", "25", "30"):
        assert figure in found[0].message


def test_documents_in_force_are_not_compared_across_editions_or_blanks() -> None:
    before = replace(last_year(), edition="2019")
    assert of("A7", check(sound({"行政规范性文件/现行有效件数": 30}), before)) == []
    assert of("A7", check(sound({"行政规范性文件/本年制发件数": None}), last_year())) == []


def test_slashes_for_rules_are_zero_in_the_roll_forward() -> None:
    slashes = {f"规章/{c}": "/" for c in ("本年制发件数", "本年废止件数", "现行有效件数")}
    before = replace(last_year(), figures={**last_year().figures, "规章/现行有效件数": 0})
    assert of("A7", check(sound(slashes), before)) == []


def added(*reports: AnnualReport) -> AnnualReport:
    names = reports[0].figures
    total = {n: sum(r.figures[n] for r in reports) for n in names}  # type: ignore[misc]
    return replace(sound(), figures=total)


@given(st.lists(st.sampled_from(["sound", "other"]), min_size=1, max_size=4))
def test_a_rolled_up_report_equals_the_sum_of_its_parts(kinds: list[str]) -> None:
    parts = [sound() if k == "sound" else last_year(year=2024) for k in kinds]
    assert of("A9", check(added(*parts), subordinates=parts)) == []


def test_a_rolled_up_report_that_is_off_is_an_error_at_its_cells() -> None:
    parts = [sound(), sound()]
    whole = added(*parts)
    wrong = replace(whole, figures={**whole.figures, "行政许可/本年处理决定数量": 600})
    found = of("A9", check(wrong, subordinates=parts))
    assert [(f.severity, f.cells, f.expected, f.found) for f in found] == [
        ("error", ("行政许可/本年处理决定数量",), 624, 600)
    ]


def test_amounts_are_rolled_up_as_decimals() -> None:
    parts = [sound({"行政事业性收费/本年收费金额": Decimal("0.1")}) for _ in range(3)]
    whole = added(*parts)
    assert whole.figures["行政事业性收费/本年收费金额"] == Decimal("0.3")
    assert of("A9", check(whole, subordinates=parts)) == []


def test_a_cell_that_a_part_does_not_have_is_not_rolled_up() -> None:
    parts = [sound(), without(sound(), "3.6")]
    whole = added(sound(), sound())
    wrong = replace(whole, figures={**whole.figures, "3.6.3/其他": 9})
    assert of("A9", check(wrong, subordinates=parts)) == []


def test_no_parts_at_all_check_nothing() -> None:
    assert check(sound(), subordinates=()) == ()
