from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.places import DOCUMENT_MASK, day, document, position

DAYS = st.dates(date(1900, 1, 1), date(2250, 1, 1))
NUMBERS = st.integers(1, DOCUMENT_MASK)


@given(DAYS, NUMBERS, DAYS, NUMBERS)
def test_positions_are_in_the_order_of_days_then_numbers(one: date, a: int, other: date, b: int) -> None:
    assert (position(a, one) < position(b, other)) == ((one, a) < (other, b))


@given(DAYS, NUMBERS)
def test_a_position_tells_the_day_and_the_number(on: date, number: int) -> None:
    at = position(number, on)
    assert (day(at), document(at)) == (on, number)
    assert at < 2**47


def test_days_nobody_counts_do_not_overflow() -> None:
    assert day(position(1, date(206, 1, 1))) == date(1900, 1, 1)
    assert position(1, date.max) > position(1, date(2250, 1, 1) - timedelta(days=1))
    assert position(DOCUMENT_MASK, date.max) < 2**47


@pytest.mark.parametrize("number", [0, -1, DOCUMENT_MASK + 1])
def test_numbers_that_do_not_fit_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="cannot be numbered"):
        position(number, date(2026, 1, 1))
