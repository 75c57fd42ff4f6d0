"""What every step on a questionnaire begins and ends with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Stale
from gongkai.supervision.appraisal.states import after
from gongkai.supervision.models import Questionnaire


def held(
    user: Who,
    permission: str,
    questionnaire: Questionnaire,
    verb: str,
    *,
    revision: int | None = None,
    at: datetime,
) -> Questionnaire:
    """Behind its lock. NotAllowed, Stale for who looked before somebody else acted, WrongState."""
    rows = Questionnaire.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    found = rows.get(pk=questionnaire.pk)
    ensure(user, permission, found.agency, on=day(at))
    if revision is not None and found.revision > revision:
        raise Stale("这份问卷刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")
    after(found.state, verb)
    return found


def finished(
    user: Who, found: Questionnaire, verb: str, data: Mapping[str, object], at: datetime, *, reason: str = ""
) -> Questionnaire:
    found.revision += 1
    found.save()
    record(
        f"appraisals.{verb}", actor=actor(user), agency=found.agency, object=found, reason=reason, data=data, at=at
    )
    return found
