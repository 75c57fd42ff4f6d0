"""Reconsiderations and lawsuits against an agency: how they end, where that is counted, and what has a period.

outcomes(by) -> the results a review body or a court can reach
column_at(code, on, readings) -> the column of table 4 for a result of that day
spans(column, readings) -> the results in a column over time, for a count over many days
answer_until(kind, procedure, received_on, calendar) -> the last day to answer with all evidence
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from gongkai.errors import Refused
from gongkai.statute import parameters, periods
from gongkai.statute.calendar import Calendar
from gongkai.statute.parameters import Parameter, Version
from gongkai.statute.tables import table

Column = Literal["upheld", "corrected", "other"]
By = Literal["review", "court", "ledger"]


@dataclass(frozen=True, slots=True)
class Counted:
    """In which column from a day on. ``unverified``: no official text was read that says so."""

    since: date
    column: Column
    reference: str
    unverified: bool


# By the code of a result, oldest first.
Readings = Mapping[str, Sequence[Counted]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to end; ``versions`` oldest first."""

    code: str
    label: str
    by: tuple[By, ...]
    versions: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A last day and why: ``days`` of the ``unit`` (日, 工作日, 月) after ``since``."""

    on: date
    provisional: bool
    title: str
    days: int
    unit: str
    since: date
    reference: str
    unverified: bool = False


@cache
def all_outcomes() -> Mapping[str, Outcome]:
    """By code, in the order of the table."""
    return {
        raw["code"]: Outcome(
            raw["code"],
            raw["label"],
            tuple(raw["by"]),
            tuple(
                Counted(v["since"], v["column"], v["reference"], v.get("unverified", False))
                for v in raw["version"]
            ),
        )
        for raw in table("proceedings")["outcome"]
    }


def outcomes(by: By) -> tuple[Outcome, ...]:
    """What a review body, a court or a list can say."""
    return tuple(one for one in all_outcomes().values() if by in one.by)


@cache
def shipped() -> Readings:
    """Every result with its versions, as they are shipped; a competent department may say otherwise."""
    return {code: one.versions for code, one in all_outcomes().items()}


def column_at(code: str, on: date, readings: Readings | None = None) -> Counted:
    """Where a result of that day is counted. KeyError for no such result; before the first version, the first."""
    versions = (shipped() if readings is None else readings)[code]
    held = [one for one in versions if one.since <= on]
    return held[-1] if held else versions[0]


def spans(column: str, readings: Readings | None = None) -> tuple[tuple[str, date, date], ...]:
    """Every result that is counted in a column, with the first day it is and the first day it is no longer."""
    found = []
    for code, versions in (shipped() if readings is None else readings).items():
        ends = [*(v.since for v in versions[1:]), date.max]
        for at, (version, end) in enumerate(zip(versions, ends, strict=True)):
            if version.column == column:
                found.append((code, version.since if at else date.min, end))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------- periods


@cache
def _own() -> Mapping[str, Parameter]:
    return parameters.of(table("proceedings"))


def period(code: str, received_on: date, calendar: Calendar) -> Period:
    """One of the periods of a proceeding, as it held that day. Refused before the law had one."""
    found = {**parameters.parameters(), **_own()}[code]
    version = found.at(received_on)
    if version is None:
        raise Refused(f"{received_on}时没有“{found.title}”的规定，请按当时的文书登记期限。")
    return _period(found, version, received_on, calendar)


_ENDS = {"工作日": periods.working_days, "日": periods.calendar_days, "月": periods.months}


def _period(found: Parameter, version: Version, since: date, calendar: Calendar) -> Period:
    days = int(version.value)
    last = _ENDS[found.unit](since, days, calendar)
    return Period(
        last.on, last.provisional, found.title, days, found.unit, since, version.reference, version.unverified
    )


def decision_code(*, review: bool, simplified: bool = False, appeal: bool = False) -> str:
    """Which period the body has for its decision; extensions are its own business."""
    if review:
        return "simplified-review-decision-days" if simplified else "review-decision-days"
    return "second-instance-months" if appeal else "first-instance-months"


def answer_code(*, review: bool, simplified: bool = False, appeal: bool = False) -> str:
    """Which period the answer has: before a review body, or in court."""
    if review:
        return "simplified-review-answer-days" if simplified else "review-answer-days"
    return "appeal-answer-days" if appeal else "court-answer-days"


def answer_until(
    received_on: date, calendar: Calendar, *, review: bool, simplified: bool = False, appeal: bool = False
) -> Period:
    """The last day to hand in the answer with all evidence: what comes later counts as none (《行政复议法》
    Art. 70, 《行政诉讼法》 Art. 34)."""
    return period(answer_code(review=review, simplified=simplified, appeal=appeal), received_on, calendar)
