"""The item that an address names, for this person: through ``queries.visible`` or not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.publication import queries
from gongkai.publication.acting import allowed
from gongkai.publication.models import Item, Version
from gongkai.publication.states import State

from .access import Asking, there


def visible(asking: Asking) -> QuerySet[Item]:
    """Every item that this person may see, with what a line of it needs."""
    found = queries.visible(asking.person, on=asking.on)
    return found.select_related("agency", "column")


def item_of(asking: Asking, pk: int) -> Item:
    """The item, or a page that is not there."""
    return there(lambda: visible(asking).select_related("current").get(pk=pk))


def version_of(item: Item) -> Version:
    """The version that is worked on, else the one that is shown, else the last."""
    several = item.versions.select_related("created_by", "released_by", "unit", "column")
    found = queries.on_its_way(item) or item.current or several.order_by("-number").first()
    assert found is not None, item.pk
    one = several.get(pk=found.pk)
    one.item = item
    return one


def numbered(asking: Asking, pk: int, number: int) -> Version:
    """One version of an item by its number, or a page that is not there."""
    item = item_of(asking, pk)
    found = there(lambda: item.versions.select_related("created_by", "released_by", "column").get(number=number))
    found.item = item
    return found


def may(asking: Asking, permission: str, version: Version) -> bool:
    """As one of the agency, or of the office that drafts for it."""
    return allowed(asking.person, permission, version, on=asking.on)


def drafted(asking: Asking, version: Version) -> bool:
    """Had this person a hand in it: then they review none of it."""
    return asking.person.key in version.drafters


def is_draft(version: Version) -> bool:
    return version.state == State.DRAFT
