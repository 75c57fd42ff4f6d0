"""The information-processing fee: by item or by volume, never both (国办函〔2020〕109号). Whole yuan.

Charging is a power of the agency. Both tariffs are progressive on the excess (超额累进): each request, or each
page, costs what its own bracket says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeVar

from gongkai.errors import Refused
from gongkai.statute.tables import table

Method = Literal["by-item", "by-volume"]
METHODS: Final[Mapping[Method, str]] = {"by-item": "按件计收", "by-volume": "按量计收"}


class Line(NamedTuple):
    """One line of the working: numbers ``first`` to ``last`` at ``rate`` yuan each make ``amount``."""

    first: int
    last: int
    rate: int
    amount: int

    def text(self, unit: str) -> str:
        """第11至30件，每件100元，共2000元."""
        span = f"第{self.first}" if self.first == self.last else f"第{self.first}至{self.last}"
        return f"{span}{unit}，每{unit}{self.rate}元，共{self.amount}元"


@dataclass(frozen=True, slots=True)
class Fee:
    """What is due. ``quantity`` are the requests or pages charged now; lines that cost nothing are kept in the
    working, so that it accounts for each of them."""

    method: Method
    quantity: int
    unit: str
    amount: int
    working: tuple[Line, ...]
    reference: str
    # A bracket was used whose reading no official example confirms.
    unverified: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """The working in words, a sentence a line, for the notice (依据、标准、数额)."""
        return tuple(line.text(self.unit) for line in self.working)


class Bracket(NamedTuple):
    """Numbers from ``first`` to ``last`` (None: no end) cost ``rate`` yuan each."""

    first: int
    last: int | None
    rate: int
    unverified: bool


def by_item(count: int, already: int = 0, *, on: date) -> Fee:
    """For ``count`` requests of one applicant in one calendar month, after ``already`` earlier ones in the same
    month (Art. 4). ``on`` is the day the tariff is taken from. ValueError below zero, Refused before 2021."""
    return _fee("by-item", count, already, on)


def by_volume(pages: int, *, on: date) -> Fee:
    """For the pages given on one request; a page is one side of A4 or smaller (Art. 5; definition unverified).
    Never added across requests. ValueError below zero, Refused before 2021."""
    return _fee("by-volume", pages, 0, on)


def in_month(days: Iterable[date], day: date) -> int:
    """How many of these days of receipt fall into the calendar month of ``day``; the count begins anew on the 1st
    (Art. 4: 自然月)."""
    return sum((one.year, one.month) == (day.year, day.month) for one in days)


def one_method(wanted: Method, chosen: Method | None) -> Method:
    """``wanted`` if nothing else was chosen for this request; Refused for a second method (Art. 3)."""
    if chosen is not None and chosen != wanted:
        raise Refused(
            f"本件申请已选择{METHODS[chosen]}，不能同时{METHODS[wanted]}（国办函〔2020〕109号第三条）；请保留一种收费方式。"
        )
    return wanted


def brackets(method: Method, until: int, on: date) -> Iterator[Bracket]:
    """The brackets up to the one that holds number ``until``, in order. Refused before there was a tariff."""
    tariff = _tariff(method, on)
    below = [(b["above"], b["rate"], False) for b in tariff["brackets"]]
    found = [*below, *_steps(tariff.get("steps"), until)]
    for at, (above, rate, unverified) in enumerate(found):
        last = found[at + 1][0] if at + 1 < len(found) else _end(tariff, above)
        if above < max(until, 1):
            yield Bracket(above + 1, last, rate, unverified)


def _steps(steps: Mapping[str, Any] | None, until: int) -> Iterator[tuple[int, int, bool]]:
    if steps is None:
        return
    above, rate = steps["above"], steps["rate"]
    yield above, rate, steps.get("unverified", False)
    while above + steps["of"] < until:
        above, rate = above + steps["of"], rate + steps["more"]
        yield above, rate, steps.get("unverified", False)


def _end(tariff: Mapping[str, Any], above: int) -> int | None:
    """Where the last bracket made ends: a step has its width, a plain bracket has no end."""
    return above + tariff["steps"]["of"] if "steps" in tariff else None


def _fee(method: Method, count: int, already: int, on: date) -> Fee:
    if count < 0 or already < 0:
        raise ValueError(f"a number of requests or pages is never below zero: {count}, {already}")
    used = [b for b in brackets(method, already + count, on) if b.last is None or b.last > already]
    used = used if count else []
    lines = tuple(_line(bracket, already + 1, already + count) for bracket in used)
    tariff = _tariff(method, on)
    amount = sum(line.amount for line in lines)
    doubtful = any(bracket.unverified for bracket in used)
    return Fee(method, count, tariff["unit"], amount, lines, tariff["reference"], doubtful)


def _line(bracket: Bracket, first: int, last: int) -> Line:
    first = max(first, bracket.first)
    last = last if bracket.last is None else min(last, bracket.last)
    return Line(first, last, bracket.rate, (last - first + 1) * bracket.rate)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about the fee beside the tariffs, in words."""

    code: str
    since: date
    says: str
    reference: str
    unverified: bool


@cache
def rules() -> tuple[Rule, ...]:
    """All of them, for the page of the law."""
    return tuple(
        Rule(r["code"], r["since"], r["says"], r["reference"], r.get("unverified", False))
        for r in table("fees")["rule"]
    )


def _tariff(method: Method, on: date) -> Mapping[str, Any]:
    return _newest((t for t in table("fees")["tariff"] if t["method"] == method), on)


_Raw = TypeVar("_Raw", bound=Mapping[str, Any])


def _newest(versions: Iterable[_Raw], on: date) -> _Raw:
    held = [one for one in versions if one["since"] <= on]
    if not held:
        raise Refused("信息处理费自2021年1月1日起收取（国办函〔2020〕109号）；此前的申请不能收费。")
    return max(held, key=lambda one: one["since"])
