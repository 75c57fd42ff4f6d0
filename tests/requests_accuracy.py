"""Precision and recall of ``papers.alike_requests`` over the pairs of tests/cases/pairs.toml, typed by hand.

``python -m tests.requests_accuracy`` prints both parts, and every pair that came out wrong.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.papers.alike_requests import compare, understood

PAIRS = Path(__file__).parent / "cases" / "pairs.toml"


@dataclass(frozen=True)
class Pair:
    one: str
    other: str
    same: bool
    hard: bool


@dataclass
class Measure:
    """``found`` pairs rightly called alike, ``missed`` and ``false`` the wrong ones."""

    part: str
    found: int = 0
    right: int = 0
    missed: list[Pair] = field(default_factory=list)
    false: list[Pair] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.false))

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))

    def __str__(self) -> str:
        total = self.right + len(self.missed) + len(self.false)
        rates = f"precision {self.precision:.3f}, recall {self.recall:.3f}"
        return f"{self.part}: {total} pairs, {self.right} right; {rates}"


def pairs(part: str) -> Iterator[Pair]:
    for name, found in tomllib.loads(PAIRS.read_text("utf-8"))[part].items():
        same, hard = name.split("_")
        yield from (Pair(one, other, same == "same", hard == "hard") for one, other in found)


def measure(part: str) -> Measure:
    made = Measure(part)
    for pair in pairs(part):
        said = compare(understood(pair.one), understood(pair.other)).alike
        made.right += said == pair.same
        made.found += said and pair.same
        if said != pair.same:
            (made.missed if pair.same else made.false).append(pair)
    return made


def main() -> int:
    for part in ("tuning", "measured"):
        made = measure(part)
        print(made)
        for word, wrong in (("missed", made.missed), ("false", made.false)):
            for pair in wrong:
                print(f"    {word}: {pair.one} | {pair.other}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
