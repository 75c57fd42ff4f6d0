"""Which remedy a reply has, which body, in which words, until when (《行政复议法》 2023, 《行政诉讼法》 2017).

The kind follows from the ground and never from the row of table 3 (rule 27): a look-up answered under 不予公开 has
no review first. Periods are calendar days and months from the applicant's own receipt and roll over days of rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from gongkai.errors import Refused
from gongkai.statute import parameters, periods
from gongkai.statute.calendar import Calendar
from gongkai.statute.outcomes import RemedyKind, part_grounds, reply
from gongkai.statute.tables import table

BodyRule = Literal["own-government", "parent", "self", "upper-authority"]
Special = Literal["", "top", "vertical", "justice"]


@dataclass(frozen=True, slots=True)
class ReviewBody:
    """Which body reviews acts of a kind of agency. ``says`` describes it, ``also`` a second one the applicant may
    choose; ``own-government`` and ``parent`` both are the nearest government above it in the tree."""

    rule: BodyRule
    says: str
    also: str
    article: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the letter says. ``text`` is the whole paragraph, "" for a reply that has no remedy. ``mixed``: a
    partial disclosure whose withheld part goes to review first and whose rest does not (the text states both)."""

    kind: RemedyKind
    text: str
    review_body: str
    court: str
    review_days: int
    suit_months: int
    after_review_days: int
    articles: tuple[str, ...]
    mixed: bool = False
    rule: ReviewBody | None = None


def review_body_rule(kind: str, on: date, *, special: Special = "") -> ReviewBody:
    """Which body, by the kind of agency (``agencies.kinds``) or a circumstance of this one: ``top`` a provincial
    government or a department of the State Council, ``vertical`` customs, finance regulators, foreign exchange,
    tax, state security, ``justice`` judicial administration. Refused for an unknown kind, or before 2024."""
    name, value = ("special", special) if special else ("kind", kind)
    return _body(_held([one for one in table("remedies")["body"] if one.get(name) == value], on))


class BodyRow(NamedTuple):
    """One line of the table: of which ``kind`` of agency, or which ``special`` circumstance, since when."""

    kind: str
    special: str
    since: date
    body: ReviewBody


@cache
def review_bodies() -> tuple[BodyRow, ...]:
    """The whole table, in its own order."""
    return tuple(
        BodyRow(r.get("kind", ""), r.get("special", ""), r["since"], _body(r)) for r in table("remedies")["body"]
    )


def _body(raw: Mapping[str, Any]) -> ReviewBody:
    return ReviewBody(raw["rule"], raw["says"], raw.get("also", ""), raw["article"], raw.get("unverified", False))


def wordings(on: date) -> Mapping[str, str]:
    """The words of each kind of remedy that day, with their places for body, court and periods still open."""
    kinds = dict.fromkeys(one["kind"] for one in table("remedies")["text"])
    return {kind: _words(kind, on)["text"] for kind in kinds}


def remedy(
    code: str,
    agency_kind: str = "",
    *,
    on: date,
    review_body: str,
    court: str = "",
    parts: Sequence[str] = (),
    special: Special = "",
    review_link: str = "",
) -> Remedy:
    """The remedy of one reply decided on a day. ``review_body`` and ``court`` are their full names; ``parts`` are
    the grounds of a partial disclosure; ``review_link`` where an application can be filed online, which electronic
    service must name (Art. 22(2)). Refused without a name that the words need: a right that was not told lasts a
    year (Art. 20(3))."""
    kind, mixed, withheld = _kind(code, parts, on)
    found = worded(
        kind, on=on, review_body=review_body, court=court, review_link=review_link, mixed=mixed, withheld=withheld
    )
    rule = review_body_rule(agency_kind, on, special=special) if agency_kind else None
    return replace(found, rule=rule)


def worded(
    kind: RemedyKind,
    *,
    on: date,
    review_body: str,
    court: str = "",
    review_link: str = "",
    mixed: bool = False,
    withheld: str = "不予公开的部分",
) -> Remedy:
    """A remedy of this kind in words, for a letter that is no reply to an applicant (a notice to a third party, a
    correction). Refused as ``remedy``."""
    days, months = parameters.number("review-days", on), parameters.number("lawsuit-months", on)
    after = parameters.number("lawsuit-after-review-days", on)
    if kind == "none":
        return Remedy(kind, "", "", "", days, months, after, ())
    words = _words("partial" if mixed else kind, on)
    _named(words["text"], review_body, court)
    text = words["text"].format(
        act="告知书", body=review_body, court=court, days=days, months=months, after=after, withheld=withheld
    )
    articles = tuple(words["articles"])
    if review_link:
        online = _words("online", on)
        text, articles = text + online["text"].format(link=review_link), (*articles, *online["articles"])
    return Remedy(kind, text, review_body, court, days, months, after, articles, mixed)


def review_until(received_on: date, calendar: Calendar) -> periods.Dated:
    """Last day to apply for review: 60 days from the applicant's own receipt (《行政复议法》 Art. 20)."""
    return periods.calendar_days(received_on, parameters.number("review-days", received_on), calendar)


def suit_until(received_on: date, calendar: Calendar) -> periods.Dated:
    """Last day to sue without a review: 6 months from receipt (《行政诉讼法》 Art. 46)."""
    return periods.months(received_on, parameters.number("lawsuit-months", received_on), calendar)


def after_review_until(received_on: date, calendar: Calendar) -> periods.Dated:
    """Last day to sue after a review: 15 days from receiving the decision, or from the end of the review period if
    none came (《行政诉讼法》 Art. 45)."""
    days = parameters.number("lawsuit-after-review-days", received_on)
    return periods.calendar_days(received_on, days, calendar)


def unanswered_review_until(due_on: date, calendar: Calendar) -> periods.Dated:
    """Last day to apply for review of no reply at all: 60 days from the end of the reply period (实施条例 2007
    Art. 16, by analogy). Review or lawsuit, never review first (法释〔2025〕8号 Art. 2(2))."""
    return review_until(due_on, calendar)


def unanswered_suit_until(due_on: date, calendar: Calendar) -> periods.Dated:
    """Last day to sue over no reply at all: 6 months from the end of the reply period (行诉解释 Art. 66)."""
    return suit_until(due_on, calendar)


def untold_review_until(known_on: date, calendar: Calendar) -> periods.Dated:
    """The latest day when the letter did not name right, body or period: a year from knowing its content
    (《行政复议法》 Art. 20(3)). Refused before 2024."""
    found = _more()["untold-months"].at(known_on)
    if found is None:
        raise Refused(_BEFORE)
    return periods.months(known_on, int(found.value), calendar)


# ------------------------------------------------------------------------------------------------ how it is found

_BEFORE = "2024年1月1日以前的救济告知不由本系统拟写（《行政复议法》2023年修订自该日起施行）；请按当时的文书登记。"


def _kind(code: str, parts: Sequence[str], on: date) -> tuple[RemedyKind, bool, str]:
    """The kind, whether part of the letter has another, and what the withheld part is called."""
    if code != "partial":
        return reply(code, on).remedy, False, ""
    grounds = part_grounds(parts, on)
    first = [one for one in grounds if one.remedy == "review-first"]
    if not first:
        return "review-or-lawsuit", False, ""
    whole = len(first) == len(grounds)
    withheld = "不予公开的部分" if whole else "依据《条例》第十四条、第十五条、第十六条不予公开的部分"
    return "review-first", True, withheld


def _named(text: str, review_body: str, court: str) -> None:
    if "{body}" in text and not review_body.strip():
        raise Refused("告知书须写明行政复议机关（《行政复议法》第二十条第三款）；请先在机关资料中填写。")
    if "{court}" in text and not court.strip():
        raise Refused(
            "告知书须写明有管辖权的人民法院（《行政复议法》第二十条、行诉解释第六十四条）；请先在机关资料中填写。"
        )


def _words(kind: str, on: date) -> Mapping[str, Any]:
    return _held([one for one in table("remedies")["text"] if one["kind"] == kind], on)


def _held(versions: Sequence[Mapping[str, Any]], on: date) -> Mapping[str, Any]:
    if not versions:
        raise Refused("没有这一类型机关的行政复议管辖规则；请在机关资料中选择类型。")
    held = [one for one in versions if one["since"] <= on]
    if not held:
        raise Refused(_BEFORE)
    return max(held, key=lambda one: one["since"])


@cache
def _more() -> Mapping[str, parameters.Parameter]:
    return parameters.of(table("remedies"))
