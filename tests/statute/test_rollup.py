"""Adding up the reports of a district (A9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute.form import AnnualReport, Finding, Value, check, edition
from gongkai.statute.form.rollup import Deduction, Submitted, roll_up, year_of
from gongkai.statute.form.tree import Body, Tree

from . import a_report

DISTRICT = Body("0", "示范区人民政府", "人民政府")
NAMES = ("示范区教育局", "示范区建设局", "示范区东街道办事处")


def tree(*more: Body) -> Tree:
    own = [Body(str(i), name, "政府部门", "0", i) for i, name in enumerate(NAMES, 1)]
    return Tree.of([DISTRICT, *own, *more])


def report(name: str, changes: Mapping[str, Value] | None = None, year: int = 2024) -> AnnualReport:
    return AnnualReport(agency=name, year=year, edition="2021", figures=a_report.figures(changes))


def submitted(name: str, changes: Mapping[str, Value] | None = None, year: int = 2024) -> Submitted:
    return Submitted(report(name, changes, year), source=f"{name}.docx")


ALL = [submitted(name) for name in NAMES]


def test_the_sum_of_sound_reports_is_sound_and_complete() -> None:
    done = roll_up("0", tree(), ALL, year=2024)
    assert done.complete
    assert (done.missing, done.doubtful) == ((), ())
    assert done.report.figures == {
        name: 3 * value
        for name, value in a_report.figures().items()
        if not isinstance(value, str) and value is not None
    }
    assert (done.report.agency, done.report.year, done.report.complete) == ("示范区人民政府", 2024, True)
    assert [f for f in check(done.report, subordinates=[s.report for s in ALL]) if f.severity == "error"] == []


@given(st.lists(st.lists(st.integers(0, 10**7), min_size=3, max_size=3), min_size=1, max_size=3))
def test_every_total_is_what_its_contributions_add_up_to(values: list[list[int]]) -> None:
    cells = ("1/自然人", "行政许可/本年处理决定数量", "行政复议/总计")
    given_reports = [
        submitted(name, dict(zip(cells, row, strict=True))) for name, row in zip(NAMES, values, strict=False)
    ]
    done = roll_up("0", tree(), given_reports, year=2024)
    for at, cell in enumerate(cells):
        assert done.report.figures[cell] == sum(row[at] for row in values)
        assert [c.value for c in done.contributions[cell]] == [row[at] for row in values]
        assert len(done.contributions[cell]) + len(done.absent[cell]) == len(NAMES)


def test_amounts_stay_exact() -> None:
    cell = "行政事业性收费/本年收费金额"
    done = roll_up("0", tree(), [submitted(n, {cell: Decimal("0.1")}) for n in NAMES], year=2024)
    assert done.report.figures[cell] == Decimal("0.3")


def test_each_total_opens_onto_the_reports_behind_it_in_official_order() -> None:
    done = roll_up("0", tree(), list(reversed(ALL)), year=2024)
    behind = done.contributions["3.7/总计"]
    assert [(c.body.name, c.source) for c in behind] == [(n, f"{n}.docx") for n in NAMES]


def test_who_is_missing_is_named_in_the_list_and_on_the_face_of_the_sum() -> None:
    done = roll_up("0", tree(), ALL[:2], year=2024)
    assert [b.name for b in done.missing] == ["示范区东街道办事处"]
    assert [b.name for b in done.absent["1/自然人"]] == ["示范区东街道办事处"]
    assert not done.complete
    assert "未报送、没有计入的有1个：示范区东街道办事处。" in done.report.preamble


def test_blanks_and_slashes() -> None:
    cell = "规章/本年制发件数"
    values: tuple[Value, ...] = ("/", None, 2)
    done = roll_up("0", tree(), [submitted(n, {cell: v}) for n, v in zip(NAMES, values, strict=True)], year=2024)
    assert done.report.figures[cell] == 2
    assert [b.name for b in done.absent[cell]] == [NAMES[1]]
    assert done.missing == ()
    slashes = roll_up("0", tree(), [submitted(n, {cell: "/"}) for n in NAMES], year=2024)
    assert slashes.report.figures[cell] == "/"
    blanks = roll_up("0", tree(), [submitted(n, {cell: None}) for n in NAMES], year=2024)
    assert blanks.report.figures[cell] is None


def test_what_is_incomplete_or_wrong_is_counted_and_doubtful() -> None:
    cut = {k: v for k, v in a_report.figures().items() if not k.startswith("4/")}
    wrong = replace(ALL[1], findings=(Finding("A1", "error", "总计不符。"), Finding("A7", "warning", "存疑。")))
    broken = Submitted(replace(ALL[0].report, figures=cut), source="a.pdf")
    done = roll_up("0", tree(), [broken, wrong, ALL[2]], year=2024)
    assert [(d.source, d.counted) for d in done.doubtful] == [("a.pdf", True), ("示范区建设局.docx", True)]
    assert "不完整" in done.doubtful[0].reason
    assert "1处错误" in done.doubtful[1].reason
    assert [b.name for b in done.absent["4/自然人"]] == [NAMES[0]]
    assert done.report.figures["4/自然人"] == 6


def test_another_edition_is_counted_where_the_cells_are_the_same() -> None:
    old = AnnualReport(
        agency=NAMES[0],
        year=2024,
        edition="2019",
        figures=dict.fromkeys((c.name for c in edition("2019").cells), 1),
    )
    done = roll_up("0", tree(), [Submitted(old, "a.html"), *ALL[1:]], year=2024)
    (doubt,) = done.doubtful
    assert (doubt.counted, "2019年格式" in doubt.reason) == (True, True)
    assert done.report.figures["1/自然人"] == 66 * 2 + 1
    assert [b.name for b in done.absent["3.6.3/总计"]] == [NAMES[0]]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (submitted(NAMES[0], year=2023), "是2023年的"),
        (Submitted(replace(ALL[0].report, year=None)), "没有写明年度"),
        (Submitted(replace(ALL[0].report, agency=None)), "没有读到机关名称"),
        (submitted("外区水利局"), "“外区水利局”不在名单里"),
        (submitted("示范区人民政府"), "是“示范区人民政府”自己的报告"),
        (Submitted(ALL[0].report, code="9"), "不在名单里"),
    ],
)
def test_what_is_not_certain_is_listed_and_left_out(one: Submitted, words: str) -> None:
    done = roll_up("0", tree(), [one, *ALL[1:]], year=2024)
    (doubt,) = done.doubtful
    assert words in doubt.reason
    assert not doubt.counted
    assert [b.name for b in done.missing] == [NAMES[0]]
    assert len(done.contributions["1/自然人"]) == 2


def test_a_name_that_fits_two_agencies_is_not_guessed() -> None:
    other = Body("4", "南片区教育局", "政府部门", "0", 4)
    done = roll_up("0", tree(other), [submitted("教育局")], year=2024)
    assert "可能是示范区教育局、南片区教育局" in done.doubtful[0].reason
    assert len(done.missing) == 4


def test_a_short_form_that_fits_one_agency_is_taken() -> None:
    done = roll_up("0", tree(), [*ALL[:2], submitted("东街道")], year=2024)
    assert done.complete


def test_two_reports_of_one_agency_count_once_if_equal_and_not_at_all_if_not() -> None:
    again = replace(ALL[0], source="again.pdf")
    same = roll_up("0", tree(), [*ALL, again], year=2024)
    assert same.complete
    assert (same.doubtful[0].source, same.doubtful[0].counted) == ("again.pdf", True)
    assert same.report.figures["1/自然人"] == 3 * 66
    differ = roll_up("0", tree(), [*ALL, submitted(NAMES[0], {"1/自然人": 67})], year=2024)
    assert [d.counted for d in differ.doubtful] == [False, False]
    assert differ.missing == ()
    assert not differ.complete
    assert differ.report.figures["1/自然人"] == 2 * 66


def test_the_parents_own_business_is_added() -> None:
    done = roll_up("0", tree(), ALL, submitted("示范区人民政府", {"1/自然人": 100}), year=2024)
    assert done.report.figures["1/自然人"] == 3 * 66 + 100
    assert done.contributions["1/自然人"][0].body is DISTRICT


def merged() -> Tree:
    old = Body("7", "示范区规划局", "政府部门", "0", 7, until=date(2024, 5, 31), successors=("2",))
    new = Body("8", "示范区数据局", "政府部门", "0", 8, since=date(2025, 1, 1))
    return tree(old, new)


def test_who_merged_into_another_is_not_missing_nor_who_did_not_exist_yet() -> None:
    assert roll_up("0", merged(), ALL, year=2024).complete


def test_the_report_of_one_that_merged_is_added_and_doubtful() -> None:
    done = roll_up("0", merged(), [*ALL, submitted("示范区规划局")], year=2024)
    (doubt,) = done.doubtful
    assert "由示范区建设局承继" in doubt.reason
    assert doubt.counted
    assert done.report.figures["1/自然人"] == 4 * 66


def test_the_year_before_the_merger_asks_for_both() -> None:
    done = roll_up("0", merged(), [submitted(n, year=2023) for n in NAMES], year=2023)
    assert [b.name for b in done.missing] == ["示范区规划局"]


def test_one_that_ended_with_nobody_to_carry_on_still_owes_its_report() -> None:
    alone = Body("7", "示范区征收办", "政府部门", "0", 7, until=date(2024, 5, 31))
    done = roll_up("0", tree(alone), ALL, year=2024)
    assert [b.name for b in done.missing] == ["示范区征收办"]
    assert roll_up("0", tree(alone), [*ALL, submitted("示范区征收办")], year=2024).doubtful == ()


def test_joint_items_are_counted_once_for_a_reason() -> None:
    joint = Deduction("行政许可/本年处理决定数量", 12, "与教育局联合许可")
    done = roll_up("0", tree(), ALL, year=2024, deductions=[joint])
    assert done.report.figures["行政许可/本年处理决定数量"] == 3 * 312 - 12
    assert done.deductions == (joint,)
    assert "“行政许可/本年处理决定数量”扣除重复计算12：与教育局联合许可。" in done.report.preamble


@pytest.mark.parametrize(
    ("deduction", "words"),
    [
        (Deduction("甲/乙", 1, "重复"), "甲/乙"),
        (Deduction("行政许可/本年处理决定数量", 1, " "), "理由"),
        (Deduction("行政许可/本年处理决定数量", 0, "重复"), "大于0"),
        (Deduction("行政许可/本年处理决定数量", -1, "重复"), "大于0"),
        (Deduction("行政许可/本年处理决定数量", 937, "重复"), "936"),
    ],
)
def test_a_deduction_that_cannot_be_right_is_refused(deduction: Deduction, words: str) -> None:
    with pytest.raises(Refused, match=words):
        roll_up("0", tree(), ALL, year=2024, deductions=[deduction])


def test_a_year_without_a_form_and_an_unknown_parent_are_refused() -> None:
    with pytest.raises(Refused, match="2018年"):
        roll_up("0", tree(), [], year=2018)
    with pytest.raises(Refused, match="没有代码为 9"):
        roll_up("9", tree(), [], year=2024)


def test_the_year_of_most_reports() -> None:
    years = [AnnualReport(year=y) for y in (2023, 2024, 2024, None)]
    assert year_of(years) == 2024
    assert year_of([AnnualReport(year=2023), AnnualReport(year=2024)]) == 2024
    assert year_of([AnnualReport()]) is None
