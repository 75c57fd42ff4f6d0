"""Why this day: the working of the clock as a table, and as a bar of what is counted, left out and left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from gongkai.cases import due
from gongkai.cases.models import Case
from gongkai.statute.calendar import Calendar
from gongkai.statute.clock import Due, Reason
from gongkai.ui.templatetags.ui import day_text

from .case_words import DueShown

# From these a fresh period begins; what stood before falls away.
_BEGINS = frozenset({"received", "supplement-received", "supplement-unasked", "fee-paid", "reasons-received"})
_WHY_NOT = {
    "supplement": "已告知补正，收到补正以前没有期限",
    "payment": "已通知缴费，缴费以前没有期限",
    "reasons": "已要求说明理由，收到说明以前没有期限",
}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line of the working. ``counted`` says what it does to the number of working days."""

    on: date | None
    text: str
    article: str
    counted: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the bar, in percent of the whole; ``css`` is used, pause or rest."""

    css: str
    words: str
    days: int
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Clock:
    """``question`` heads it; ``note`` says why the day may still move."""

    question: str
    note: str
    lines: tuple[ClockLine, ...]
    pieces: tuple[Piece, ...]
    missing_years: tuple[int, ...]

    @property
    def told(self) -> str:
        """The bar for who listens."""
        return "，".join(f"{piece.words}{piece.days}个工作日" for piece in self.pieces)


def clock(case: Case, shown: DueShown, *, on: date) -> Clock | None:
    """None before the request counts as received."""
    found = due.explain(case, on=on)
    if found is None:
        return None
    lines = tuple(ClockLine(r.on, r.text, r.article, _counted(r)) for r in found.because)
    pieces = _pieces(found, due.calendar_of(case), on)
    return Clock(_question(found), _note(found), lines, pieces, found.missing_years)


def _question(found: Due) -> str:
    if found.on is None:
        return _WHY_NOT.get(found.waiting_for or "", "没有正在计算的期限")
    return f"为什么是{day_text(found.on)}"


def _note(found: Due) -> str:
    if found.on is None or found.stopped_on:
        return ""
    if any(reason.code == "open" for reason in found.because):
        return "征求意见尚未结束，按最晚的日期暂算；收到意见后按实际日期重新计算"
    return "有年份的放假安排尚未公布，日期为暂定" if found.provisional else "逐条说明是怎样算出来的"


def _counted(reason: Reason) -> str:
    if reason.counted is None:
        return ""
    if reason.counted == 0:
        return "不影响"
    return f"计 {reason.counted}" if reason.counted > 0 else f"不计 {-reason.counted}"


def _pieces(found: Due, calendar: Calendar, on: date) -> tuple[Piece, ...]:
    """What has run, what is left out, what is left; nothing while no period runs."""
    reasons = _of_the_period(found.because)
    if found.on is None or not reasons or reasons[0].on is None:
        return ()
    upto = min(found.stopped_on or on, found.on)
    out = sum(-(r.counted or 0) for r in reasons if (r.counted or 0) < 0)
    whole = calendar.between(reasons[0].on, found.on)
    over = sum(_over(r, calendar, upto) for r in reasons)
    used = max(0, calendar.between(reasons[0].on, upto) - over)
    parts = (("used", "已计", used), ("pause", "不计", out), ("rest", "剩余", max(0, whole - out - used)))
    several = [part for part in parts if part[2]]
    total = sum(days for *_, days in several) or 1
    widths = [round(100 * days / total, 2) for *_, days in several]
    starts = [0.0, *accumulate(widths)]
    return tuple(Piece(*part, at, width) for part, at, width in zip(several, starts, widths, strict=False))


def _of_the_period(because: tuple[Reason, ...]) -> tuple[Reason, ...]:
    at = max((n for n, r in enumerate(because) if r.code in _BEGINS and r.counted), default=-1)
    return because[at:] if at >= 0 else ()


def _over(reason: Reason, calendar: Calendar, upto: date) -> int:
    """The working days that this pause has left out until that day."""
    if not reason.counted or reason.counted > 0 or reason.on is None or reason.on > upto:
        return 0
    return min(-reason.counted, calendar.between(reason.on, upto))
