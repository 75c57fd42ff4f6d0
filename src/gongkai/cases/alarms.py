"""Telling the clerks of an agency, then the head: on the desk, and by mail to who has an address.

Each occasion is told to each person once, however often the job runs (``Notice.once``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.agencies.roster import in_role
from gongkai.agencies.who import day
from gongkai.notices import outbox
from gongkai.notices.models import Notice

CLERKS = (Role.CLERK,)
HEAD = (Role.HEAD,)


@transaction.atomic
def tell(
    agency: Agency, roles: Iterable[Role], *, occasion: str, subject: str, body: str, about: str, at: datetime
) -> list[Person]:
    """Those of these roles who were told now. With no clerk in office the head is told, so that nothing falls
    between two chairs."""
    people = in_role(agency, *roles, on=day(at)) or in_role(agency, *HEAD, on=day(at))
    there = set(Notice.objects.filter(once__startswith=f"{occasion}:").values_list("recipient", flat=True))
    fresh = [one for one in people if one.key not in there]
    for one in fresh:
        _put(one, agency, occasion, subject, body, about, at)
    return fresh


def _put(who: Person, agency: Agency, occasion: str, subject: str, body: str, about: str, at: datetime) -> None:
    ways = [("desk", "")] + ([("mail", who.email)] if who.email else [])
    for means, address in ways:
        outbox.put(
            agency, means=means, recipient=who.key, address=address, subject=subject, body=body, about=about,
            once=f"{occasion}:{who.key}:{means}", at=at,
        )  # fmt: skip
