"""Which agencies have a page: those that owe a report or have published one, with a released item, or of which the
result of an inspection is public."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.prepared import Prepared
from gongkai.publication import queries
from gongkai.reports import catalogue
from gongkai.supervision import public


def public_agencies(on: date) -> AgencyQuerySet:
    """In official order."""
    has = Exists(queries.shown().filter(agency=OuterRef("pk")))
    inspected = Exists(public.shown().filter(agency=OuterRef("pk")).order_by())
    return (Agency.objects.filter(has | inspected) | catalogue.agencies(on)).order_by("rank")


_public = Prepared(lambda on: public_agencies(on).only("name", "credit_code", "kind"))


def all_public(on: date) -> list[Agency]:
    """The same, read: their names and words."""
    return _public(on)


def public_agency(word: str, on: date) -> Agency | None:
    """The one that the word of an address means."""
    found = addresses.find(word)
    return found if found is not None and public_agencies(on).filter(pk=found.pk).exists() else None
