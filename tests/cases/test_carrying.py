"""Row 2 of a year is row 4 of the year before, or the difference has a name."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.carrying import carry_difference
from gongkai.cases.opening import enter_opening
from tests.district import found

from .conftest import AT
from .rows import a_case

pytestmark = pytest.mark.django_db


def merged(before: list[Agency], after: Agency, on: date) -> None:
    agencies.merge(before, after, on=on, reason="机构改革", by=OPERATOR, at=AT)


def test_it_agrees_by_itself(bureau: Agency) -> None:
    a_case(bureau, date(2025, 12, 2))
    a_case(bureau, date(2025, 2, 3), counted_row="3.1", counted_on=date(2025, 3, 3))
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert (carry.last["natural"], carry.this["natural"], carry.reasons) == (1, 1, ())
    assert carry.parts == ((bureau, 1),)


def test_over_an_import(bureau: Agency, head: Person) -> None:
    enter_opening(head, bureau, year=2026, numbers={"natural": 2}, at=AT)
    a_case(bureau, date(2025, 12, 2), imported=True)
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert carry.this["natural"] == 2
    assert carry_difference(bureau, 2027).agrees


def test_more_cases_than_the_opening_balance_says(bureau: Agency, head: Person) -> None:
    enter_opening(head, bureau, year=2026, numbers={"natural": 1}, at=AT)
    for day in (2, 3, 4):
        a_case(bureau, date(2025, 12, day), imported=True)
    carry = carry_difference(bureau, 2026)
    assert carry.difference == {"natural": 2}
    (reason,) = carry.reasons
    assert "自然人" in reason
    assert "期初数是1件" in reason
    assert "有3件" in reason


def test_over_a_merger(bureau: Agency, finance: Agency) -> None:
    a_case(bureau, date(2025, 12, 2))
    a_case(finance, date(2025, 12, 3), applicant_class="legal")
    merged([finance], bureau, date(2026, 2, 1))
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert dict(carry.parts) == {bureau: 1, finance: 1}
    assert carry.last["legal"] == 1
    assert carry_difference(bureau, 2027).agrees


def test_over_a_merger_of_one_with_an_opening_balance(bureau: Agency, finance: Agency) -> None:
    enter_opening(OPERATOR, finance, year=2026, numbers={"other": 5}, at=AT)
    merged([finance], bureau, date(2026, 2, 1))
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert carry.this["other"] == 5


def test_over_two_mergers_in_one_year(district: Agency, bureau: Agency, finance: Agency) -> None:
    third = found("示范区审计局", district, 30)
    a_case(finance, date(2025, 12, 3))
    merged([finance], third, date(2026, 2, 1))
    merged([third], bureau, date(2026, 5, 1))
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert carry.this["natural"] == 1


def test_over_a_merger_of_the_year_before_and_another(district: Agency, bureau: Agency, finance: Agency) -> None:
    third = found("示范区审计局", district, 30)
    a_case(finance, date(2024, 12, 3))
    merged([finance], third, date(2025, 2, 1))
    merged([third], bureau, date(2026, 5, 1))
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert dict(carry.parts) == {bureau: 0, third: 1}


def test_a_division_is_named(district: Agency, bureau: Agency, finance: Agency) -> None:
    third = found("示范区审计局", district, 30)
    a_case(finance, date(2025, 12, 3))
    agencies.split(finance, [bureau, third], on=date(2026, 2, 1), reason="机构改革", by=OPERATOR, at=AT)
    carry = carry_difference(bureau, 2026)
    assert carry.difference == {"natural": -1}
    (reason,) = carry.reasons
    assert "示范区财政局" in reason
    assert "1件" in reason
    assert carry_difference(bureau, 2027).agrees


def test_a_division_without_anything_pending_needs_no_word(
    district: Agency, bureau: Agency, finance: Agency
) -> None:
    third = found("示范区审计局", district, 30)
    agencies.split(finance, [bureau, third], on=date(2026, 2, 1), reason="机构改革", by=OPERATOR, at=AT)
    carry = carry_difference(bureau, 2026)
    assert carry.agrees
    assert carry.reasons == ()
