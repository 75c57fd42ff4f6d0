"""The demonstration's reports are right, follow on, and are wrong only where they are meant to be."""

from __future__ import annotations

import pytest

from gongkai.reports import invented
from gongkai.statute.form import check

YEARS = (2023, 2024, 2025)


def _author(number: int, licenses: bool = True) -> invented.Author:
    return invented.Author(f"示范区第{number}局", number, licenses=licenses)


@pytest.mark.parametrize("number", range(16))
@pytest.mark.parametrize("year", YEARS)
def test_every_report_is_without_a_finding_and_follows_on(number: int, year: int) -> None:
    made = invented.report(_author(number, licenses=number % 3 > 0), year)
    assert made.complete
    assert check(made, last_year=invented.report(_author(number, licenses=number % 3 > 0), year - 1)) == ()


@pytest.mark.parametrize("year", YEARS)
def test_a_government_is_the_sum_of_its_parts(year: int) -> None:
    parts = [invented.report(_author(n), year) for n in range(15)]
    before = [invented.report(_author(n), year - 1) for n in range(15)]
    own = invented.rolled_up(_author(15), year, parts)
    last = invented.rolled_up(_author(15), year - 1, before)
    assert check(own, last_year=last, subordinates=parts) == ()


def test_a_slip_is_found_at_its_cell() -> None:
    found = check(invented.with_a_slip(invented.report(_author(2), 2025)))
    assert {"A1", "A2"} <= {f.relation for f in found}
    assert {f.culprit for f in found if f.culprit} == {"3.1/自然人"}


def test_another_number_in_the_text_is_found() -> None:
    found = check(invented.with_another_number_in_the_text(invented.report(_author(5), 2025)))
    assert {f.relation for f in found} == {"A6"}


def test_the_same_agency_and_year_give_the_same_report() -> None:
    assert invented.report(_author(3), 2024) == invented.report(_author(3), 2024)
    assert invented.report(_author(3), 2024).figures != invented.report(_author(4), 2024).figures
