"""What opens behind a cell, and for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Case, Fee, OpeningBalance
from gongkai.errors import NotAllowed, Refused
from gongkai.publication import counts
from gongkai.publication.models import YearCount
from gongkai.reports.compiling import charges, records
from gongkai.reports.compiling.tables import compile
from gongkai.statute import parameters
from gongkai.statute.form import edition
from tests.cases.rows import a_case
from tests.district import found, invited
from tests.publication.test_register import laid
from tests.review.rows import proceeding

from .conftest import AT, TODAY

MARCH = date(2024, 3, 4)
CHARGES = "行政事业性收费/本年收费金额"
MADE = "行政规范性文件/本年制发件数"


@pytest.fixture
def year(bureau: Agency) -> Agency:
    """One record of each kind."""
    case = a_case(bureau, MARCH, counted_row="3.1", counted_on=date(2024, 4, 1))
    _fee(case, 380)
    laid(bureau, "1", MARCH)
    proceeding(bureau, "reconsideration", (MARCH, date(2024, 5, 6), "as-upheld"))
    counts.enter(OPERATOR, bureau, year=2024, what="charge", number=Decimal("2.02"), at=AT)
    return bureau


def _fee(case: Case, paid: int, on: date = MARCH) -> Fee:
    return Fee.objects.create(
        case=case, method=Fee.Method.LEDGER, quantity=0, amount=paid, paid_amount=paid, paid_on=on, created_at=AT
    )


def kinds(user: Person, agency: Agency, cell: str) -> list[tuple[str, int, int]]:
    """Kind, seen and hidden of each part."""
    behind = records.behind(user, agency, 2024, cell, on=TODAY)
    return [(str(part.kind), part.rows.count(), part.hidden) for part in behind.parts]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1/自然人", [("case", 1, 0)]),
        ("3.7/总计", [("case", 1, 0)]),
        ("3.2/自然人", [("case", 0, 0)]),
        (MADE, [("item", 1, 0)]),
        (CHARGES, [("count", 1, 0), ("fee", 1, 0)]),
        ("行政许可/本年处理决定数量", [("count", 0, 0)]),
        ("行政复议/结果维持", [("proceeding", 1, 0)]),
        ("行政复议/总计", [("proceeding", 1, 0)]),
    ],
)
def test_a_clerk_of_the_agency_sees_all(
    clerk: Person, year: Agency, cell: str, expected: list[tuple[str, int, int]]
) -> None:
    assert kinds(clerk, year, cell) == expected


def test_a_supervisor_sees_what_was_published_and_how_many_the_rest_are(supervisor: Person, year: Agency) -> None:
    assert kinds(supervisor, year, "1/自然人") == [("case", 0, 1)]
    assert kinds(supervisor, year, "行政复议/总计") == [("proceeding", 0, 1)]
    assert kinds(supervisor, year, CHARGES) == [("count", 1, 0), ("fee", 0, 1)]
    assert kinds(supervisor, year, MADE) == [("item", 1, 0)]


def test_nobody_from_elsewhere(outsider: Person, year: Agency) -> None:
    with pytest.raises(NotAllowed):
        records.behind(outsider, year, 2024, "1/自然人", on=TODAY)


@pytest.mark.parametrize("cell", ["3.9/自然人", "1/所有人", "", "规章/总计"])
def test_a_cell_that_the_form_has_not(clerk: Person, year: Agency, cell: str) -> None:
    with pytest.raises(KeyError):
        records.behind(clerk, year, 2024, cell, on=TODAY)


def test_the_records_of_who_was_merged_into_it_are_there_and_not_shown(
    clerk: Person, bureau: Agency, district: Agency
) -> None:
    """Its clerk has no role in the agency that is gone: the number is whole, the list says how many it hides."""
    elders = found("示范区老龄办", district, 60)
    agencies.merge([elders], bureau, on=date(2024, 7, 1), reason="机构改革", by=OPERATOR, at=AT)
    a_case(elders, MARCH)
    bureau.refresh_from_db()
    behind = records.behind(clerk, bureau, 2024, "1/自然人", on=TODAY)
    assert behind.number == 1
    assert [(part.rows.count(), part.hidden) for part in behind.parts] == [(0, 1)]
    officer = invited("old", elders, Role.CLERK)
    with pytest.raises(NotAllowed):
        records.behind(officer, bureau, 2024, "1/自然人", on=TODAY)


def test_keys_of_the_leaves_and_of_their_sums(year: Agency) -> None:
    case, fee, entered = Case.objects.get(), Fee.objects.get(), YearCount.objects.get()
    keys = records.keys(year, 2024)
    assert keys["3.1/自然人"] == (f"case:{case.pk}",)
    assert keys[CHARGES] == (f"count:{entered.pk}=2.02", f"fee:{fee.pk}=380")
    assert set(keys) == {
        "1/自然人",
        "3.1/自然人",
        MADE,
        "行政规范性文件/现行有效件数",
        CHARGES,
        "行政复议/结果维持",
    }
    assert records.of_cell(keys, "3.7/总计") == keys["3.1/自然人"]
    assert records.of_cell(keys, "行政复议/总计") == keys["行政复议/结果维持"]
    assert records.of_cell(keys, "4/总计") == ()


def test_every_cell_is_a_leaf_or_a_sum_of_leaves() -> None:
    names = {cell.name for cell in edition("2021").cells}
    for name in names:
        assert set(records.leaves(name)) <= names
        assert all(records.leaves(one) == (one,) for one in records.leaves(name))
    assert len(records.leaves("3.7/总计")) == 21 * 6
    assert len([name for name in names if records.leaves(name) == (name,)]) == 10 + 24 * 6 + 12


def test_what_only_an_opening_balance_knows_has_no_record(clerk: Person, bureau: Agency) -> None:
    OpeningBalance.objects.create(agency=bureau, year=2024, applicant_class="natural", number=3, entered_at=AT)
    found_ones = compile(bureau, 2024)
    assert found_ones.report.value("2/自然人") == found_ones.report.value("4/总计") == 3
    assert records.behind(clerk, bureau, 2024, "2/自然人", on=TODAY).unnamed == 3
    assert any("期初结转数" in one.message for one in found_ones.findings)


class TestCharges:
    def test_what_was_entered_has_the_fee_in_it(self, year: Agency) -> None:
        cell = compile(year, 2024).cells[CHARGES]
        assert (cell.value, str(cell.source)) == (Decimal("2.02"), "填报或导入的数量")
        assert "其中应包含信息处理费0.038万元" in cell.note

    def test_where_nothing_was_entered_the_ledger_counts_and_says_so(self, bureau: Agency) -> None:
        _fee(a_case(bureau, MARCH), 380)
        found_ones = compile(bureau, 2024)
        assert found_ones.cells[CHARGES].value == Decimal("0.038")
        (doubt,) = [one for one in found_ones.findings if one.relation == "A10"]
        assert (doubt.severity, doubt.cells) == ("warning", (CHARGES,))

    def test_nothing_at_all_is_a_blank(self, bureau: Agency) -> None:
        assert compile(bureau, 2024).cells[CHARGES].value is None

    def test_less_than_the_ledger_is_found(self, bureau: Agency) -> None:
        _fee(a_case(bureau, MARCH), 380)
        counts.enter(OPERATOR, bureau, year=2024, what="charge", number=Decimal("0.03"), at=AT)
        (doubt,) = [one for one in compile(bureau, 2024).findings if one.relation == "A10"]
        assert (doubt.expected, doubt.found) == (Decimal("0.038"), Decimal("0.03"))

    def test_paid_in_another_year_and_paid_back(self, bureau: Agency) -> None:
        _fee(a_case(bureau, MARCH), 380, on=date(2023, 12, 31))
        fee = _fee(a_case(bureau, MARCH), 700)
        assert charges.collected([bureau], 2024) == 700
        fee.refunded_on, fee.refunded_amount = date(2024, 6, 1), 200
        fee.save()
        assert charges.collected([bureau], 2024) == 500
        assert charges.collected([bureau], 2023) == 380

    def test_the_other_reading_adds(self, year: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
        beside = parameters.Version(date(2021, 1, 1), "beside", "本地规定", date(2026, 1, 1))
        monkeypatch.setattr(parameters, "at", lambda code, day: beside)
        charge = charges.charge([year], 2024, Decimal("2.02"))
        assert charge.number == Decimal("2.058")
        assert "另加信息处理费0.038万元" in charge.note


def test_a_year_in_which_it_was_not_there(bureau: Agency) -> None:
    with pytest.raises(Refused, match="才设立"):
        _founded(bureau, date(2025, 1, 1))
    Agency.objects.filter(pk=bureau.pk).update(valid_from=date(2010, 1, 1), valid_until=date(2023, 12, 31))
    bureau.refresh_from_db()
    with pytest.raises(Refused, match="已撤销"):
        compile(bureau, 2024)


def _founded(agency: Agency, on: date) -> None:
    Agency.objects.filter(pk=agency.pk).update(valid_from=on)
    agency.refresh_from_db()
    compile(agency, 2024)
