"""Cutting runs of digits of table 2."""

from __future__ import annotations

import pytest

from gongkai.readers.cutting import ways

THREE = ("count", "count", "count")


@pytest.mark.parametrize(
    ("run", "kinds", "cells"),
    [
        ("000", THREE, ("0", "0", "0")),
        ("007", THREE, ("0", "0", "7")),
        ("35-15", ("count", "signed"), ("35", "-15")),
        ("12 3 400", THREE, ("12", "3", "400")),
        ("6 251000元", ("count", "money"), ("6", "251000元")),
        ("///", THREE, ("/", "/", "/")),
    ],
)
def test_the_only_way(run: str, kinds: tuple[str, ...], cells: tuple[str, ...]) -> None:
    assert [w.texts for w in ways(run, kinds)] == [cells]


def test_every_way_without_leading_zeros() -> None:
    found = [w.texts for w in ways("693665", THREE)]
    assert ("69", "3", "665") in found
    assert len(found) == 10
    assert len({*found}) == 10


def test_a_sign_belongs_to_a_change() -> None:
    assert [w.texts[0] for w in ways("2648-18538", ("count", "signed", "count"))] == ["2648"] * 4


@pytest.mark.parametrize("run", ["", "12", "00", "0-0", "1x2", "1" * 60])
def test_no_way(run: str) -> None:
    assert ways(run, THREE) == []


def test_numbers_only_where_all_are_whole() -> None:
    assert ways("123", THREE)[0].numbers == (1, 2, 3)
    assert ways("6 1.5元", ("count", "money"))[0].numbers is None
