"""What every step on an inspection does first and last: locked and permitted; counted, kept and told.

permission(own) -> str
hold(user, inspection, verb, revision, at) -> Inspection
finish(user, held, verb, data, at) -> Inspection
told(user, verb, held, data, at)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Stale
from gongkai.supervision.inspection_states import after
from gongkai.supervision.models import Inspection


def permission(own: bool) -> str:
    """What who looks needs: the office of itself, or whoever supervises."""
    return "inspections.own" if own else "inspections.inspect"


def hold(user: Who, inspection: Inspection, verb: str, revision: int | None, at: datetime) -> Inspection:
    """NotAllowed, Stale for who saw an older one, WrongState where the verb does not fit."""
    rows = Inspection.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "begun_by")
    held = rows.get(pk=inspection.pk)
    ensure(user, permission(held.own), held.agency, on=day(at))
    if revision is not None and held.revision > revision:
        raise Stale("这次检查刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")
    after(held.state, verb)
    return held


def finish(
    user: Who, held: Inspection, verb: str, data: Mapping[str, object], at: datetime, reason: str = ""
) -> Inspection:
    held.revision += 1
    held.save()
    told(user, verb, held, data, at, reason)
    return held


def told(
    user: Who, verb: str, held: Inspection, data: Mapping[str, object], at: datetime, reason: str = ""
) -> None:
    record(
        f"inspections.{verb}", actor=actor(user), agency=held.agency, object=held, reason=reason, data=data, at=at
    )
