"""Which years' figures a step on an item changes: asked before its audit entry, for a year may be locked.

remember(item)                     as it is taken hold of; ``acting`` does it
ensure(user, item, *, verb, at)    YearLocked where a locked year has other figures now and no reason was stated
years(before, after, *, at)        the years, over by then, that have other figures afterwards

An item counts in the year of its first day in public; a rule or normative document in those in which it was made,
repealed and in force (``register``), however late it came onto the website.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from gongkai.agencies import locked_years
from gongkai.agencies.permissions import Who
from gongkai.publication.models import Item
from gongkai.publication.states import ItemState
from gongkai.publication.words import ENDED, REGISTERED, Validity

_COUNTED: Final = (ItemState.PUBLIC, ItemState.WITHDRAWN)
_STOOD: Final = "stood"


@dataclass(frozen=True, slots=True)
class Standing:
    """What an item counts by; ``made_on`` and how it ended are of registered documents alone."""

    first_public_on: date | None
    genre: str
    made_on: date | None
    validity: str
    ended_on: date | None

    def in_year(self, year: int) -> tuple[object, ...]:
        public = self.first_public_on is not None and self.first_public_on.year == year
        made = self.made_on is not None and self.made_on.year == year
        ended = self.ended_on is not None and self.ended_on.year == year
        repealed = self.validity == Validity.REPEALED and ended
        registered = (made, repealed, self._holds(date(year, 12, 31)))
        return (public, *registered, self.genre if any(registered) else "")

    def _holds(self, on: date) -> bool:
        if self.made_on is None or self.made_on > on:
            return False
        return self.ended_on > on if self.ended_on is not None else self.validity not in ENDED

    @property
    def first(self) -> date | None:
        return min((on for on in (self.first_public_on, self.made_on) if on is not None), default=None)


NOWHERE: Final = Standing(None, "", None, "", None)


def of(item: Item) -> Standing:
    """As if it were counted already."""
    if item.genre not in REGISTERED:
        return Standing(item.first_public_on, "", None, "", None)
    return Standing(item.first_public_on, item.genre, item.made_on, item.validity, item.ended_on)


def standing(item: Item) -> Standing:
    return of(item) if item.state in _COUNTED else NOWHERE


def remember(item: Item) -> Item:
    """The same item, which knows from now on how it stood."""
    setattr(item, _STOOD, standing(item))
    return item


def years(before: Standing, after: Standing, *, at: datetime) -> set[int]:
    if before == after:
        return set()
    first = min((on for on in (before.first, after.first) if on is not None), default=None)
    over = locked_years.years_between(first, at)
    return {year for year in over if before.in_year(year) != after.in_year(year)}


def ensure(user: Who, item: Item, *, verb: str, at: datetime) -> None:
    """Nothing for an item that nobody took hold of: such a step has changed none of its days."""
    before: Standing | None = getattr(item, _STOOD, None)
    if before is None:
        return
    changed = years(before, standing(item), at=at)
    locked_years.enter(user, item.agency, changed, about=item, verb=f"items.{verb}", at=at)
    remember(item)
