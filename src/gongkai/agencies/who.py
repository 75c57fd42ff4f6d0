"""Who acts: a person, or the operator of the machine, who stands in no row as a person."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Operator, Who, memberships
from gongkai.errors import NotAllowed


def person(user: Who) -> Person | None:
    """The person to write into a row; None for the operator."""
    return user if isinstance(user, Person) else None


def actor(user: Who) -> Person | Operator:
    """Whoever stands in the audit chain. NotAllowed for somebody who has not signed in."""
    if isinstance(user, Person | Operator):
        return user
    raise NotAllowed("请先登录。")


def belongs_to(user: Who, agency: Agency, *, on: date) -> bool:
    """Whether this person has a role in this very agency, that day."""
    return isinstance(user, Person) and any(m.agency_id == agency.pk for m in memberships(user, on=on))


def day(at: datetime) -> date:
    """The day in Shanghai."""
    return timezone.localdate(at)
