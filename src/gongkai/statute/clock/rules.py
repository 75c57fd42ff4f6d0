"""The numbers and readings that hold for one request by its day of receipt, and the wording of the working."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from string import Formatter
from typing import NamedTuple

from gongkai.errors import Refused
from gongkai.statute.parameters import parameters
from gongkai.statute.tables import table


class Rules(NamedTuple):
    """Working days; 0 where there was no such limit. Readings as in ``data/parameters.toml``."""

    reply: int
    extension: int
    supplement: int
    third_party: int
    joint_maker: int
    reasons: str
    payment: str


_CODES = (
    "reply-days",
    "extension-days",
    "supplement-notice-days",
    "third-party-days",
    "joint-maker-days",
    "reading.reasons",
    "reading.payment",
)


@cache
def _over_time() -> tuple[list[int], list[Rules]]:
    known = [parameters()[code] for code in _CODES]
    since = sorted({version.since for parameter in known for version in parameter.versions})
    return [day.toordinal() for day in since], [_rules(day) for day in since]


def _rules(day: date) -> Rules:
    held = [parameters()[code].at(day) for code in _CODES]
    numbers = [version.value if version and isinstance(version.value, int) else 0 for version in held[:5]]
    words = [str(version.value) if version else "" for version in held[5:]]
    return Rules(*numbers, *words)  # type: ignore[arg-type]  # five numbers, two words, as above


def rules_at(ordinal: int) -> Rules:
    """What holds for a request received that day. Refused before there was a Regulation (1 May 2008)."""
    since, rules = _over_time()
    at = bisect_right(since, ordinal) - 1
    if at < 0:
        raise Refused(f"{date.fromordinal(ordinal)} 时《条例》尚未施行（2008年5月1日起施行），不能计算。")
    return rules[at]


class Wording(NamedTuple):
    """One line of the working: its article (and that of the Regulation of 2007), and its sentence with places for
    days and numbers.

    ``pattern`` is the sentence for ``%``, ``values`` takes what it needs from a reason: a million sentences are
    written as fast as a million dates are found.
    """

    article: str
    article_2007: str
    pattern: str
    values: Callable[[object], object]


@cache
def wording() -> dict[str, Wording]:
    """``data/clock_rules.toml``, by code."""
    return {code: _wording(raw) for code, raw in table("clock_rules").items()}


# Places in the sentences, and what of a reason stands in them.
_PLACES = {
    "on": "on",
    "until": "until",
    "ended": "ended",
    "days": "length",
    "who": "whom",
    "years": "who",
    "weekday": "until_weekday",
}


def _wording(raw: Mapping[str, str]) -> Wording:
    parts = list(Formatter().parse(raw["text"]))
    pattern = "".join(literal.replace("%", "%%") + ("%s" if name else "") for literal, name, _, _ in parts)
    names = [_PLACES[name] for _, name, _, _ in parts if name]
    article = raw["article"]
    return Wording(
        article, raw.get("article_2007", article), pattern, attrgetter(*names) if names else lambda reason: ()
    )
