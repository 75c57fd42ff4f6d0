"""What a quarterly inspection looks at (rule 49; 国办秘函〔2019〕19号), and what a fault costs of 100 points.

points(on) -> (Point, …)          the sheet as it holds that day
quarter(year, number) -> days     the first and the last day
score(taken_off, vetoed) -> points
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

from gongkai.statute.tables import table

FULL: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at. ``deduction``: points off for each fault, ``most`` in all; with ``veto`` one fault
    fails the whole. ``rule``: what answers it from records, "" for what is looked at by hand."""

    title: str
    counts: str
    deduction: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    evidence: str = ""
    rule: str = ""
    veto: bool = False
    reference: str = ""

    def off(self, number: int) -> Decimal:
        """What so many faults cost."""
        return min(self.deduction * number, self.most)


def points(on: date) -> tuple[Point, ...]:
    """Those that hold that day, in the order of the sheet."""
    return tuple(_point(raw, version) for raw, version in _held(on))


def _held(on: date) -> Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for raw in _all():
        versions = [one for one in raw["version"] if one["since"] <= on]
        if versions:
            yield raw, max(versions, key=lambda one: one["since"])


@cache
def _all() -> tuple[Mapping[str, Any], ...]:
    return tuple(table("inspection")["point"])


def _point(raw: Mapping[str, Any], version: Mapping[str, Any]) -> Point:
    """What a version says itself takes the place of what stands above it."""
    held = {**raw, **version}
    return Point(
        held["title"], held["counts"], Decimal(str(held.get("deduction", 0))), Decimal(str(held.get("most", 0))),
        held["evidence"], held.get("rule", ""), held.get("veto", False), held["reference"],
    )  # fmt: skip


def quarter(year: int, number: int) -> tuple[date, date]:
    """ValueError for a quarter that there is not."""
    if not 1 <= number <= 4:
        raise ValueError(f"no quarter {number}")
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - timedelta(days=1)


def score(taken_off: Iterable[Decimal], *, vetoed: bool) -> Decimal:
    """Of 100, never below nothing; nothing once something failed the whole."""
    return Decimal(0) if vetoed else max(FULL - sum(taken_off, Decimal(0)), Decimal(0))
