"""The opening balance: entered once, put right with a reason, and used up by the cases that are imported."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models import OpeningBalance
from gongkai.cases.opening import enter_opening, opening_of
from gongkai.cases.table3 import table3
from gongkai.errors import NotAllowed, Refused

from .conftest import AT, entries
from .rows import a_case

pytestmark = pytest.mark.django_db
NUMBERS = {"natural": 3, "business": 1}


def test_the_head_enters_it(bureau: Agency, head: Person) -> None:
    enter_opening(head, bureau, year=2025, numbers=NUMBERS, at=AT)
    found = opening_of(bureau)
    assert found == (2025, {"natural": 3, "business": 1, "research": 0, "welfare": 0, "legal": 0, "other": 0})
    row = OpeningBalance.objects.get(agency=bureau, applicant_class="natural")
    assert (row.entered_by, row.entered_at, row.reason) == (head, AT, "")


def test_the_chain_is_told_the_numbers(bureau: Agency, head: Person) -> None:
    enter_opening(head, bureau, year=2025, numbers=NUMBERS, at=AT)
    enter_opening(head, bureau, year=2025, numbers={"natural": 2}, reason="张三一件漏销", at=AT)
    first, second = entries("cases.opening")
    assert '"natural":3' in first.data.replace(" ", "")
    assert (first.actor, first.agency) == (head.key, bureau.key)
    assert '"before":{' in second.data.replace(" ", "")
    assert "张三" not in second.data + second.reason


@pytest.mark.parametrize("who", ["clerk", "outsider", "supervisor", "auditor"])
def test_nobody_else_does(who: str, bureau: Agency, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        enter_opening(request.getfixturevalue(who), bureau, year=2025, numbers=NUMBERS, at=AT)
    assert opening_of(bureau) is None
    assert entries("cases.opening") == []


class TestPuttingItRight:
    @pytest.fixture(autouse=True)
    def _entered(self, bureau: Agency, head: Person) -> None:
        enter_opening(head, bureau, year=2025, numbers=NUMBERS, at=AT)

    def test_needs_a_reason(self, bureau: Agency, head: Person) -> None:
        with pytest.raises(Refused, match="理由"):
            enter_opening(head, bureau, year=2025, numbers={"natural": 2}, reason="  ", at=AT)
        assert opening_of(bureau) == (2025, {**dict.fromkeys(opening_of(bureau)[1], 0), **NUMBERS})  # type: ignore[index]

    def test_with_one_it_stands(self, bureau: Agency, head: Person) -> None:
        enter_opening(head, bureau, year=2025, numbers={"natural": 2}, reason="上年年报核对", at=AT)
        assert opening_of(bureau)[1]["natural"] == 2  # type: ignore[index]
        assert opening_of(bureau)[1]["business"] == 0  # type: ignore[index]
        assert set(OpeningBalance.objects.values_list("reason", flat=True)) == {"上年年报核对"}

    def test_the_same_again_is_nothing(self, bureau: Agency, head: Person) -> None:
        with pytest.raises(Refused, match="没有改动"):
            enter_opening(head, bureau, year=2025, numbers=NUMBERS, reason="x", at=AT)

    def test_only_one_year_is_the_first(self, bureau: Agency, head: Person) -> None:
        with pytest.raises(Refused, match="2025年"):
            enter_opening(head, bureau, year=2026, numbers=NUMBERS, reason="x", at=AT)


@pytest.mark.parametrize(
    ("year", "numbers", "words"),
    [
        (2027, NUMBERS, "年度"),
        (2008, NUMBERS, "年度"),
        (2025, {"natural": -1}, "整数"),
        (2025, {"citizen": 1}, "citizen"),
    ],
)
def test_what_cannot_be(bureau: Agency, head: Person, year: int, numbers: dict[str, int], words: str) -> None:
    with pytest.raises(Refused, match=words):
        enter_opening(head, bureau, year=year, numbers=numbers, at=AT)
    assert opening_of(bureau) is None


class TestInTable3:
    @pytest.fixture(autouse=True)
    def _entered(self, bureau: Agency, head: Person) -> None:
        enter_opening(head, bureau, year=2025, numbers=NUMBERS, at=AT)

    def test_it_is_carried_in_and_on_while_no_case_stands_for_it(self, bureau: Agency) -> None:
        for year in (2025, 2026):
            table = table3(bureau, year)
            assert table["2", "natural"] == table["4", "natural"] == 3
            assert table["2", "total"] == 4
            assert table.unnamed["natural"] == 3
        assert table3(bureau, 2024)["4", "total"] == 0

    def test_an_imported_case_takes_one_away(self, bureau: Agency) -> None:
        a_case(bureau, date(2024, 12, 2), imported=True)
        a_case(bureau, date(2024, 12, 3), imported=True, counted_row="3.1", counted_on=date(2025, 1, 6))
        table = table3(bureau, 2025)
        assert table["2", "natural"] == 3
        assert (table["3.1", "natural"], table["4", "natural"], table.unnamed["natural"]) == (1, 2, 1)
        assert table3(bureau, 2026)["2", "natural"] == 2

    def test_one_closed_before_that_year_does_not(self, bureau: Agency) -> None:
        a_case(bureau, date(2024, 10, 2), imported=True, counted_row="3.1", counted_on=date(2024, 11, 6))
        assert table3(bureau, 2025).unnamed["natural"] == 3

    def test_the_sums_hold(self, bureau: Agency) -> None:
        a_case(bureau, date(2024, 12, 2), counted_row="3.2", counted_on=date(2025, 1, 6))
        a_case(bureau, date(2025, 12, 2))
        table = table3(bureau, 2025)
        assert table["1", "total"] + table["2", "total"] == table["3.7", "total"] + table["4", "total"]
