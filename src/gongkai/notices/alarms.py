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
        put(one, agency, occasion=occasion, subject=subject, body=body, about=about, at=at)
    return fresh


@transaction.atomic
def put(
    who: Person,
    agency: Agency,
    *,
    occasion: str,
    subject: str,
    body: str,
    mail: str = "",
    mail_from: datetime | None = None,
    about: str,
    at: datetime,
) -> None:
    """One person, on the desk and by mail where there is an address. ``mail``: what the mail says instead of
    ``body``; ``mail_from``: not before then."""
    ways = [("desk", "", body, at)] + ([("mail", who.email, mail or body, mail_from or at)] if who.email else [])
    for means, address, text, when in ways:
        outbox.put(
            agency, means=means, recipient=who.key, address=address, subject=subject, body=text, about=about,
            once=once(occasion, who, means), not_before=when, at=at,
        )  # fmt: skip


def once(occasion: str, who: Person, means: str) -> str:
    """What makes a notice of this occasion to this person unique."""
    return f"{occasion}:{who.key}:{means}"
