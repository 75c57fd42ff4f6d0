"""Reading the chain: what happened to one thing, in one agency."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from gongkai.audit.models import Entry


def about(thing: str) -> QuerySet[Entry]:
    """Everything recorded about one object, oldest first."""
    return Entry.objects.filter(object=thing)


def of_agencies(keys: Iterable[str]) -> QuerySet[Entry]:
    """Everything recorded in these agencies, newest first."""
    return Entry.objects.filter(agency__in=list(keys)).order_by("-sequence")
