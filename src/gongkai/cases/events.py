"""The time line of a case: lines are added, a wrong one is struck out with a reason; none is ever edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.due import standing
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.states import State
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind

# The state of the case rests on these: their day can be put right, they cannot be taken away.
BEARING = frozenset(
    str(kind)
    for kind in (
        EventKind.RECEIVED, EventKind.SUPPLEMENT_NOTICED, EventKind.SUPPLEMENT_RECEIVED, EventKind.FEE_NOTICED,
        EventKind.FEE_PAID, EventKind.REASONS_ASKED, EventKind.REASONS_RECEIVED, EventKind.POSTED,
        EventKind.SERVED, EventKind.WITHDRAWN, EventKind.CLOSED,
        # How the next letter travels rests on it; one entered by mistake is followed by a consent.
        "electronic-consent-revoked",
    )
)  # fmt: skip


def add(
    case: Case,
    kind: str,
    on: date,
    *,
    tag: str = "",
    days: int | None = None,
    until: date | None = None,
    letter: Letter | None = None,
    data: Mapping[str, object] | None = None,
    by: Who,
    at: datetime,
) -> CaseEvent:
    """One line, in the caller's transaction. ``on`` is the statutory day; ``data`` holds plain facts, never
    personal data. Refused for a day that is yet to come, or before the request arrived."""
    check_day(case, on, at)
    return CaseEvent.objects.create(
        case=case,
        round=case.round,
        kind=str(kind),
        on=on,
        tag=tag,
        days=days,
        until=until,
        letter=letter,
        data=dict(data or {}),
        by=person(by),
        at=at,
    )


def check_day(case: Case, on: date, at: datetime) -> None:
    """Refused for a day nobody can have seen, or before there was a request."""
    if on > day(at):
        raise Refused(f"{on}还没有到，不能登记；请填写实际发生的日期。")
    if on < case.arrived_on:
        raise Refused(f"{on}早于收到来件的日期（{case.arrived_on}），请核对。")


def of(case: Case, kind: str, *, tag: str = "") -> CaseEvent | None:
    """The last line of this kind that stands in this round, None when there is none."""
    found = [
        line for line in standing(case, case.round) if line.kind == str(kind) and (not tag or line.tag == tag)
    ]
    return found[-1] if found else None


@transaction.atomic
def strike(user: Who, event: CaseEvent, *, reason: str, revision: int | None = None, at: datetime) -> CaseEvent:
    """Strike a line out, with the reason; the dates follow. Refused for a line that the state of the case rests
    on: its day can be put right (``redating.redate``)."""
    case = hold(user, event.case, "cases.work", "record", revision=revision, at=at)
    event = locked(event)
    ensure_not_over(case)
    if event.kind in BEARING:
        raise Refused("这一步已经决定了办理状态，不能划去；日期有误的，请更正日期。")
    strike_out(event, reason, user, at)
    finish(user, case, "record", "strike", data={"kind": event.kind, "on": event.on.isoformat()}, at=at)
    return event


def ensure_not_over(case: Case) -> None:
    """WrongState once it is closed: its dates were looked at twice, and what was reported rests on them."""
    if case.state == State.CLOSED:
        raise WrongState("这件申请已经办结，日期不再更正；确有错误的，请加入材料说明情况。")


def strike_out(event: CaseEvent, reason: str, by: Who, at: datetime) -> None:
    """The line itself, in the caller's transaction."""
    if event.struck_at is not None:
        raise WrongState("这一条已经划去。")
    event.struck_reason = words(reason, "请写明划去的理由：哪里不对，依据什么。")
    event.struck_by, event.struck_at = person(by), at
    event.save(update_fields=["struck_reason", "struck_by", "struck_at"])


def locked(event: CaseEvent) -> CaseEvent:
    """The line as it is now."""
    return CaseEvent.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)
