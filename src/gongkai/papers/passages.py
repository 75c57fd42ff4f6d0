"""Two texts side by side: the passages that are alike, and the share of each that they make up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .normal import END, Normal

SEED: Final = 12
"""Characters that must be the same before a passage begins."""
SHORTEST: Final = 16
"""Passages shorter than this are chance: 为人民群众提供便利 is nobody's copy."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch alike in both, as each prints it (numbers and the agency's own name may differ)."""

    text: str
    other: str


@dataclass(frozen=True, slots=True)
class Side:
    """A text ready to compare."""

    normal: Normal
    paragraphs: Sequence[str]

    def printed(self, start: int, end: int) -> str:
        paragraph, first, _ = self.normal.places[start]
        return self.paragraphs[paragraph][first : self.normal.places[end - 1][2]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``share`` of the first text found in the second, ``other_share`` the other way round (0 to 1)."""

    share: float
    other_share: float
    passages: tuple[Passage, ...]


def compare(one: Side, other: Side) -> Comparison:
    """Compare exactly; passages in the order of the first text, in time linear in both."""
    runs = list(_runs(one.normal.text, other.normal.text))
    covered = _covered(one.normal.text, [(a, a + n) for a, _, n in runs], other.normal.text)
    covered_other = _covered(other.normal.text, [(b, b + n) for _, b, n in runs], one.normal.text)
    passages = tuple(Passage(one.printed(a, a + n), other.printed(b, b + n)) for a, b, n in runs)
    return Comparison(_share(covered, one.normal.size), _share(covered_other, other.normal.size), passages)


def _runs(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """(start, start in the other, length): greedy from the left, each as long as it goes."""
    seeds: dict[str, int] = {}
    for at in range(len(other) - SEED, -1, -1):
        seeds[other[at : at + SEED]] = at
    at, last = 0, len(one) - SEED
    end_of_run = -1
    while at <= last:
        # A text that goes on in step with the other stays there, even where the seed occurs earlier too.
        begin = end_of_run if one[at : at + SEED] == other[end_of_run : end_of_run + SEED] else None
        if begin is None:
            begin = seeds.get(one[at : at + SEED])
        if begin is None or END in one[at : at + SEED]:
            at += 1
            continue
        length = _length(one, at, other, begin)
        if length >= SHORTEST:
            yield at, begin, length
            end_of_run = begin + length + 1
            at += length
        else:
            at += 1


def _length(one: str, at: int, other: str, begin: int) -> int:
    length = SEED
    limit = min(len(one) - at, len(other) - begin)
    while length < limit and one[at + length] == other[begin + length] != END:
        length += 1
    return length


def _covered(text: str, spans: list[tuple[int, int]], other: str) -> int:
    """Characters of ``text`` that are alike: its passages, and the short sentences beside them that the other
    text has too. Alone a short sentence is chance; between two copied ones it was copied with them."""
    short = {s for s in other.split(END) if len(s) < SHORTEST}
    total, reached, begins = 0, 0, {start for start, _ in spans}
    chain: list[int] = []  # short sentences since the last one that is not in the other text
    beside = False  # whether a passage stands before them, in the same chain
    at = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    for sentence in text.split(END):
        if at in begins:
            total += sum(chain)
            chain, beside = [], True
        elif sentence in short and len(sentence) < SHORTEST:
            if beside:
                total += len(sentence)
            else:
                chain.append(len(sentence))
        else:
            chain, beside = [], False
        at += len(sentence) + len(END)
    return total


def _share(covered: int, size: int) -> float:
    return covered / size if size else 0.0
