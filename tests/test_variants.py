"""Every kind of table seen in the wild, and eleven published reports, read and checked without a fault."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.accuracy import CORPORA, cells, expectations, measure

CASES = [(corpus, *case) for corpus in CORPORA for case in expectations(corpus)]


def test_every_kind_has_a_file() -> None:
    ids = (CORPORA["variants"] / "ids.txt").read_text("utf-8").split()
    have = {m.group() for p in CORPORA["variants"].iterdir() if (m := re.match(r"[SMHLFTCN]\d\d", p.name))}
    assert len(ids) == 98
    assert set(ids) - have == set()


@pytest.mark.parametrize(("stem", "expected"), [(s, e) for c, s, _, e in CASES if c == "variants"])
def test_no_variant_is_all_zero(stem: str, expected: dict[str, Any]) -> None:
    """A file of zeros proves nothing: a reader that loses a column would pass it."""
    figures = [v for v in cells(expected, expected.get("edition")).values() if isinstance(v, int | float)]
    assert any(figures) or expected.get("error") or expected.get("no_figures"), stem


@pytest.mark.accuracy
@pytest.mark.parametrize(
    ("path", "expected"), [(p, e) for _, _, p, e in CASES], ids=[f"{c}/{s}" for c, s, _, _ in CASES]
)
def test_read_and_checked_without_a_fault(path: Path, expected: dict[str, Any]) -> None:
    result = measure(path, expected)
    assert result.wrong == []
    assert result.missed == []
    assert result.false == []
    assert result.head == []
