"""Reading the chain: what happened to one thing, in one agency."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from gongkai.audit import sql
from gongkai.audit.models import Entry


def about(thing: str) -> QuerySet[Entry]:
    """Everything recorded about one object, oldest first."""
    return Entry.objects.filter(object=thing)


def of_agencies(keys: Iterable[str]) -> QuerySet[Entry]:
    """Everything recorded in these agencies, newest first."""
    return Entry.objects.filter(agency__in=list(keys)).order_by("-sequence")


def head() -> str:
    """The digest of the newest entry, "" before the first: as long as it is the same, nobody has done anything.

    Every step records itself in its own transaction, and steps wait for one another until they stand; so whoever
    asks this first and reads afterwards sees at least all that this head tells of.
    """
    return sql.head(connection)
