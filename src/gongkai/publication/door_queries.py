"""What visitors brought, as one person may see it.

visible(user, *, on) -> QuerySet        everything of the agencies whose doors they look after
open_(user, *, on) -> QuerySet          not answered yet, due first
theirs(user, *, on) -> QuerySet         of those, what they may answer
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gongkai.agencies.permissions import Who, within
from gongkai.publication.door_states import State
from gongkai.publication.models import DoorReport


def visible(user: Who, *, on: date) -> QuerySet[DoorReport]:
    rows = DoorReport.objects.filter(agency__in=within(user, "doors.view", on=on))
    return rows.select_related("agency", "item", "became", "answered_by")


def open_(user: Who, *, on: date) -> QuerySet[DoorReport]:
    return visible(user, on=on).exclude(state=State.ANSWERED).order_by("due_on", "pk")


def theirs(user: Who, *, on: date) -> QuerySet[DoorReport]:
    return open_(user, on=on).filter(agency__in=within(user, "doors.answer", on=on))
