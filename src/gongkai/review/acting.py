"""The frame of every step on a proceeding: hold it, permit, ask the state; then the new state, the days, the line.

hold(user, proceeding, verb, …) -> Proceeding    as it is now, held until the transaction ends
finish(user, proceeding, verb, …)                the new state, the nearest day, its line, the audit entry last

Callers open the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.models import Case
from gongkai.errors import Refused, Stale
from gongkai.review import due, holding, locked
from gongkai.review.models import Event, Proceeding
from gongkai.review.states import after


def hold(user: Who, proceeding: Proceeding, verb: str, *, revision: int | None = None, at: datetime) -> Proceeding:
    """NotAllowed for who may not; Stale for who acts on an older page; WrongState when the state does not allow
    the verb. Nothing was changed then."""
    rows = Proceeding.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "case")
    held = rows.get(pk=proceeding.pk)
    ensure(user, "reviews.work", held.agency, on=day(at))
    if revision is not None and held.revision > revision:
        raise Stale("这件复议诉讼刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")
    after(held.state, verb)
    held.stood = locked.standing(held)
    return held


def finish(
    user: Who,
    held: Proceeding,
    verb: str,
    *,
    on: date,
    data: Mapping[str, object] | None = None,
    reason: str = "",
    before: Case | None = None,
    at: datetime,
) -> Proceeding:
    """``on`` is the day of its line. ``data`` holds codes, numbers and days, never names. ``before``: the request
    it was about until now. YearLocked for what is of a locked year, without a reason."""
    held.state = after(held.state, verb)
    held.revision += 1
    due.put(held)
    held.save()
    line(user, held, verb, on, data={**(data or {}), **({"reason": reason} if reason else {})}, at=at)
    holding.follow(user, held, before=before, at=at)
    locked.ensure(user, held, held.stood, on=on, verb=verb, at=at)
    facts = {"on": on.isoformat(), **(data or {})}
    record(f"reviews.{verb}", actor=actor(user), agency=held.agency, object=held, reason=reason, data=facts, at=at)
    return held


def line(
    user: Who, held: Proceeding, kind: str, on: date, *, data: Mapping[str, object] | None = None, at: datetime
) -> Event:
    """One line of the story."""
    return Event.objects.create(proceeding=held, kind=kind, on=on, data=dict(data or {}), by=person(user), at=at)


def check_day(on: date, what: str, *, since: date | None = None, at: datetime) -> None:
    """Refused for a day to come, or before the day it follows from."""
    if on > day(at):
        raise Refused(f"{what}（{on}）还没有到，请填写实际发生的日期。")
    if since is not None and on < since:
        raise Refused(f"{what}（{on}）早于{since}，请核对。")


def words(text: str, otherwise: str) -> str:
    """What somebody wrote, without the space around it; Refused with ``otherwise`` when it is nothing."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()
