"""What reports are compared by: a figure of the form, or a share that follows from its figures.

every() -> {code: Measure}             figures by their line (``lines``), shares by ``r-…``
chosen(codes) -> (Measure, …)          in that order, unknown ones left out
of_line(line) -> Measure
Measure.read(found) -> Read            what one report says

A share is reckoned from what the report states, and from nothing else: where one figure of it is blank, "/", or
not in the form, there is no share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from gongkai.reports import lines
from gongkai.reports.lines import NOTHING, Found, Line
from gongkai.reports.outliers import Kind, plain
from gongkai.statute.form import SLASH

Exact = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Read:
    """``value`` None: no number, and ``shown`` says why; ``parts`` is what a share was reckoned from."""

    value: Exact | None
    shown: str
    parts: str = ""


NOT_THERE = Read(None, "没有报告")


@dataclass(frozen=True, slots=True)
class Measure:
    """``top`` over ``bottom``, each a sum of lines; without ``bottom`` the one line itself."""

    code: str
    label: str
    top: tuple[Line, ...]
    bottom: tuple[Line, ...] = ()

    @property
    def kind(self) -> Kind:
        if self.bottom:
            return Kind.SHARE
        return Kind.SIGNED if self.top[0].cell.column.kind == "signed" else Kind.COUNT

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.top, *self.bottom)

    @property
    def formula(self) -> str:
        """How a share is reckoned, in the words of the form; "" for a figure."""
        if not self.bottom:
            return ""
        return f"{_sum(self.top)} ÷ {_sum(self.bottom)}"

    def cell(self, edition: str) -> str | None:
        """The cell of that edition that a person looks at first."""
        found = self.top[0].cells.get(edition)
        return found.name if found else None

    def read(self, found: Mapping[str, Found]) -> Read:
        """``found`` by line's code, as ``lines.table`` has it."""
        stated = [found.get(line.code, NOTHING) for line in self.lines]
        lacking = next((why for one in stated if (why := _lacking(one))), "")
        if lacking:
            return Read(None, lacking)
        numbers = [one.value for one in stated if isinstance(one.value, int | Decimal)]
        if not self.bottom:
            return Read(numbers[0], plain(Fraction(numbers[0]), 8))
        above, below = sum(numbers[: len(self.top)]), sum(numbers[len(self.top) :])
        parts = f"{plain(Fraction(above))}/{plain(Fraction(below))}"
        if below <= 0:
            return Read(None, "分母为零", parts)
        share = Fraction(above) / Fraction(below)
        return Read(share, f"{plain(share * 100, 1)}%", parts)


def _lacking(found: Found) -> str:
    if not found.given:
        return "无此项"
    return "未填" if found.value is None else SLASH if found.value == SLASH else ""


def _sum(parts: Iterable[Line]) -> str:
    words = [called(line) for line in parts]
    return f"（{'＋'.join(words)}）" if len(words) > 1 else words[0]


# Code, what it is called, its lines above and below.
_SHARES = (
    ("r-open", "予以公开率", ("3-3.1-total",), ("3-3.7-total",)),
    ("r-open-or-part", "予以公开和部分公开占比", ("3-3.1-total", "3-3.2-total"), ("3-3.7-total",)),
    ("r-not-held", "本机关不掌握占比", ("3-3.4.1-total",), ("3-3.7-total",)),
    ("r-carried", "结转下年度占比", ("3-4-total",), ("3-1-total", "3-2-total")),
    ("r-natural", "自然人申请占比", ("3-1-natural",), ("3-1-total",)),
    ("r-reconsidered", "行政复议与办结申请之比", ("4-reconsideration-total",), ("3-3.7-total",)),
    (
        "r-reconsideration-corrected", "行政复议纠正率",
        ("4-reconsideration-corrected",), ("4-reconsideration-total",),
    ),
    (
        "r-lawsuit-corrected", "行政诉讼纠正率",
        ("4-direct_lawsuit-corrected", "4-lawsuit_after_reconsideration-corrected"),
        ("4-direct_lawsuit-total", "4-lawsuit_after_reconsideration-total"),
    ),
)  # fmt: skip
USUAL = (
    "3-1-total", "3-3.7-total", "3-4-total", "r-open", "r-not-held", "4-reconsideration-total",
    "r-reconsideration-corrected", "2-licences-decisions",
)  # fmt: skip


def called(line: Line) -> str:
    """As it is called where only totals stand side by side."""
    words = line.label.removesuffix("，总计")
    return f"办理结果{words}" if line.code.startswith("3-3.7-") else words


def of_line(line: Line) -> Measure:
    return Measure(line.code, called(line), (line,))


@cache
def shares() -> tuple[Measure, ...]:
    known = lines.lines()
    return tuple(
        Measure(code, label, tuple(known[one] for one in top), tuple(known[one] for one in bottom))
        for code, label, top, bottom in _SHARES
    )


@cache
def every() -> Mapping[str, Measure]:
    """Figures in the order of the form, then the shares."""
    return {**{code: of_line(line) for code, line in lines.lines().items()}, **{one.code: one for one in shares()}}


def chosen(codes: Iterable[str]) -> tuple[Measure, ...]:
    """In the order of the form, each once."""
    wanted = set(codes)
    return tuple(one for code, one in every().items() if code in wanted)
