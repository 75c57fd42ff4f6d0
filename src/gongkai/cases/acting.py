"""The frame of every step on a case: hold it, permit, ask the state; then count up, work the dates out, record.

hold(user, case, permission, verb, …) -> Case    as it is now, held until the transaction ends
finish(user, case, verb, action, …) -> Case      the new state, the dates anew, the audit entry last

Between the two stands what is particular to the step. Callers open the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from gongkai.agencies import locked_years
from gongkai.agencies.permissions import Who, ensure, may
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import due, locked
from gongkai.cases.models import Case
from gongkai.cases.states import after
from gongkai.errors import Refused, Stale

# What the office that a case was given to may do as well as the agency's own people.
_OF_THE_UNIT = frozenset({"cases.view", "cases.work", "cases.task"})
_READERS = ("cases.work", "cases.review", "cases.approve", "cases.close")


def hold(user: Who, case: Case, permission: str, verb: str, *, revision: int | None = None, at: datetime) -> Case:
    """The case as it is now, held until the transaction ends.

    NotAllowed for who may not; Stale for who acts on an older page; WrongState when the state does not allow
    the verb. Nothing was changed then.
    """
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "applicant")
    held = rows.get(pk=case.pk)
    allow(user, permission, held, on=day(at))
    ensure_fresh(held, revision)
    after(held.state, verb)
    return held


def ensure_fresh(case: Case, revision: int | None) -> None:
    """Stale when somebody acted since this person looked (``revision``)."""
    if revision is not None and case.revision > revision:
        raise Stale("这件申请刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")


def finish(
    user: Who,
    case: Case,
    verb: str,
    action: str,
    *,
    data: Mapping[str, object] | None = None,
    tell: Callable[[Case, datetime], None] | None = None,
    at: datetime,
) -> Case:
    """Put the new state, work the dates out anew, tell who is to be told, and record the step. ``data`` holds
    codes, never names. YearLocked for what changes a locked year's figures without a reason."""
    before = locked.stored(case)
    case.state = after(case.state, verb)
    case.revision += 1
    due.put(case, on=day(at))
    case.save()
    if tell is not None:
        tell(case, at)
    locked.ensure(user, case, locked_years.changed(before, locked.place(case), at=at), verb=action, at=at)
    record(f"cases.{action}", actor=actor(user), agency=case.agency, object=case, data=data, at=at)
    return case


def allowed(user: Who, permission: str, case: Case, *, on: date) -> bool:
    """May this user do this to this case, as one of the agency or of the office it was given to."""
    if may(user, permission, case.agency, on=on):
        return True
    return permission in _OF_THE_UNIT and case.unit is not None and may(user, permission, case.unit, on=on)


def may_read(user: Who, case: Case, *, on: date) -> bool:
    """Its letters and papers, where names stand: whoever only looks through the register does not get them."""
    return any(allowed(user, one, case, on=on) for one in _READERS)


def allow(user: Who, permission: str, case: Case, *, on: date) -> None:
    """NotAllowed when not."""
    if not allowed(user, permission, case, on=on):
        ensure(user, permission, case.agency, on=on)


def words(text: str, otherwise: str) -> str:
    """What somebody wrote, without the space around it; Refused with ``otherwise`` when it is nothing."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def ensure_link(text: str, otherwise: str) -> None:
    """Refused with ``otherwise`` for what is no whole web address."""
    try:
        URLValidator(schemes=["http", "https"])(text.strip())
    except ValidationError as error:
        raise Refused(otherwise) from error
