"""Table 3: what counts, where and when; the sums hold whatever happened; every figure opens onto its cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.cases.table3 import CLASSES, cell_cases, counts, form, table3
from gongkai.cases.words import RESULT_ROWS, Kind
from gongkai.errors import NotAllowed
from gongkai.statute.form import AnnualReport, Value, check, edition
from tests.district import found

from .conftest import AT, TODAY
from .rows import a_case, applicant

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)
NEW_YEARS_EVE = date(2025, 12, 31)


def total(agency: Agency, year: int, row: str) -> int:
    return table3(agency, year)[row, "total"]


def test_it_has_the_cells_of_the_form(bureau: Agency) -> None:
    cells = {(cell.row.code, cell.column.code) for cell in edition("2021").table(3)[0].cells}
    assert set(table3(bureau, 2025).cells) == cells
    assert len(cells) == 25 * 7
    assert set(table3(bureau, 2025).cells.values()) == {0}


def test_the_rows_of_results_are_the_leaves_of_the_form() -> None:
    leaves = [row.code for row in form().rows if row.code.startswith("3.") and row.code != "3.7"]
    assert list(RESULT_ROWS) == leaves
    assert len(leaves) == 21


def test_rows_come_in_the_order_of_the_form(bureau: Agency) -> None:
    a_case(bureau, date(2025, 3, 3), counted_row="3.1", counted_on=date(2025, 3, 20))
    rows = dict(table3(bureau, 2025).rows())
    assert list(rows)[:3] == ["1", "2", "3.1"]
    assert list(rows)[-2:] == ["3.7", "4"]
    assert rows["3.1"] == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("row", RESULT_ROWS)
@pytest.mark.parametrize("one", CLASSES)
def test_every_outcome_of_every_class_lands_in_its_cell(bureau: Agency, row: str, one: str) -> None:
    a_case(bureau, date(2025, 5, 6), counted_row=row, counted_on=date(2025, 6, 3), applicant_class=one)
    found_ones = {cell for cell, number in table3(bureau, 2025).cells.items() if number}
    assert found_ones == {(code, column) for code in ("1", row, "3.7") for column in (one, "total")}


class TestTheTurnOfTheYear:
    def test_received_on_the_last_day_is_of_that_year(self, bureau: Agency) -> None:
        a_case(bureau, NEW_YEARS_EVE)
        assert [total(bureau, 2025, row) for row in ("1", "2", "4")] == [1, 0, 1]
        assert [total(bureau, 2026, row) for row in ("1", "2", "4")] == [0, 1, 1]

    def test_received_on_the_first_day_is_of_the_new_one(self, bureau: Agency) -> None:
        a_case(bureau, NEW_YEAR)
        assert [total(bureau, 2025, row) for row in ("1", "2", "4")] == [0, 0, 0]
        assert [total(bureau, 2026, row) for row in ("1", "2", "4")] == [1, 0, 1]

    def test_answered_on_the_last_day(self, bureau: Agency) -> None:
        a_case(bureau, date(2025, 12, 1), counted_row="3.1", counted_on=NEW_YEARS_EVE)
        assert [total(bureau, 2025, row) for row in ("1", "3.1", "4")] == [1, 1, 0]
        assert set(table3(bureau, 2026).cells.values()) == {0}

    def test_answered_on_the_first_day(self, bureau: Agency) -> None:
        a_case(bureau, date(2025, 12, 1), counted_row="3.1", counted_on=NEW_YEAR)
        assert [total(bureau, 2025, row) for row in ("1", "3.1", "4")] == [1, 0, 1]
        assert [total(bureau, 2026, row) for row in ("1", "2", "3.1", "4")] == [0, 1, 1, 0]

    def test_pending_for_years(self, bureau: Agency) -> None:
        a_case(bureau, date(2023, 12, 1), counted_row="3.6.3", counted_on=date(2026, 2, 2))
        assert [total(bureau, year, "2") for year in (2023, 2024, 2025, 2026, 2027)] == [0, 1, 1, 1, 0]
        assert [total(bureau, year, "4") for year in (2023, 2024, 2025, 2026, 2027)] == [1, 1, 1, 0, 0]


class TestWhatDoesNotCount:
    def test_a_request_to_correct_a_record(self, bureau: Agency) -> None:
        a_case(bureau, date(2025, 5, 6), kind=Kind.CORRECTION)
        assert total(bureau, 2025, "1") == 0

    def test_a_case_merged_into_another(self, bureau: Agency) -> None:
        whole = a_case(bureau, date(2025, 5, 6))
        a_case(bureau, date(2025, 5, 6), state=State.MERGED, merged_into=whole)
        assert total(bureau, 2025, "1") == 1

    def test_one_that_is_not_confirmed(self, bureau: Agency) -> None:
        a_case(bureau, None, state=State.UNCONFIRMED, arrived_on=date(2025, 5, 6))
        assert total(bureau, 2025, "1") == 0

    def test_one_withdrawn_before_it_was_confirmed_is_no_result_either(self, bureau: Agency) -> None:
        a_case(bureau, None, arrived_on=date(2025, 5, 6), counted_row="3.6.3", counted_on=date(2025, 5, 7))
        assert total(bureau, 2025, "3.7") == 0

    def test_another_agencys(self, bureau: Agency, finance: Agency) -> None:
        a_case(finance, date(2025, 5, 6))
        assert total(bureau, 2025, "1") == 0

    def test_the_second_answer(self, bureau: Agency) -> None:
        """Reopened after a judgment: at work again, and counted once, in the year of the first answer."""
        a_case(bureau, date(2025, 5, 6), state=State.OPEN, round=2, counted_row="3.3.4",
               counted_on=date(2025, 6, 3))  # fmt: skip
        assert [total(bureau, 2025, row) for row in ("1", "3.3.4", "4")] == [1, 1, 0]
        assert set(table3(bureau, 2026).cells.values()) == {0}


class TestTheDatabaseRefuses:
    def test_an_answer_before_the_receipt(self, bureau: Agency) -> None:
        with pytest.raises(IntegrityError, match="case_counted_after_receipt"):
            a_case(bureau, date(2026, 1, 5), counted_row="3.1", counted_on=date(2025, 12, 30))

    @pytest.mark.parametrize("row", ["3.7", "1", "3.6", "3.3.9"])
    def test_a_row_that_is_no_leaf(self, bureau: Agency, row: str) -> None:
        with pytest.raises(IntegrityError, match="case_counted_in_a_row"):
            a_case(bureau, date(2026, 1, 5), counted_row=row, counted_on=date(2026, 1, 30))


DAYS = st.integers(0, 1460).map(lambda n: date(2022, 6, 1) + timedelta(days=n))
HISTORIES = st.lists(
    st.tuples(
        DAYS,
        st.none() | st.tuples(st.integers(0, 700), st.sampled_from(RESULT_ROWS)),
        st.sampled_from(CLASSES),
        st.sampled_from(["", "", "", "correction", "merged", "reopened"]),
    ),
    max_size=30,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=HISTORIES)
def test_the_sums_hold_whatever_happened(histories: list[tuple[date, object, str, str]], bureau: Agency) -> None:
    """A1, A2, A3 in every year, and row 2 is row 4 of the year before (A4)."""
    with transaction.atomic():
        _written(bureau, histories)
        tables = {year: table3(bureau, year) for year in range(2021, 2029)}
        transaction.set_rollback(True)
    for year, table in tables.items():
        for row in form().rows:
            assert table[row.code, "total"] == sum(table.row(row.code).values()), "A1"
        for one in (*CLASSES, "total"):
            assert table["3.7", one] == sum(table[row, one] for row in RESULT_ROWS), "A2"
            assert table["1", one] + table["2", one] == table["3.7", one] + table["4", one], "A3"
            if year - 1 in tables:
                assert table["2", one] == tables[year - 1]["4", one], "A4"
    counted = [h for h in histories if h[3] in ("", "reopened")]
    assert sum(table["1", "total"] for table in tables.values()) == len(counted)
    answered = Counter(h[1][1] for h in counted if h[1])  # type: ignore[index]
    assert {row: sum(t[row, "total"] for t in tables.values()) for row in answered} == dict(answered)


def _written(agency: Agency, histories: list[tuple[date, object, str, str]]) -> None:
    one = applicant(agency)
    whole = a_case(agency, date(2022, 6, 1), kind=Kind.CORRECTION, applicant=one)
    for received, answer, kind, special in histories:
        fields: dict[str, object] = {"applicant": one, "applicant_class": kind}
        if answer:
            days, row = answer  # type: ignore[misc]
            fields |= {"counted_row": row, "counted_on": received + timedelta(days=days)}
        if special == "correction":
            fields["kind"] = Kind.CORRECTION
        if special == "merged":
            fields |= {"state": State.MERGED, "merged_into": whole}
        if special == "reopened":
            fields |= {"state": State.OPEN, "round": 2}
        a_case(agency, received, **fields)


def test_the_form_itself_finds_nothing_to_object_to(bureau: Agency) -> None:
    for n, row in enumerate(RESULT_ROWS):
        a_case(bureau, date(2025, 2, 3) + timedelta(days=n), counted_row=row, counted_on=date(2025, 6, 3),
               applicant_class=CLASSES[n % 6])  # fmt: skip
    a_case(bureau, NEW_YEARS_EVE)
    labels = {column.code: column.label for column in form().columns}
    figures: dict[str, Value] = dict.fromkeys((cell.name for cell in edition("2021").cells), 0)
    figures |= {f"{row}/{labels[one]}": n for (row, one), n in table3(bureau, 2025).cells.items()}
    report = AnnualReport(agency=bureau.name, year=2025, edition="2021", figures=figures)
    broken = {finding.relation for finding in check(report) if finding.severity == "error"}
    assert not broken & {"A1", "A2", "A3", "A8"}


class TestMergedAgencies:
    def test_the_successor_carries_on(self, bureau: Agency, finance: Agency) -> None:
        a_case(finance, date(2025, 11, 3))
        a_case(finance, date(2025, 3, 3), counted_row="3.1", counted_on=date(2025, 3, 20))
        a_case(finance, date(2026, 1, 5), counted_row="3.2", counted_on=date(2026, 1, 20))
        a_case(bureau, date(2025, 11, 4))
        agencies.merge([finance], bureau, on=date(2026, 6, 1), reason="机构改革", by=OPERATOR, at=AT)
        assert total(bureau, 2025, "4") + total(finance, 2025, "4") == 2 == total(bureau, 2026, "2")
        assert [total(bureau, 2026, row) for row in ("1", "2", "3.2", "4")] == [1, 2, 1, 2]

    def test_who_still_stood_on_the_last_day_reports_itself(self, bureau: Agency, finance: Agency) -> None:
        a_case(finance, date(2025, 11, 3))
        agencies.merge([finance], bureau, on=NEW_YEAR, reason="机构改革", by=OPERATOR, at=AT)
        assert total(bureau, 2025, "1") == 0
        assert total(bureau, 2026, "2") == 1 == total(finance, 2025, "4")

    def test_through_two_steps(self, district: Agency, bureau: Agency, finance: Agency) -> None:
        third = found("示范区审计局", district, 30)
        a_case(finance, date(2024, 11, 3))
        agencies.merge([finance], third, on=date(2025, 3, 1), reason="机构改革", by=OPERATOR, at=AT)
        agencies.merge([third], bureau, on=date(2026, 2, 1), reason="机构改革", by=OPERATOR, at=AT)
        assert [total(third, 2025, "2"), total(bureau, 2025, "2"), total(bureau, 2026, "2")] == [1, 0, 1]

    def test_divided_among_several_it_has_no_heir(self, district: Agency, bureau: Agency, finance: Agency) -> None:
        third = found("示范区审计局", district, 30)
        a_case(finance, date(2025, 11, 3))
        agencies.split(finance, [bureau, third], on=date(2026, 2, 1), reason="机构改革", by=OPERATOR, at=AT)
        assert total(bureau, 2026, "2") == total(third, 2026, "2") == 0
        assert total(finance, 2026, "2") == 1

    def test_what_left_it_earlier_is_no_heir(self, district: Agency, bureau: Agency, finance: Agency) -> None:
        third = found("示范区审计局", district, 30)
        a_case(finance, date(2025, 11, 3))
        agencies.split(finance, [finance, third], on=date(2025, 2, 1), reason="机构改革", by=OPERATOR, at=AT)
        agencies.merge([finance], bureau, on=date(2026, 2, 1), reason="机构改革", by=OPERATOR, at=AT)
        assert total(bureau, 2026, "2") == 1


class TestTheCasesBehindAFigure:
    @pytest.fixture
    def _some(self, bureau: Agency, finance: Agency) -> None:
        for agency in (bureau, finance):
            for n, row in enumerate(RESULT_ROWS):
                came = date(2025, 2, 3) + timedelta(days=20 * n)
                fields = {"counted_row": row, "applicant_class": CLASSES[n % 6]}
                a_case(agency, came, counted_on=came + timedelta(days=59), **fields)
            a_case(agency, date(2024, 12, 3))

    @pytest.mark.usefixtures("_some")
    def test_every_cell_has_as_many_cases_as_it_says(self, bureau: Agency, clerk: Person) -> None:
        table = table3(bureau, 2025)
        assert table["4", "total"] > 1
        for (row, column), number in table.cells.items():
            assert cell_cases(clerk, bureau, 2025, row, column, on=TODAY).count() == number, (row, column)

    @pytest.mark.usefixtures("_some")
    def test_the_supervisor_counts_and_sees_no_case(self, bureau: Agency, supervisor: Person) -> None:
        assert counts(supervisor, bureau, 2025, on=TODAY)["1", "total"] == 17
        assert not cell_cases(supervisor, bureau, 2025, "1", "total", on=TODAY).exists()

    @pytest.mark.usefixtures("_some")
    def test_another_agencys_staff_get_neither(self, bureau: Agency, outsider: Person) -> None:
        with pytest.raises(NotAllowed):
            counts(outsider, bureau, 2025, on=TODAY)
        assert not cell_cases(outsider, bureau, 2025, "1", "total", on=TODAY).exists()

    @pytest.mark.parametrize("cell", [("9", "natural"), ("1", "nobody"), ("3.3", "total")])
    def test_a_cell_that_is_not_in_the_form(self, cell: tuple[str, str], bureau: Agency, clerk: Person) -> None:
        with pytest.raises(KeyError):
            cell_cases(clerk, bureau, 2025, *cell, on=TODAY)


def test_the_number_of_questions_is_the_same_however_many_cases(bureau: Agency) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            table3(bureau, 2025)
        return len(asked)

    few = questions()
    one = applicant(bureau)
    for n in range(60):
        a_case(bureau, date(2025, 1, 2) + timedelta(days=n), applicant=one)
    assert Case.objects.count() == 60
    assert questions() == few <= 4
