"""转为主动公开: what several asked for should be published (Art. 44, rule 40).

suggest(agency, *, title, cases, applicants, at) -> Conversion | None     fed by a face, which alone sees requests
agree(user, conversion, *, period, column, at)     it must be public in time: an obligation from today
decline(user, conversion, *, reason, at)

Requests stay where they are: only their numbers come here, as plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication import obligations
from gongkai.publication.models import Column, Conversion
from gongkai.statute import duties

State = Conversion.State


@transaction.atomic
def suggest(
    user: Who, agency: Agency, *, title: str, cases: Iterable[str], applicants: int, at: datetime
) -> Conversion | None:
    """Made once for the same requests: one that shares a request with an older suggestion joins it while that is
    open, and is None when it was decided on already. Refused below the number that the law asks for."""
    ensure(user, "columns.record", agency, on=day(at))
    numbers = sorted({one.strip() for one in cases if one.strip()})
    if not title.strip():
        raise Refused("请写明建议公开的内容，不写申请人。")
    if not duties.converts(applicants, day(at)) or applicants > len(numbers):
        least = duties.number("conversion-applicants", day(at))
        raise Refused(f"同一政府信息至少有{least}个申请人申请公开，才建议转为主动公开（《条例》第四十四条）。")
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    older = _sharing(agency, numbers)
    if older is not None and older.state != State.OPEN:
        return None
    if older is not None and set(numbers) <= set(older.cases):
        return older
    made = older or Conversion(agency=agency, title=title.strip()[:300], suggested_at=at, cases=[])
    made.cases = sorted({*made.cases, *numbers})
    made.applicants = max(applicants, made.applicants or 0)
    made.save()
    _told(user, "suggest", made, {"cases": len(made.cases), "applicants": made.applicants}, at)
    return made


@transaction.atomic
def agree(
    user: Who,
    conversion: Conversion,
    *,
    title: str = "",
    column: Column | None = None,
    reason: str = "",
    at: datetime,
) -> Conversion:
    """Agreed: it must be made public in time (Art. 44 (2)), counted from today. ``title``: what it is called from
    now on, where the words of the requests are not for everybody who sees what is owed."""
    held = _held(user, conversion, at)
    held.title = title.strip()[:300] or held.title
    held.state, held.reason = State.AGREED, reason.strip()
    held.decided_by, held.decided_at = person(user), at
    held.obligation = obligations.enter(
        user, held.agency, title=held.title, formed_on=day(at), column=column, period=duties.ORDINARY, at=at
    )
    held.save()
    _told(user, "agree", held, {"due_on": held.obligation.due_on.isoformat()}, at)
    return held


@transaction.atomic
def decline(user: Who, conversion: Conversion, *, reason: str, at: datetime) -> Conversion:
    """Not published proactively, and why."""
    held = _held(user, conversion, at)
    if not reason.strip():
        raise Refused("请写明不转为主动公开的理由。")
    held.state, held.reason = State.DECLINED, reason.strip()
    held.decided_by, held.decided_at = person(user), at
    held.save()
    _told(user, "decline", held, {}, at)
    return held


def visible(user: Who, *, on: date, verb: str = "columns.record") -> QuerySet[Conversion]:
    """Those of the agencies where this user works, open ones first. What citizens asked for stands in their words:
    whoever only looks from above does not see them."""
    rows = Conversion.objects.filter(agency__in=within(user, verb, on=on))
    return rows.select_related("agency", "obligation__item", "decided_by").order_by("decided_at", "-pk")


def _sharing(agency: Agency, numbers: list[str]) -> Conversion | None:
    """The suggestion that one of these requests stands in. An agency has few; the two databases search JSON
    differently."""
    wanted = set(numbers)
    for one in Conversion.objects.select_for_update(no_key=True, of=("self",)).filter(agency=agency):
        if wanted & set(one.cases):
            return one
    return None


def _held(user: Who, conversion: Conversion, at: datetime) -> Conversion:
    rows = Conversion.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=conversion.pk)
    ensure(user, "columns.edit", held.agency, on=day(at))
    if held.state != State.OPEN:
        raise WrongState(f"这项建议已经决定：{held.get_state_display()}。")
    return held


def _told(user: Who, verb: str, held: Conversion, data: Mapping[str, object], at: datetime) -> None:
    record(f"conversions.{verb}", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
