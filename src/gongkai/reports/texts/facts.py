"""What a text may say of a year: named facts, each with the records that stand behind it.

A fact is a number with its unit, a word, a list of words, numbers by part (予以公开3件、部分公开1件), or rows of
words, one a record. What is not known is no fact: a sentence about it is left out, and nobody reads a nought that
nobody counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One of the numbers that make up a fact."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers by part. ``before`` is whether the label stands before the number (自然人3件) or behind it."""

    parts: tuple[Part, ...]

    @property
    def told(self) -> tuple[Part, ...]:
        """Those that are not nought."""
        return tuple(one for one in self.parts if one.number)


# A record in words, by column; ``key`` names the record.
Row = Mapping[str, str]
Value = Number | str | tuple[str, ...] | Parts | tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """``label`` and ``source`` are for a person: what it is, and where its records are (``tables``: a cell of the
    report, ``supervision.articles``: a list of records)."""

    value: Value
    unit: str = ""
    label: str = ""
    source: str = ""


Facts = Mapping[str, Fact]

NUMBER: Final = "#"
"""``topics/#``: how many there are of a list."""

# A counter may stand for another that counts the same kind of thing.
_ALIKE: Final = (
    frozenset("件条宗份篇"), frozenset("次场期回"), frozenset({"人", "名", "位", "人次"}), frozenset("个项"),
    frozenset({"元"}), frozenset({"万元"}),
)  # fmt: skip


def count(fact: Fact) -> Number:
    """How many there are of it: chooses between the wordings for none, one and many."""
    value = fact.value
    if isinstance(value, Parts):
        return sum(one.number for one in value.parts)
    if isinstance(value, (str, tuple)):
        return (1 if value else 0) if isinstance(value, str) else len(value)
    return value


def shown(value: Number) -> str:
    """A number as it is printed: no exponent, no noughts behind the point."""
    if isinstance(value, int):
        return str(value)
    return format(value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1)), "f")


def reads(facts: Facts, name: str) -> str | None:
    """How a bound name reads now; None where there is no such fact, or no such part of it any more."""
    fact, _, inner = _found(facts, name)
    if fact is None:
        return None
    value = fact.value
    if inner == NUMBER:
        return shown(count(fact))
    if isinstance(value, Parts):
        return next((shown(one.number) for one in value.parts if one.label == inner), "0" if inner else None)
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _row(value, inner)
    return shown(value)


def unit_of(facts: Facts, name: str) -> str:
    fact, _, _ = _found(facts, name)
    return fact.unit if fact else ""


def numbers(facts: Facts) -> Iterator[tuple[str, Number, str]]:
    """Every number that a record stands behind: name, number, unit. The length of a list is one, too."""
    for name, fact in facts.items():
        value = fact.value
        if isinstance(value, Parts):
            yield name, sum(one.number for one in value.parts), fact.unit
            yield from ((f"{name}/{one.label}", one.number, fact.unit) for one in value.parts)
        elif isinstance(value, tuple):
            yield name, len(value), fact.unit
        elif not isinstance(value, str):
            yield name, value, fact.unit


def same_kind(one: str, other: str) -> bool:
    """Do two counters count the same kind of thing. One that is not given goes with every other."""
    return not one or not other or one == other or any({one, other} <= alike for alike in _ALIKE)


def _found(facts: Facts, name: str) -> tuple[Fact | None, str, str]:
    code, _, inner = name.partition("/")
    return facts.get(code), code, inner


def _row(value: tuple[str, ...] | tuple[Row, ...], inner: str) -> str | None:
    """``problems/problem:17/problem`` is a word of a row, ``topics`` a whole list."""
    if not inner:
        return "、".join(one for one in value if isinstance(one, str)) or None
    key, _, column = inner.partition("/")
    return next((one.get(column) for one in value if not isinstance(one, str) and one["key"] == key), None)
