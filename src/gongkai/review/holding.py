"""The papers of a request stay while it is before a review body or a court, whatever their time.

follow(user, proceeding, *, before, at)    calls or lifts the hold as the proceeding now stands
lock(cases)                                everybody's rows beforehand, for a step over many
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongkai.agencies.permissions import Who
from gongkai.cases.models import Case, Hold
from gongkai.cases.retention import holds
from gongkai.review.models import Proceeding
from gongkai.review.states import OPEN


def follow(user: Who, proceeding: Proceeding, *, before: Case | None = None, at: datetime) -> None:
    """In the caller's transaction, after everything but its own entry: a hold has an entry of its own. ``before``:
    the request it was about until now. Nothing happens where the hold is as it should be."""
    case, source = proceeding.case, proceeding.key
    if before is not None and before != case:
        lock([before, *([case] if case else [])])
        holds.lift(user, before, source=source, at=at)
    if case is None:
        return
    wanted = proceeding.state in OPEN
    standing = Hold.objects.filter(case=case, source=source, until_on=None).exists()
    if wanted and not standing:
        reason = f"{proceeding.number}（{proceeding.get_kind_display()}）尚未了结"
        holds.call(user, case, source=source, reason=reason, at=at)
    elif standing and not wanted:
        holds.lift(user, case, source=source, at=at)


def lock(cases: Iterable[Case]) -> None:
    """In the order of their keys: whoever holds one may be waiting for the audit chain."""
    keys = sorted({one.pk for one in cases})
    list(Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk"))
