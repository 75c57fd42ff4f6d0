"""Roles, compared with what the audit chain tells of them: who has the database can give themselves one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from gongkai.agencies.models import Membership, StandIn
from gongkai.audit.models import Entry

APPOINT, DISMISS, STAND_IN = "people.appoint", "people.dismiss", "people.stand-in"
# Person, agency, role; days as text.
Whose = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """``periods``: for each role of somebody its first days, each with its last (None: open). ``stand_ins``:
    person, membership, first and last day."""

    periods: dict[Whose, dict[str, str | None]] = field(default_factory=dict)
    stand_ins: set[tuple[str, str, str, str]] = field(default_factory=set)


def untold() -> list[str]:
    """The keys of memberships and stand-ins that nobody was appointed to, or whose days are not those told."""
    told = _told()
    return [
        *(m.key for m in Membership.objects.order_by("pk") if not _is_told(m, told)),
        *(
            s.key
            for s in StandIn.objects.select_related("membership").order_by("pk")
            if _stand_in(s) not in told.stand_ins
        ),
    ]


def _told() -> _Told:
    told = _Told()
    found = Entry.objects.filter(verb__in=[APPOINT, DISMISS, STAND_IN]).order_by("sequence")
    for entry in found.iterator():
        data = json.loads(entry.data)
        if entry.verb == STAND_IN:
            told.stand_ins.add((entry.object, data["for"], data["from"], data["until"]))
            continue
        periods = told.periods.setdefault((entry.object, entry.agency, data["role"]), {})
        if entry.verb == APPOINT:
            periods[data["from"]] = data["until"]
        else:
            _end(periods, data["until"])
    return told


def _end(periods: dict[str, str | None], last: str) -> None:
    """Periods of one role do not overlap: the one that the day lies in ends with it."""
    for first, until in periods.items():
        if first <= last and (until is None or last < until):
            periods[first] = last


def _is_told(one: Membership, told: _Told) -> bool:
    periods = told.periods.get((f"person:{one.person_id}", f"agency:{one.agency_id}", one.role), {})
    first = str(one.from_on)
    return first in periods and periods[first] == (str(one.until_on) if one.until_on else None)


def _stand_in(one: StandIn) -> tuple[str, str, str, str]:
    return (f"person:{one.person_id}", one.membership.key, str(one.from_on), str(one.until_on))
