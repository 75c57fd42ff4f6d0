"""What one cell says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.readers.values import figure


@pytest.mark.parametrize(
    ("text", "number"),
    [("增10", 10), ("减少 2", -2), ("增加3项", 3), ("↑4", 4), ("↓5", -5), ("減6", -6), ("上升7", 7), ("+8", 8)],
)
def test_changes_in_words_and_arrows(text: str, number: int) -> None:
    assert (figure(text).what, figure(text).number) == ("number", number)


@pytest.mark.parametrize("text", ["￥1,251,000.00", "¥ 1251000.00", "1251000.00元"])
def test_amounts_with_a_sign(text: str) -> None:
    assert figure(text).number == Decimal("1251000.00")


@pytest.mark.parametrize("text", ["增", "减免", "增幅较大", "增10减2", "￥", "2024年增3"])
def test_words_stay_words(text: str) -> None:
    assert figure(text).what == "words"
