"""What may be seen of items: the one question every outlet asks, and the one the desk asks.

shown() -> QuerySet[Item]              what the public may see, and nothing else; sort it by ``NEWEST``
shown_one(pk) -> Item                  one of them; Item.DoesNotExist
tombstone(pk) -> Departure | None      why an item is gone, where its address tells it
visible(user, *, on) -> QuerySet[Item] what somebody at the desk may see
version(user, pk, *, on) -> Version    one version of what they may see; Version.DoesNotExist
past(item) -> QuerySet[Version]        what the public may see of its versions, the shown one first
year_of, table2(user, agency, year)    the figures of a year, and what is behind them: ``counted``
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, within
from gongkai.prepared import Prepared
from gongkai.publication.models import Departure, Item, Version
from gongkai.publication.states import OPEN, ItemState, State

if TYPE_CHECKING:
    from gongkai.publication.counted import Figure, Year

# Newest first: by the day it first was public. Old stock that came in today stands at its own day.
NEWEST: Final = ("-first_public_on", "-released_at", "-pk")
# No database takes a larger number for a key; one that stands in an address is nobody's.
_LAST_KEY: Final = 2**63 - 1


def shown() -> QuerySet[Item]:
    """The only way by which any outlet gets items."""
    return Item.objects.filter(state=ItemState.PUBLIC)


def shown_one(pk: int) -> Item:
    """One of them with its agency and what is shown of it."""
    found = _shown_one.first(pk) if pk <= _LAST_KEY else None
    if found is None:
        raise Item.DoesNotExist(pk)
    return found


_shown_one = Prepared(lambda pk: shown().filter(pk=pk).select_related("agency", "column__parent", "current")[:1])


def tombstone(pk: int) -> Departure | None:
    """The withdrawal of an item with its public reason; None while it is shown and when it went silently."""
    if pk > _LAST_KEY:
        return None
    gone = Departure.objects.filter(item=pk, item__state=ItemState.WITHDRAWN)
    last = gone.select_related("item__agency").order_by("-pk").first()
    return None if last is None or last.silent else last


def past(item: Item) -> QuerySet[Version]:
    """What was ever shown of a shown item, newest first."""
    return item.versions.filter(state__in=[State.RELEASED, State.SUPERSEDED]).order_by("-released_at", "-number")


def visible(user: Who, *, on: date, verb: str = "items.view") -> QuerySet[Item]:
    """Items of the agencies where this user may look; for an office that drafts for its agency, its own drafts."""
    agencies = within(user, verb, on=on)
    drafted = Version.objects.filter(unit__in=agencies, state__in=OPEN).values("item")
    return Item.objects.filter(Q(agency__in=agencies) | Q(pk__in=drafted))


def version(user: Who, pk: int, *, on: date) -> Version:
    """One version with its item and agency. Version.DoesNotExist for what this user may not see."""
    rows = Version.objects.select_related("item__agency", "column", "unit")
    return rows.get(pk=pk, item__in=visible(user, on=on))


def on_its_way(item: Item) -> Version | None:
    """The version that is being drafted or reviewed, if there is one."""
    return item.versions.filter(state__in=OPEN).first()


def year_of(user: Who, agency: Agency, year: int, *, on: date) -> Year:
    """What the annual report needs of a year (``counted``, which asks this module what is shown)."""
    from gongkai.publication import counted

    return counted.year_of(user, agency, year, on=on)


def table2(user: Who, agency: Agency, year: int, *, on: date) -> dict[str, Figure]:
    """Its part of table 2, each cell with the records behind it (``counted.behind``)."""
    from gongkai.publication import counted

    return counted.table2(user, agency, year, on=on)
