"""Where the answer to a platform's question is: sums and differences of figures that are there, and nothing else.

``[1/总计] + [2/总计] - {重复件数}``: a cell of the report in brackets, by its name in the report's JSON or by its
line (``3-1-total``); a reference figure in braces; a fact of the year's records in angle brackets, by its label
(``<主动公开政府信息>``). Nothing is evaluated but + and - of these.

parse(text) -> Expression            Refused for anything else
Expression.answer(look_up)           the number, or what is missing; a missing part makes the whole missing
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from gongkai.errors import Refused
from gongkai.reports import lines
from gongkai.reports.measures import called
from gongkai.reports.texts.knowing import catalogue

Number = int | Decimal


class Kind(StrEnum):
    """What a part is. The value is for a person."""

    CELL = "年报数据"
    TYPED = "参考数"
    RECORD = "工作记录"


@dataclass(frozen=True, slots=True)
class Part:
    """``name``: the line's code, the name of the reference figure, the name of the fact."""

    kind: Kind
    name: str
    minus: bool = False

    @property
    def words(self) -> str:
        if self.kind == Kind.CELL:
            return called(lines.lines()[self.name])
        return catalogue()[self.name].label if self.kind == Kind.RECORD else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """What a part comes to. ``value`` None: ``why`` says in Chinese what is missing, else where it is from."""

    value: Number | None
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``missing`` are sentences; without any there is a value. ``basis`` says of every part what it is."""

    value: Number | None
    basis: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    parts: tuple[Part, ...]

    def names(self, kind: Kind) -> tuple[str, ...]:
        return tuple(one.name for one in self.parts if one.kind == kind)

    def answer(self, look_up: Callable[[Part], Found]) -> Answer:
        found = [(part, look_up(part)) for part in self.parts]
        missing = tuple(f"{part.words}：{one.why}" for part, one in found if one.value is None)
        basis = tuple(
            f"{'减' if part.minus else ''}{part.words} {one.value}（{one.why}）"
            for part, one in found
            if one.value is not None
        )
        if missing:
            return Answer(None, basis, missing)
        total: Number = 0
        for part, one in found:
            assert one.value is not None  # Nothing is missing.
            total = total - one.value if part.minus else total + one.value
        return Answer(total, basis, ())


_PART: Final = re.compile(r"\s*([+\-＋－])?\s*(?:\[([^\[\]]+)\]|\{([^{}]+)\}|<([^<>]+)>)\s*")
_MINUS: Final = ("-", "－")
_MOST: Final = 20
_NAME: Final = 60


def parse(text: str) -> Expression:
    """Refused, saying what cannot be read, for what is no sum of parts; for a cell or fact that there is not."""
    parts: list[Part] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or bool(found[1]) != bool(parts):
            raise Refused(
                f"“{text[at:].strip()[:20]}”读不懂；取数应写作 [1/总计] + [2/总计] - {{参考数名称}}，只能加减。"
            )
        parts.append(_part(found[2], found[3], found[4], found[1] in _MINUS))
        at = found.end()
    if not parts:
        raise Refused("请写明取数：[年报的格]、{参考数名称}或者<工作记录的数据项>。")
    if len(parts) > _MOST:
        raise Refused(f"一项取数最多{_MOST}个数相加减。")
    return Expression(tuple(parts))


def _part(cell: str | None, typed: str | None, fact: str | None, minus: bool) -> Part:
    if cell is not None:
        line = _by_cell().get(cell.strip())
        if line is None:
            raise Refused(f"年报没有“{cell.strip()}”这一格；格的名称与年报JSON里的相同，例如 [3.1/总计]。")
        return Part(Kind.CELL, line, minus)
    if typed is not None:
        name = " ".join(typed.split())
        if not 0 < len(name) <= _NAME:
            raise Refused(f"参考数的名称应有1至{_NAME}个字。")
        return Part(Kind.TYPED, name, minus)
    label = (fact or "").strip()
    known = next((name for name, one in catalogue().items() if label in (name, one.label)), None)
    if known is None:
        raise Refused(f"没有“{label}”这一工作记录的数据项；可用的与年报用语的数据项相同。")
    return Part(Kind.RECORD, known, minus)


@cache
def _by_cell() -> dict[str, str]:
    """Every name a cell has had, and every line's own code, to the line."""
    named = {cell.name: code for code, line in lines.lines().items() for cell in line.cells.values()}
    return named | {code: code for code in lines.lines()}
