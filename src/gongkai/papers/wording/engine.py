"""Finding pairs in a text: one pass, whatever the number of pairs, and the longest word at a place wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from .pairs import Pair, shipped_pairs

_Known = tuple[str, Pair, "re.Pattern[str] | None"]


@dataclass(frozen=True, slots=True)
class Hit:
    """``text`` stands at ``start:end`` of the text that was asked about; ``right`` is what should, "" where
    nothing is proposed."""

    pair: Pair
    start: int
    end: int
    text: str
    right: str


class Engine:
    """Pairs made ready. A word is looked up by its first two characters, so that a place where none begins costs
    next to nothing."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._by_start: dict[str, list[_Known]] = {}
        self._patterns: list[tuple[re.Pattern[str], Pair]] = []
        for pair in pairs:
            if pair.pattern:
                self._patterns.append((re.compile(pair.wrong), pair))
            else:
                self._by_start.setdefault(pair.wrong[:2], []).append((pair.wrong, pair, pair.condition))
        for known in self._by_start.values():
            known.sort(key=lambda one: -len(one[0]))
        first = re.escape("".join({start[0] for start in self._by_start}))
        self._starts = re.compile(f"[{first}]") if first else None

    def find(self, text: str, *, made_on: date | None = None) -> tuple[Hit, ...]:
        """In the order of the text; no two share a character. ``made_on``: of when the text is, so that an old
        one may name what was there then."""
        every = (hit for hit in (*self._words(text), *self._matches(text)) if hit.pair.holds_on(made_on))
        found = sorted(every, key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return tuple(kept)

    def _words(self, text: str) -> Iterator[Hit]:
        for place in self._starts.finditer(text) if self._starts else ():
            at = place.start()
            for wrong, pair, condition in self._by_start.get(text[at : at + 2], ()):
                if text.startswith(wrong, at) and _holds(pair, condition, text, at):
                    yield Hit(pair, at, at + len(wrong), wrong, pair.right)
                    break

    def _matches(self, text: str) -> Iterator[Hit]:
        for pattern, pair in self._patterns:
            for found in pattern.finditer(text):
                if not pair.is_right(text, found.start(), found[0]):
                    yield Hit(pair, *found.span(), found[0], found.expand(pair.right))


def _holds(pair: Pair, condition: re.Pattern[str] | None, text: str, at: int) -> bool:
    return (condition is None or condition.match(text, at) is not None) and not pair.is_right(text, at, pair.wrong)


@cache
def shipped() -> Engine:
    """The pairs of the program."""
    return Engine(shipped_pairs())
