"""Which figures stand out, by a rule that is stated: a prompt to look once more, no finding and no fault.

rule(year) -> Rule                     its numbers, dated (parameters ``outlier-…``)
grounds(year) -> (sentence, …)         since when each of them holds, and why
spread(values, rule) -> Spread         median and median absolute deviation of bodies of the same kind
Spread.score(value)                    the modified z-score; None where it cannot be told
stands_out(value, spread, rule)        among others
changed(before, now, kind, rule)       from last year to this

Reckoned in fractions: a threshold is met or it is not, whatever the unit. Where the rule cannot tell (too few
numbers, more than half of them the same) it says so, and nothing stands out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from gongkai.statute.parameters import number, parameters

Number = int | Decimal | Fraction
# Makes the score of a normal distribution's values comparable with standard deviations.
_NORMAL: Final = Fraction(6745, 10_000)


class Kind(StrEnum):
    """What a figure is, as far as a change of it means something. A share is compared by its points; a signed
    number (增/减) is a change already."""

    COUNT = "count"
    SHARE = "share"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Rule:
    """``least``: so many numbers, or nothing is told; ``score``: beyond it a number stands out among others;
    ``factor`` and ``floor``: a change by less than both is none; ``points``: the same for a share."""

    least: int
    score: Fraction
    factor: Fraction
    floor: Fraction
    points: Fraction

    @property
    def words(self) -> tuple[str, ...]:
        """The rule as a page states it."""
        return (
            f"同类比较：同一年度同类机关有{self.least}个以上数字时，修正Z分数＝0.6745×（该数－中位数）÷绝对中位差，"
            f"绝对值大于{plain(self.score)}的提示偏高或者偏低；半数以上的数字相同（绝对中位差为0）或者数字不足的，不作判断。",
            f"逐年比较：件数、金额比上年增减不少于{plain(self.floor)}，且较大的一年不少于另一年的{plain(self.factor)}倍的，"
            f"提示突变；占比与上年相差不少于{plain(self.points * 100)}个百分点的，提示突变。",
            "没有报告、空白、“/”、表式没有这一项的，都不是零，不参加比较。提示只供核对，不是差错。",
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """Of ``number`` values. ``why`` says in Chinese why nothing can be told, "" where it can; the median is there
    wherever there is a value."""

    number: int
    median: Fraction | None
    mad: Fraction | None
    why: str = ""

    def score(self, value: Number) -> Fraction | None:
        if self.why or self.median is None or not self.mad:
            return None
        return _NORMAL * (Fraction(value) - self.median) / self.mad


def rule(year: int) -> Rule:
    """As it holds for the reports of a year. LookupError for one before its first version."""
    day = date(year, 12, 31)
    return Rule(
        least=number("outlier-least-bodies", day),
        score=Fraction(number("outlier-score-percent", day), 100),
        factor=1 + Fraction(number("outlier-change-percent", day), 100),
        floor=Fraction(number("outlier-change-floor", day)),
        points=Fraction(number("outlier-change-points", day), 100),
    )


def grounds(year: int) -> tuple[str, ...]:
    """Each number in force for the reports of a year with its day and its reason, in Chinese."""
    day = date(year, 12, 31)
    held = [(one, one.at(day)) for code, one in parameters().items() if code.startswith("outlier-")]
    return tuple(
        f"{one.title}：{version.value}{one.unit}，{version.since}起。{version.reference}。"
        for one, version in held
        if version is not None
    )


def spread(values: Sequence[Number], rule: Rule) -> Spread:
    if not values:
        return Spread(0, None, None, "没有数字")
    exact = [Fraction(one) for one in values]
    middle = _median(exact)
    mad = _median([abs(one - middle) for one in exact])
    if len(exact) < rule.least:
        return Spread(len(exact), middle, mad, f"数字不足{rule.least}个")
    return Spread(len(exact), middle, mad, "" if mad else "半数以上的数字相同")


def stands_out(value: Number, among: Spread, rule: Rule) -> bool:
    score = among.score(value)
    return score is not None and abs(score) > rule.score


def changed(before: Number, now: Number, kind: Kind, rule: Rule) -> bool:
    """Whether the step from one year to the next is one to look at; never for a signed number."""
    one, other = Fraction(before), Fraction(now)
    if kind == Kind.SIGNED:
        return False
    if kind == Kind.SHARE:
        return abs(other - one) >= rule.points
    low, high = sorted((one, other))
    return high - low >= rule.floor and high >= rule.factor * low


def plain(value: Fraction, places: int = 2) -> str:
    """As a sentence writes it: rounded, no noughts behind the point."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{Decimal(round(value * 10**places)).scaleb(-places):f}".rstrip("0").rstrip(".")


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
