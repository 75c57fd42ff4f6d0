"""Which one cell explains several broken sums: the cell whose change repairs them and breaks none that held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .sums import Ledger, Number, Outcome


@dataclass(frozen=True, slots=True)
class Culprit:
    """``cell`` holds ``found``; with ``expected`` in its place all ``repairs`` equations hold."""

    cell: str
    found: Number
    expected: Number
    repairs: int


def culprits(book: Ledger, fixed: Mapping[str, Number] | None = None) -> dict[int, Culprit]:
    """For each broken equation (by its place in ``book.broken``) its likely culprit, where there is one.

    ``fixed`` are the values that other evidence demands of single cells (A4: last year's carry-over); a cell
    that has such a value is a culprit only if the repair agrees with it.
    """
    touched: dict[int, list[tuple[int, Number]]] = defaultdict(list)
    for at, outcome in enumerate(book.broken):
        if not outcome.blank:
            for cell, change in _changes(outcome):
                touched[cell].append((at, change))
    sound = {i for e in book.held for i in (*e.left, *e.right)}
    best: dict[int, list[Culprit]] = defaultdict(list)
    for cell, hits in touched.items():
        one = _candidate(book, cell, hits, sound, fixed or {})
        if one is not None:
            for at, _ in hits:
                best[at].append(one)
    return {at: one for at, several in best.items() if (one := _single(several)) is not None}


def _changes(outcome: Outcome) -> list[tuple[int, Number]]:
    """By how much each cell of a broken equation would have to change for it to hold."""
    gap = outcome.left - outcome.right
    equation = outcome.equation
    return [*((i, -gap) for i in equation.left), *((i, gap) for i in equation.right)]


def _candidate(
    book: Ledger,
    cell: int,
    hits: list[tuple[int, Number]],
    sound: set[int],
    fixed: Mapping[str, Number],
) -> Culprit | None:
    change = hits[0][1]
    found = book.numbers[cell]
    name = book.names[cell]
    if len(hits) < 2 or cell in sound or any(c != change for _, c in hits) or found + change < 0:
        return None
    if name in fixed and fixed[name] != found + change:
        return None
    return Culprit(name, found, found + change, len(hits))


def _single(several: list[Culprit]) -> Culprit | None:
    most = max(one.repairs for one in several)
    best = [one for one in several if one.repairs == most]
    return best[0] if len(best) == 1 else None
