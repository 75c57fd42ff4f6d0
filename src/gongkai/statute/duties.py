"""What must be published proactively, by which kind of agency, within how long (Arts 12, 19-26, 44).

categories(on, kind) -> (Category, …)     the items of Art. 20 and the matters of Art. 21 that such an agency has
due(period, formed_on, calendar) -> Due   the last day, the day to aim at, and how they came about
lacking(page, values) -> (Field, …)       what Art. 12 requires of a guide or a catalogue line and is missing
converts(applicants, on) -> bool          asked for so often that it should be published (Art. 44)

Kinds of agency are plain words here ("township"); which column is stale is told by ``freshness``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from gongkai.statute import parameters, periods
from gongkai.statute.calendar import Calendar
from gongkai.statute.tables import table

ORDINARY = "ordinary"
PENALTY = "penalty"
WITHDRAWAL = "penalty-withdrawal"
Page = Literal["guide", "catalogue"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A second-level column that a list begins with; ``period`` "" is that of its category."""

    title: str
    kinds: tuple[str, ...]
    period: str
    column_type: str


@dataclass(frozen=True, slots=True)
class Category:
    """One item of Art. 20 or matter of Art. 21. ``label`` in the words of the article, ``short`` as a column is
    called."""

    code: str
    label: str
    short: str
    article: str
    kinds: tuple[str, ...]
    column_type: str
    since: date
    reference: str
    checked_on: date
    leaves: tuple[Leaf, ...]
    period: str
    period_of: Mapping[str, str]

    def period_for(self, kind: str) -> str:
        """Which period holds for such an agency where the column names none: a government's budget runs from the
        approval of the congress, a department's from the reply of the finance bureau."""
        return self.period_of.get(kind, self.period)

    def leaves_for(self, kind: str) -> tuple[Leaf, ...]:
        return tuple(one for one in self.leaves if not one.kinds or kind in one.kinds)


@dataclass(frozen=True, slots=True)
class Held:
    """What a period is from ``since`` on. ``calendar``: calendar days that do not roll; else working days."""

    since: date
    days: int
    calendar: bool
    reference: str
    checked_on: date
    unverified: bool


@dataclass(frozen=True, slots=True)
class Period:
    """One period. ``start``: the event whose day is day 0; ``withdraws``: kept by taking something down."""

    code: str
    title: str
    start: str
    note: str
    withdraws: bool
    versions: tuple[Held, ...]

    def at(self, day: date) -> Held:
        """What holds for something formed that day; before the first version, the first."""
        held = [one for one in self.versions if one.since <= day]
        return held[-1] if held else self.versions[0]


class Because(NamedTuple):
    """One line of the working: a day, what it is, and by which article."""

    on: date
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Due:
    """``on``: the last day that is in time. ``target_on``: the last working day that still is; the same day for
    working days. ``provisional`` while a year in between has no holiday notice."""

    on: date
    target_on: date
    provisional: bool
    missing_years: tuple[int, ...]
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Without it a guide, or a line of the catalogue, is not published."""

    code: str
    label: str
    article: str


def categories(on: date, kind: str | None = None) -> tuple[Category, ...]:
    """Those that held that day, in the order of the law; ``kind``: only those that such an agency has."""
    held = (one for one in _categories() if one.since <= on)
    return tuple(one for one in held if kind is None or kind in one.kinds)


def category(code: str) -> Category:
    """KeyError for a code that there is not."""
    return CATEGORIES[code]


def period(code: str) -> Period:
    """KeyError for a code that there is not."""
    return PERIODS[code]


def due(code: str, formed_on: date, calendar: Calendar) -> Due:
    """The last day for what was formed, changed, decided or approved on ``formed_on`` (day 0)."""
    asked = period(code)
    held = asked.at(formed_on)
    return _calendar_days(asked, held, formed_on, calendar) if held.calendar else _working_days(
        asked, held, formed_on, calendar
    )  # fmt: skip


def _working_days(asked: Period, held: Held, formed_on: date, calendar: Calendar) -> Due:
    last = periods.working_days(formed_on, held.days, calendar)
    lines = [_begun(asked, held, formed_on, f"自次日起{held.days}个工作日，至{last.on}")]
    lines += _doubts(last)
    return Due(last.on, last.on, last.provisional, last.missing_years, tuple(lines))


def _calendar_days(asked: Period, held: Held, formed_on: date, calendar: Calendar) -> Due:
    """No roll may be assumed: one that ends on a day of rest is aimed at before (rule 34)."""
    on, target = periods.days_without_roll(formed_on, held.days, calendar)
    lines = [_begun(asked, held, formed_on, f"自次日起{held.days}日（自然日），至{on}")]
    if target.on != on:
        text = f"{on}不是工作日，期限没有顺延的规定，应在此前最后一个工作日{target.on}以前公开"
        lines.append(Because(target.on, text, held.reference))
    lines += _doubts(target)
    return Due(on, target.on, target.provisional, target.missing_years, tuple(lines))


def _begun(asked: Period, held: Held, formed_on: date, counted: str) -> Because:
    return Because(formed_on, f"{formed_on}{asked.start}，当日不计；{counted}", held.reference)


def _doubts(last: periods.Dated) -> Iterator[Because]:
    if last.provisional:
        years = "、".join(str(year) for year in last.missing_years)
        text = f"{years}年的放假安排还没有公布，按周一至周五计算，日期是暂定的"
        yield Because(last.on, text, "国务院办公厅节假日安排通知")


def lacking(page: Page, values: Mapping[str, object]) -> tuple[Field, ...]:
    """What is missing or blank, in the order of the article; "无" is an answer."""
    return tuple(one for one in fields(page) if not str(values.get(one.code) or "").strip())


@cache
def fields(page: Page) -> tuple[Field, ...]:
    """What Art. 12 requires of the page."""
    found = (raw for raw in table("duties")["field"] if raw["page"] == page)
    return tuple(Field(raw["code"], raw["label"], raw.get("reference", "《条例》第十二条")) for raw in found)


def converts(applicants: int, on: date) -> bool:
    """Did so many different applicants ask for the same that it should be published (Art. 44)?"""
    return applicants >= number("conversion-applicants", on)


def number(code: str, on: date) -> int:
    """A number of ``data/duties.toml`` as it held that day; of a day before its first version, the first."""
    found = _parameters()[code]
    version = found.at(on) or found.versions[0]
    return int(version.value)


@cache
def _parameters() -> Mapping[str, parameters.Parameter]:
    return parameters.of(table("duties"))


def numbers() -> tuple[parameters.Parameter, ...]:
    """All of them, for the page of the law."""
    return tuple(_parameters().values())


@cache
def _categories() -> tuple[Category, ...]:
    return tuple(_category(raw) for raw in table("duties")["category"])


def _category(raw: Mapping[str, Any]) -> Category:
    newest = max(raw["version"], key=lambda one: one["since"])
    first = min(one["since"] for one in raw["version"])
    return Category(
        raw["code"], raw["label"], raw.get("short", raw["label"]), raw["article"], tuple(raw["kinds"]),
        raw.get("column_type", ""), first, newest["reference"], newest["checked_on"],
        tuple(_leaf(one) for one in raw.get("column", ())), raw.get("period", ORDINARY), raw.get("period_of", {}),
    )  # fmt: skip


def _leaf(raw: Mapping[str, Any]) -> Leaf:
    return Leaf(raw["title"], tuple(raw.get("kinds", ())), raw.get("period", ""), raw.get("column_type", ""))


def _period(raw: Mapping[str, Any]) -> Period:
    versions = (
        Held(v["since"], v["days"], v["unit"] == "calendar", v["reference"], v["checked_on"],
             v.get("unverified", False))
        for v in raw["version"]
    )  # fmt: skip
    ordered = tuple(sorted(versions, key=lambda one: one.since))
    return Period(
        raw["code"], raw["title"], raw["start"], raw.get("note", ""), raw.get("withdraws", False), ordered
    )


CATEGORIES: Mapping[str, Category] = {one.code: one for one in _categories()}
PERIODS: Mapping[str, Period] = {raw["code"]: _period(raw) for raw in table("duties")["period"]}
