"""Words that an agency edits, each version from a day on until the next: what letters and notices have in common.

hold(agency) -> Agency                              one at a time edits the words of an agency
make_room(rows, from_on) -> date?                   the version before ends; the last day of the new one
end(row, *, until_on, on)                           back to the words of the program
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from gongkai.agencies.models import Agency, in_force
from gongkai.errors import Refused, WrongState


class Version(Protocol):
    """A row with its days."""

    from_on: date
    until_on: date | None

    def save(self, *, update_fields: list[str]) -> None: ...


def hold(agency: Agency) -> Agency:
    """As it is now, held until the transaction ends."""
    return Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)


def make_room(rows: QuerySet[Any], from_on: date) -> date | None:
    """``rows``: the versions of the same words. The one that holds on that day ends the day before; gives the eve
    of one that is planned for later, None where none is."""
    rows.filter(in_force(from_on)).update(until_on=from_on - timedelta(days=1))
    planned = rows.filter(from_on__gt=from_on).order_by("from_on").first()
    return planned.from_on - timedelta(days=1) if planned else None


def end(row: Version, *, until_on: date, on: date) -> None:
    """It ends with that day, today at the earliest. Refused for an earlier one, WrongState when it has ended."""
    if row.until_on is not None and row.until_on <= until_on:
        raise WrongState("这一版文字已经在此之前停用。")
    if until_on < max(on, row.from_on):
        raise Refused("停用日期不能早于今天，也不能早于生效日期。")
    row.until_on = until_on
    row.save(update_fields=["until_on"])
