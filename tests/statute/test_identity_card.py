from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.identity_card import fault


def test_the_example_of_the_standard() -> None:
    assert fault("11010519491231002X") == ""
    assert fault("440524188001010014") == ""


def test_a_slip_is_named() -> None:
    assert "18位" in fault("11010519491231002")
    assert "校验码" in fault("110105194912310021")
    assert "出生日期" in fault("11010519491331002X")
    assert "数字" in fault("1101051949123100AX")


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place: int, more: int) -> None:
    right = "11010519491231002X"
    wrong = f"{right[:place]}{(int(right[place]) + more) % 10}{right[place + 1 :]}"
    assert fault(wrong)
