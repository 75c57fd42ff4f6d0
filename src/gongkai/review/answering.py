"""The answer with all evidence, and the procedure that says how long there is for it.

set_procedure(user, proceeding, procedure, …)    ordinary or simplified, as the body's notice says
answer(user, proceeding, *, on, papers, …)       handed in; late is no evidence (复议法 70, 行诉法 34)
evidence_of(user, proceeding, *, at) -> Bundle   the bundle of the case that it is about, as of the decision
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import day
from gongkai.cases.archiving import bundle
from gongkai.cases.archiving.bundle import Bundle
from gongkai.cases.filing import Paper
from gongkai.cases.models import Decision
from gongkai.errors import Refused, WrongState
from gongkai.review import due, filing
from gongkai.review.acting import check_day, finish, hold
from gongkai.review.models import Instance, Proceeding
from gongkai.review.words import Paper as What
from gongkai.review.words import Procedure


@transaction.atomic
def set_procedure(
    user: Who, proceeding: Proceeding, procedure: str, *, revision: int | None = None, at: datetime
) -> Proceeding:
    """The last day of the answer follows. Refused for the procedure it has."""
    held = hold(user, proceeding, "procedure", revision=revision, at=at)
    if procedure not in Procedure.values:
        raise Refused("审理程序应是普通程序或者简易程序。")
    if procedure == held.procedure:
        raise Refused("已经是这一程序，没有改动。")
    data = {"from": held.procedure, "to": procedure}
    held.procedure = procedure
    return finish(user, held, "procedure", on=day(at), data=data, at=at)


@transaction.atomic
def answer(
    user: Who,
    proceeding: Proceeding,
    *,
    on: date,
    papers: Sequence[Paper] = (),
    revision: int | None = None,
    at: datetime,
) -> Proceeding:
    """Handed in, with what was handed in. Late is recorded as late and not refused: it has happened."""
    held = hold(user, proceeding, "answer", revision=revision, at=at)
    instance = due.current(held)
    check_day(on, "提交日期", since=instance.began_on, at=at)
    for paper in papers:
        filing.put(user, held, paper, what=What.ANSWER, at=at)
    last = due.answer(held, instance)
    instance.answered_on, instance.answer_due_on = on, last.on if last else None
    instance.save(update_fields=["answered_on", "answer_due_on"])
    data = {
        "due": last.on.isoformat() if last else None,
        "late": bool(last and on > last.on),
        "papers": len(papers),
    }
    return finish(user, held, "answer", on=on, data=data, at=at)


def challenged(proceeding: Proceeding) -> Decision | None:
    """The answer to the request that it is about: the last that was decided before the copy came."""
    if proceeding.case is None:
        return None
    decided = proceeding.case.decisions.exclude(frozen_at=None).filter(decided_on__lte=proceeding.received_on)
    return decided.order_by("round").last()


def evidence_of(user: Who, proceeding: Proceeding, *, at: datetime) -> Bundle:
    """Nothing is in it that came after the decision (行诉法 35); the whole case where none was made. WrongState
    for one that is about no case here; NotAllowed for who may not see it or take out the case's file."""
    ensure(user, "reviews.view", proceeding.agency, on=day(at))
    if proceeding.case is None:
        raise WrongState("没有关联本系统中的申请，没有可以导出的案卷；请先更正关联申请编号。")
    decision = challenged(proceeding)
    if decision is None:
        return bundle.whole(user, proceeding.case, at=at)
    return bundle.make(user, proceeding.case, round=decision.round, at=at)


def late(instance: Instance) -> bool:
    """Whether it was answered after its last day."""
    if instance.answered_on is None or instance.answer_due_on is None:
        return False
    return instance.answered_on > instance.answer_due_on
