"""How long the papers of a request are kept, kind by kind, and when the last remedy against it has run out.

kinds(on) -> (Kind, …)                  in the order in which they go, as they hold that day
checked(code, months, on) -> None       Refused, naming the article, outside what the law leaves open
due_on(start_on, months) -> date?       the first day on which they may be destroyed; None: kept for good
remedies_end(acts, …) -> Ended          the last day of the last remedy, and how it came about

The law gives few numbers (《个人信息保护法》 19: as short as the purpose needs; 《档案法》 13-14: what is a record
stays); what is a reading says so in ``data/retention.toml``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from gongkai.errors import Refused
from gongkai.statute import parameters, periods, remedies
from gongkai.statute.calendar import Calendar
from gongkai.statute.tables import table

From = Literal["remedies", "closing"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of papers. ``months`` is what is shipped, ``least`` and ``most`` (None: for good, too) what an
    agency may set; ``unverified``: no official text was read for it, or it is a reading."""

    code: str
    title: str
    holds: str
    since: From
    months: int
    least: int
    most: int | None
    reference: str
    least_reference: str
    most_reference: str
    checked_on: date
    unverified: bool


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a remedy lies against. ``made_on``: the decision; ``known_on``: the receiver's own receipt,
    None where it never reached anybody; ``told``: the letter named right, body and period."""

    what: str
    made_on: date
    known_on: date | None
    told: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """The last day on which anything may still be brought, with what it follows from; ``provisional`` while a year
    in it has no holiday notice."""

    on: date
    provisional: bool
    because: tuple[str, ...]


def kinds(on: date) -> tuple[Kind, ...]:
    """As they hold that day, in the order in which they go. Those of which nothing holds yet are left out."""
    found = (_kind(raw, on) for raw in table("retention")["kind"])
    return tuple(one for one in found if one is not None)


def kind(code: str, on: date) -> Kind:
    """KeyError for a code that there is not, or nothing holds for yet."""
    return {one.code: one for one in kinds(on)}[code]


def checked(code: str, months: int | None, on: date) -> None:
    """Refused for a period shorter than the law's least, or longer than what is needed; ``months`` None is for
    good."""
    found = kind(code, on)
    if months is not None and months < found.least:
        raise Refused(f"“{found.title}”至少保管{found.least}个月（{found.least_reference}），不能更短。")
    if found.most is not None and (months is None or months > found.most):
        raise Refused(f"“{found.title}”最长保管{found.most}个月（{found.most_reference}），不能更长。")


def due_on(start_on: date, months: int | None) -> date | None:
    """The first day on which they may be destroyed: the day after so many months; None when kept for good."""
    return None if months is None else months_after(start_on, months) + timedelta(days=1)


def months_after(start_on: date, months: int) -> date:
    """The same number of day so many months later, or the last day of a shorter month. Nothing rolls: these are
    not periods that somebody has to keep."""
    month = start_on.month - 1 + months
    year, month = start_on.year + month // 12, month % 12 + 1
    return date(year, month, min(start_on.day, monthrange(year, month)[1]))


def remedies_end(
    acts: Iterable[Act],
    *,
    unanswered_since: date | None,
    lifted_on: date | None,
    closed_on: date,
    calendar: Calendar,
) -> Ended:
    """The last day of the last remedy of a request.

    ``unanswered_since``: the last day for the answer, where it was late: silence has a remedy of its own;
    ``lifted_on``: when the last review or lawsuit was over. Never before ``closed_on``.
    """
    ends = [("办结", periods.Dated(closed_on))]
    for act in acts:
        ends += _of_act(act, calendar)
    if unanswered_since is not None:
        ends += [
            ("逾期未答复，申请行政复议", remedies.unanswered_review_until(unanswered_since, calendar)),
            ("逾期未答复，提起诉讼", remedies.unanswered_suit_until(unanswered_since, calendar)),
        ]
    if lifted_on is not None:
        ends.append(
            ("复议、诉讼结束以后", periods.months(lifted_on, number("after-hold-months", lifted_on), calendar))
        )
    last = max(one.on for _, one in ends)
    return Ended(
        last,
        any(one.provisional for _, one in ends if one.on == last),
        tuple(_lines(sorted(ends, key=lambda e: e[1].on))),
    )


def _of_act(act: Act, calendar: Calendar) -> list[tuple[str, periods.Dated]]:
    if act.known_on is None:
        made = periods.months(act.made_on, number("unknown-months", act.made_on), calendar)
        return [(f"{act.what}没有送达，自作出之日起五年（《行政诉讼法》第四十六条）", made)]
    known = max(act.known_on, act.made_on)
    found = [
        (f"{act.what}，申请行政复议（《行政复议法》第二十条）", remedies.review_until(known, calendar)),
        (f"{act.what}，提起诉讼（《行政诉讼法》第四十六条）", remedies.suit_until(known, calendar)),
    ]
    if not act.told:
        found.append(
            (f"{act.what}没有告知救济途径，最长一年（《行政复议法》第二十条第三款）", _untold(known, calendar))
        )
    return found


def _untold(known_on: date, calendar: Calendar) -> periods.Dated:
    """Before 2024 the article stood in another law; the year was the same (行诉解释 Art. 64)."""
    try:
        return remedies.untold_review_until(known_on, calendar)
    except Refused:
        return periods.months(known_on, 12, calendar)


def _lines(ends: Iterable[tuple[str, periods.Dated]]) -> Iterator[str]:
    for what, until in ends:
        yield f"{what}：到{until.on}"


def number(code: str, on: date) -> int:
    """A parameter of ``data/retention.toml`` as it held that day; of a day before its first version, the first."""
    found = _more()[code]
    version = found.at(on) or found.versions[0]
    return int(version.value)


def _kind(raw: Mapping[str, Any], on: date) -> Kind | None:
    held = [one for one in raw["version"] if one["since"] <= on]
    if not held:
        return None
    now = max(held, key=lambda one: one["since"])
    return Kind(
        raw["code"], raw["title"], raw["holds"], raw["from"], now["months"], now["least"], now.get("most"),
        now["reference"], now["least_reference"], now.get("most_reference", ""), now["checked_on"],
        now.get("unverified", False),
    )  # fmt: skip


@cache
def _more() -> Mapping[str, parameters.Parameter]:
    return parameters.of(table("retention"))
