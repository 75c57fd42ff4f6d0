"""Work in a process of its own comes back whole, or as an error that says what to do."""

from __future__ import annotations

import os
import time

import pytest

from gongkai.apart import apart
from gongkai.errors import Refused, TooLarge, Unreadable

HERE = "tests.test_apart"


def twice(number: int, *, plus: int = 0) -> int:
    return number * 2 + plus


def refuses() -> None:
    raise Refused("请另选依据。")


def dies() -> None:
    os.abort()


def sleeps() -> None:
    time.sleep(30)


def eats() -> None:
    bytearray(3 * 2**30)


def breaks() -> None:
    raise ZeroDivisionError


def test_what_it_gives_back() -> None:
    assert apart(f"{HERE}:twice", 20, plus=2, seconds=20) == 42


def test_what_it_refuses_is_refused_here() -> None:
    with pytest.raises(Refused, match="请另选依据"):
        apart(f"{HERE}:refuses", seconds=20)


@pytest.mark.parametrize("how", ["dies", "breaks"])
def test_a_child_that_dies_takes_nobody_along(how: str) -> None:
    with pytest.raises(Unreadable, match="程序中断"):
        apart(f"{HERE}:{how}", seconds=20)


def test_a_child_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(TooLarge, match="超过1秒"):
        apart(f"{HERE}:sleeps", seconds=1)
    assert time.monotonic() - began < 10


def test_a_child_that_eats_too_much_is_ended() -> None:
    with pytest.raises(TooLarge, match="内存"):
        apart(f"{HERE}:eats", seconds=20)
