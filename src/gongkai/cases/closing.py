"""The second look: somebody else than who handled it closes a case, when nothing is open any more; and it is
opened again after a review decision or a judgment."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models, transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases import events, evidence, filing, reviewing
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Fee
from gongkai.cases.words import Kind
from gongkai.errors import NotAllowed, Refused
from gongkai.statute.clock import EventKind


class Ground(models.TextChoices):
    """Why a case is answered anew."""

    REVIEW = "review", "行政复议决定"
    LAWSUIT = "lawsuit", "人民法院裁判"
    OWN = "own", "自行纠正"


def unfinished(case: Case) -> list[str]:
    """What is still open, in words; the list that whoever looks a second time goes through."""
    lacking = []
    decision = case.decision()
    if decision is None or decision.decided_on is None:
        lacking.append("没有处理决定")
    elif decision.reply != "withdrawn" and decision.served_on is None:
        lacking.append("没有送达证明")
    if case.kind == Kind.DISCLOSURE and case.received_on is not None and not case.counted_row:
        lacking.append("没有计入年度报告的办理结果")
    if case.services.filter(result="").exists():
        lacking.append("有文书尚无送达结果")
    if evidence.open_consultations(case):
        lacking.append("有征求意见尚未答复")
    fee = Fee.objects.filter(case=case).first()
    if fee is not None and fee.paid_on is not None and not fee.receipt_number:
        lacking.append("缴费没有财政票据号")
    return lacking


@transaction.atomic
def close(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Case:
    """Refused while something is open; NotAllowed for who handled or drafted it."""
    held = hold(user, case, "cases.close", "close", revision=revision, at=at)
    me = person(user)
    if me is None or held.handler_id == me.pk or reviewing.drew_up(me.pk, held):
        raise NotAllowed("办结须由另一人复核，经办人和拟稿人不能自己办结；请由其他审核人办理。")
    open_ = unfinished(held)
    if open_:
        raise Refused(f"还不能办结：{'；'.join(open_)}。")
    held.closed_on = day(at)
    events.add(held, "case-closed", day(at), by=user, at=at)
    return finish(user, held, "close", "close", data={"row": held.counted_row}, at=at)


@transaction.atomic
def reopen(
    user: Who,
    case: Case,
    *,
    ground: str,
    on: date,
    document_number: str = "",
    until: date | None = None,
    paper: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Case:
    """Answer anew, in a round with a clock of its own: it runs from ``on``, the day the decision or judgment came,
    or to the day it names (``until``). It is not counted a second time (``results.count``)."""
    held = hold(user, case, "cases.close", "reopen", revision=revision, at=at)
    if ground not in Ground.values:
        raise Refused("请选择重新办理的依据：行政复议决定、人民法院裁判或者自行纠正。")
    if ground != Ground.OWN:
        document_number = words(document_number, "请写明行政复议决定书或者裁判文书的文号。")
    last = held.decision()
    if last is not None and last.decided_on is not None and on < last.decided_on:
        raise Refused("收到的日期早于原处理决定的日期，请核对。")
    if until is not None and until <= on:
        raise Refused("指定的期限应当晚于收到的日期，请核对。")
    held.round += 1
    held.closed_on = None
    if paper is not None:
        filing.put(user, held, paper, what=CaseFile.What.OTHER, at=at)
    data = {"ground": ground, "number": document_number.strip()}
    events.add(held, "reopened", on, until=until, data=data, by=user, at=at)
    events.add(held, EventKind.RECEIVED, on, by=user, at=at)
    return finish(user, held, "reopen", "reopen", data={"ground": ground, "round": held.round}, at=at)
