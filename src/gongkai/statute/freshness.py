"""When a column has gone stale (国办秘函〔2019〕19号, rule 49), and when so many have that a site fails.

until(freshness, last_on, on) -> Fresh    the last day it counts as updated, and from when to warn
judge(counts, on) -> (Verdict, …)         the counts of a site against their limits, warned of early
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from gongkai.statute import duties
from gongkai.statute.retention import months_after
from gongkai.statute.tables import table

Count = Literal["front", "due", "empty"]
_LIMITS: Mapping[Count, str] = {
    "front": "front-columns-stale",
    "due": "due-columns-stale",
    "empty": "columns-empty",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a kind of column may go without anything new from ``since`` on."""

    since: date
    months: bool
    limit: int
    warn: int
    reference: str
    checked_on: date
    unverified: bool


@dataclass(frozen=True, slots=True)
class Freshness:
    code: str
    title: str
    counts_in: Count
    versions: tuple[Limit, ...]

    def at(self, day: date) -> Limit:
        """What holds that day; before the first version, the first."""
        held = [one for one in self.versions if one.since <= day]
        return held[-1] if held else self.versions[0]


@dataclass(frozen=True, slots=True)
class Fresh:
    """``until``: the last day it counts as updated; ``warn_on``: from then on somebody is told."""

    until: date
    warn_on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """One count of a site. ``failed``: at its limit; ``near``: half way there, or past the number to warn at."""

    count: Count
    title: str
    number: int
    limit: int
    failed: bool
    near: bool


def of_type(column_type: str) -> Freshness | None:
    """What a kind of column is measured by; None for one that is not, or is not in the list."""
    return _types().get(column_type)


def types() -> tuple[str, ...]:
    """The kinds of column that are offered; the list is open."""
    return tuple(_types())


def until(freshness: Freshness, last_on: date, on: date) -> Fresh:
    """Of a column whose newest item is of ``last_on``, as it is measured on ``on``."""
    held = freshness.at(on)
    return Fresh(_after(last_on, held.limit, held.months), _after(last_on, held.warn, held.months))


def in_days(days: int, last_on: date) -> Fresh:
    """The same for a column with a number of days of its own; warned of when three quarters are over."""
    return Fresh(last_on + timedelta(days=days), last_on + timedelta(days=days * 3 // 4))


def _after(last_on: date, number: int, months: bool) -> date:
    return months_after(last_on, number) if months else last_on + timedelta(days=number)


def judge(counts: Mapping[Count, int], on: date) -> tuple[Verdict, ...]:
    """Each count against its limit."""
    return tuple(_verdict(count, counts.get(count, 0), on) for count in _LIMITS)


def _verdict(count: Count, number: int, on: date) -> Verdict:
    code = _LIMITS[count]
    limit = duties.number(code, on)
    warn = duties.number("columns-empty-warn", on) if count == "empty" else (limit + 1) // 2
    title = {one.code: one.title for one in duties.numbers()}[code]
    return Verdict(count, title, number, limit, number >= limit, warn <= number < limit)


@cache
def kinds() -> Mapping[str, Freshness]:
    """By code."""
    return {raw["code"]: _freshness(raw) for raw in table("duties")["freshness"]}


@cache
def _types() -> Mapping[str, Freshness | None]:
    return {raw["title"]: kinds().get(raw.get("freshness", "")) for raw in table("duties")["column_type"]}


def _freshness(raw: Mapping[str, Any]) -> Freshness:
    versions = (
        Limit(v["since"], v["unit"] == "month", v["limit"], v["warn"], v["reference"], v["checked_on"],
              v.get("unverified", False))
        for v in raw["version"]
    )  # fmt: skip
    ordered = tuple(sorted(versions, key=lambda one: one.since))
    return Freshness(raw["code"], raw["title"], raw["counts_in"], ordered)
