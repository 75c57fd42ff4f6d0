"""A government's report: its own records and the reports below it, each cell opening onto both."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports import actions
from gongkai.reports.compiling import records
from gongkai.reports.compiling.records import Kind
from gongkai.reports.compiling.tables import compile
from gongkai.reports.models import ReportVersion
from tests.cases.rows import a_case

from .conftest import AT, TODAY, in_review

LICENCES = "行政许可/本年处理决定数量"


@pytest.fixture
def two(supervisor: Person, bureau: Agency, finance: Agency) -> tuple[ReportVersion, ReportVersion]:
    """Both bureaus' reports are accepted: five new requests of natural persons each, twelve licences."""
    first, second = (
        actions.accept(OPERATOR, in_review(supervisor, agency.name), at=AT) for agency in (bureau, finance)
    )
    return first, second


def test_it_is_the_sum_of_the_reports_and_of_its_own_records(
    two: tuple[ReportVersion, ReportVersion], district: Agency
) -> None:
    a_case(district, date(2024, 3, 4))
    found = compile(district, 2024)
    assert (found.report.value(LICENCES), found.report.value("1/自然人"), found.report.value("1/总计")) == (
        24,
        11,
        13,
    )
    assert found.cells["1/自然人"].note == "本级1，所属2份报告合计10。"
    assert not [one for one in found.findings if one.relation in ("A1", "A2", "A3", "A5", "A8")]


def test_its_own_requests_are_a_difference_to_explain(
    two: tuple[ReportVersion, ReportVersion], district: Agency
) -> None:
    assert not [one for one in compile(district, 2024).findings if one.relation == "A9"]
    a_case(district, date(2024, 3, 4))
    assert {one.cells[0] for one in compile(district, 2024).findings if one.relation == "A9"} == {
        "1/自然人", "1/总计", "4/自然人", "4/总计",
    }  # fmt: skip


def test_a_cell_opens_onto_the_reports(
    two: tuple[ReportVersion, ReportVersion], district: Agency, supervisor: Person
) -> None:
    case = a_case(district, date(2024, 3, 4))
    behind = records.behind(supervisor, district, 2024, "1/自然人", on=TODAY)
    assert [(part.kind, part.number) for part in behind.parts] == [(Kind.CASE, 1), (Kind.REPORT, 2)]
    assert list(behind.parts[1].rows) == list(two)
    keys = records.keys(district, 2024)
    assert keys["1/自然人"] == (f"case:{case.pk}", *(f"report:{one.pk}=5" for one in two))
    assert "3.2/自然人" not in keys


def test_while_one_is_missing_the_sum_says_so(supervisor: Person, bureau: Agency, finance: Agency) -> None:
    district = bureau.parent
    assert district is not None
    actions.accept(OPERATOR, in_review(supervisor), at=AT)
    found = compile(district, 2024)
    assert found.report.value(LICENCES) == 12
    assert [one.message for one in found.findings if one.relation == "A9"] == [
        "所属报告未齐，缺1份（示范区财政局），汇总的数字不完整。"
    ]


def test_a_bureau_is_its_own_alone(two: tuple[ReportVersion, ReportVersion], bureau: Agency) -> None:
    assert compile(bureau, 2024).report.value(LICENCES) is None
