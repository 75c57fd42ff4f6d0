"""Carrying an approved list out: each case a transaction of its own, so that whoever is killed in the middle has
destroyed whole cases only, and the list says which. Begun once, a job goes on with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.permissions import OPERATOR, Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.models import Case, Destruction, DestructionLine, Incoming
from gongkai.cases.retention import destroying, due, periods
from gongkai.cases.retention.deciding import locked
from gongkai.cases.retention.states import after
from gongkai.errors import NotAllowed
from gongkai.jobs.registry import Periodic, register

State = Destruction.State
_SINCE_HELD = "批准以后登记了留存或者重新办理，没有销毁"
_NOT_YET = "批准以后保管期限有变化，还没有届满，没有销毁"


def carry_out(user: Who, destruction: Destruction, *, at: datetime) -> Destruction:
    """All of it. What was held or opened again since it was approved stays, with the reason on its line."""
    begun = _begin(user, destruction, at)
    return _go_on(user, begun, at)


@transaction.atomic
def _begin(user: Who, destruction: Destruction, at: datetime) -> Destruction:
    held = locked(destruction)
    ensure(user, "retention.carry_out", held.agency, on=day(at))
    held.state = after(held.state, "carry-out")
    if person(user) is None:
        raise NotAllowed("销毁须由本机关的人员进行。")
    held.done_by = held.done_by or person(user)
    held.save(update_fields=["done_by", "state"])
    return held


def go_on(at: datetime) -> int:
    """The periodic job: lists that were begun and are not through; how many were finished."""
    begun = Destruction.objects.filter(state=State.APPROVED).exclude(done_by=None).order_by("pk")
    return sum(1 for one in begun if _go_on(OPERATOR, one, at).state == State.DONE)


def _go_on(user: Who, destruction: Destruction, at: datetime) -> Destruction:
    todo = destruction.lines.filter(done_at=None, kept_reason="").order_by("pk")
    for case in Case.objects.filter(pk__in=todo.values("case")).order_by("pk").values_list("pk", flat=True):
        _case(user, destruction, case, at)
    for came in todo.exclude(incoming=None).values_list("incoming", flat=True):
        _incoming(user, destruction, came, at)
    return _finish(user, destruction, at)


@transaction.atomic
def _case(user: Who, destruction: Destruction, key: int, at: datetime) -> None:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    case = rows.get(pk=key)
    lines = list(_todo(destruction).filter(case=case))
    if not lines:
        return
    if due.obstacle(case):
        _stay(lines, _SINCE_HELD)
        return
    if not _still_due(case, lines, at):
        _stay(lines, _NOT_YET)
        return
    files = 0
    for line in lines:
        files += destroying.destroy(case, line.kind, destruction.number, at=at)
        _done(line, at)
    Case.objects.filter(pk=key).update(revision=case.revision + 1)
    data = {"number": destruction.number, "kinds": [line.kind for line in lines], "files": files}
    record("retention.destroy", actor=actor(user), agency=case.agency, object=case, data=data, at=at)


def _still_due(case: Case, lines: list[DestructionLine], at: datetime) -> bool:
    """All of them, as the day is counted now: a hold that was called and lifted since moves it."""
    days = due.of_case(case, periods.of(case.agency, on=day(at)))
    return all(line.kind in days and _over(days[line.kind], at) for line in lines)


def _over(found: due.Due, at: datetime) -> bool:
    return found.on is not None and found.on <= day(at)


@transaction.atomic
def _incoming(user: Who, destruction: Destruction, key: int, at: datetime) -> None:
    rows = Incoming.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    came = rows.get(pk=key)
    line = _todo(destruction).filter(incoming=came).first()
    if line is None:
        return
    files = destroying.destroy_incoming(came, at=at)
    _done(line, at)
    data = {"number": destruction.number, "kinds": [line.kind], "files": files}
    record("retention.destroy", actor=actor(user), agency=came.agency, object=came, data=data, at=at)


@transaction.atomic
def _finish(user: Who, destruction: Destruction, at: datetime) -> Destruction:
    held = locked(destruction)
    if held.state == State.DONE:
        return held
    held.state = after(held.state, "finish")
    held.done_at = at
    held.save(update_fields=["state", "done_at"])
    done = held.lines.exclude(done_at=None)
    data = {"number": held.number, "lines": done.count(), "kept": held.lines.filter(done_at=None).count()}
    record("retention.finish", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return held


def _todo(destruction: Destruction) -> QuerySet[DestructionLine]:
    return DestructionLine.objects.filter(destruction=destruction, done_at=None, kept_reason="").order_by("pk")


def _done(line: DestructionLine, at: datetime) -> None:
    line.done_at = at
    line.save(update_fields=["done_at"])


def _stay(lines: list[DestructionLine], why: str) -> None:
    for line in lines:
        line.kept_reason = why
        line.save(update_fields=["kept_reason"])


register(Periodic("cases.destruction", "继续执行已批准的销毁", timedelta(minutes=10), go_on))
