"""Sketches and their index."""

from __future__ import annotations

import pytest

from gongkai.papers.normal import plain
from gongkai.papers.sketch import KEPT, SIZE, Index, Sketches, sketch

from .texts import own


def made(*texts: list[str]) -> Sketches:
    out = Sketches()
    for paragraphs in texts:
        out.add(sketch(plain(paragraphs, None)))
    return out


def test_a_sketch_is_small_sorted_and_the_same_in_every_process() -> None:
    text = plain(own("甲", 40), None)
    sums = sketch(text)
    assert list(sums) == sorted(set(sums))
    assert len(sums) == pytest.approx(len(text) / KEPT, rel=0.25)


def test_no_shingle_crosses_an_end() -> None:
    half = "甲" * (SIZE - 1)
    assert len(sketch(f"{half}\n{half}\n")) == 0


def test_estimates_of_likeness() -> None:
    shared, first, second = own("共", 20), own("甲", 20), own("乙", 60)
    sketches = made(shared + first, shared + second, shared + first)
    assert sketches.contained(0, 1) == pytest.approx(0.5, abs=0.1)
    assert sketches.contained(1, 0) == pytest.approx(0.25, abs=0.1)
    assert sketches.alike(0, 2) == 1.0
    assert len(sketches) == 3


def test_copies_meet_in_every_band() -> None:
    sketches = made(own("甲", 20), own("乙", 20), own("甲", 20))
    for band in sketches.bands():
        keys = {number: key for key, number in band}
        assert keys[0] == keys[2] != keys[1]


def test_the_index_finds_who_shares_and_leaves_out_who_is_not_in_it() -> None:
    sketches = made(own("甲", 20), own("甲", 10) + own("丙", 10), own("乙", 20), own("甲", 20))
    found = Index(sketches, [0, 1, 2]).candidates(0)
    assert set(found) == {1}
    assert found[1] > 5


def test_the_work_for_one_text_does_not_grow_with_the_number_of_those_alike() -> None:
    sketches = made(*[own("甲", 5) + own(at, 1) for at in range(200)])
    found = Index(sketches, range(200)).candidates(100)
    assert 0 < len(found) <= 40
