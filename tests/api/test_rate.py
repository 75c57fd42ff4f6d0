"""Counting: a limit a window for each address, forgotten with the window."""

from __future__ import annotations

from gongkai.api.rate import Rate


def counted(limit: int) -> tuple[Rate, list[float]]:
    now = [600.0]
    rate = Rate(lambda: limit, clock=lambda: now[0])
    rate._counts.clear()
    return rate, now


def test_the_limit_is_answered_and_the_next_is_not() -> None:
    rate, now = counted(2)
    now[0] = 615.0
    assert [rate.wait("192.0.2.1") for _ in range(3)] == [0, 0, 45]


def test_the_next_window_begins_anew() -> None:
    rate, now = counted(1)
    assert [rate.wait("192.0.2.1"), rate.wait("192.0.2.1")] == [0, 60]
    now[0] = 660.0
    assert rate.wait("192.0.2.1") == 0


def test_addresses_do_not_share() -> None:
    rate, _ = counted(1)
    assert [rate.wait("192.0.2.1"), rate.wait("192.0.2.2")] == [0, 0]


def test_zero_is_no_limit() -> None:
    rate, _ = counted(0)
    assert {rate.wait("192.0.2.1") for _ in range(50)} == {0}
