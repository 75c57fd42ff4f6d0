"""A year's figures are locked some day after it: what still changes them then needs a reason.

because(reason)                                  at the edge: why this request or command does what it does
enter(user, agency, years, *, about, verb, at)   in a step, before its audit entry: it changes these years' figures
ask(user, agency, years, *, about, verb, at)     the same beforehand, of what a worker does later; the reason
changed(before, after, *, at) -> set[int]        the years that have other figures after a step than before it
keep(keeper)                                     who knows the locks names itself (``reports.locking``)

Every step that moves a day, a count or a result which the annual report rests on asks ``enter``. The reason does
not travel through the arguments of some eighty steps, nearly none of which ever needs it: the edge states it, as
it states who asks, and ``enter`` refuses (YearLocked) where none was stated. So a step that nobody thought of
giving a reason to is refused, and never let through (docs/adr/0039).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.audit.actions import Keyed
from gongkai.errors import YearLocked


@dataclass(slots=True)
class Stated:
    """What was said at the edge; ``refused`` is the sentence of the last step that was refused for want of it."""

    reason: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A step that changes the figures of years that are over."""

    user: Who
    agency: Agency
    years: tuple[int, ...]
    about: str
    verb: str
    reason: str
    at: datetime
    # False: it is only asked whether it may be done; whoever does it asks again.
    done: bool = True


class Keeper(Protocol):
    def __call__(self, change: Change, /) -> None:
        """Note it where a year of it is locked; YearLocked when it has no reason then."""


_stated: ContextVar[Stated | None] = ContextVar("stated", default=None)
_keepers: dict[str, Keeper] = {}


def keep(keeper: Callable[[Change], None]) -> None:
    """Named in ``AppConfig.ready``; the same one again takes its own place."""
    _keepers[f"{keeper.__module__}.{keeper.__qualname__}"] = keeper


@contextmanager
def because(reason: str) -> Iterator[Stated]:
    """Whatever is done within has this reason, "" for none."""
    stated = Stated(" ".join(reason.split()))
    token = _stated.set(stated)
    try:
        yield stated
    finally:
        _stated.reset(token)


def enter(user: Who, agency: Agency, years: Iterable[int], *, about: str | Keyed, verb: str, at: datetime) -> None:
    """``verb`` is that of the step's own audit entry, ``about`` what it is on. The year that runs is never locked;
    YearLocked for one that is, without a reason."""
    key = about if isinstance(about, str) else about.key
    _tell(Change(user, agency, _over(years, at), key, verb, _reason(), at))


def ask(user: Who, agency: Agency, years: Iterable[int], *, about: Keyed, verb: str, at: datetime) -> str:
    """The reason that was stated, to be kept for whoever does it; YearLocked where one is needed and missing."""
    _tell(Change(user, agency, _over(years, at), about.key, verb, _reason(), at, done=False))
    return _reason()


def _over(years: Iterable[int], at: datetime) -> tuple[int, ...]:
    return tuple(sorted({year for year in years if year < day(at).year}))


def _reason() -> str:
    stated = _stated.get()
    return stated.reason if stated else ""


def _tell(change: Change) -> None:
    if not change.years:
        return
    try:
        for keeper in list(_keepers.values()):
            keeper(change)
    except YearLocked as refusal:
        stated = _stated.get()
        if stated is not None:
            stated.refused = str(refusal)
        raise


class Standing(Protocol):
    """What a record counts by; each year that it is in has something of it, compared with ``==``."""

    @property
    def received_on(self) -> date: ...

    def in_year(self, year: int, /) -> tuple[object, ...] | None:
        """None for a year that it is not in."""


def changed(before: Standing | None, after: Standing | None, *, at: datetime) -> set[int]:
    """Of the years that are over. None: it counted, or counts, nowhere."""
    first = min((one.received_on for one in (before, after) if one is not None), default=None)
    if before == after or first is None:
        return set()
    return {
        year
        for year in years_between(first, at)
        if (before.in_year(year) if before else None) != (after.in_year(year) if after else None)
    }


def years_between(first: date | None, at: datetime) -> range:
    """From the year of a day to the last one that is over; empty without a day."""
    return range(first.year if first else day(at).year, day(at).year)
