"""What a decision, a judgment or a suggestion lays on the agency, until when, and what became of it.

lay(user, proceeding, kind, *, received_on, …) -> Duty      or a suggestion (行政复议意见书, 司法建议)
perform(user, duty, *, on, note, …)                         done, or answered
reopen_case(user, duty, …)                                  the request is answered anew, with a clock of its own
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.cases import closing
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case
from gongkai.errors import Refused, WrongState
from gongkai.review import due, filing
from gongkai.review.acting import check_day, finish, hold, words
from gongkai.review.models import Duty, Proceeding
from gongkai.review.words import SUGGESTIONS, Laid
from gongkai.review.words import Paper as What


@transaction.atomic
def lay(
    user: Who,
    proceeding: Proceeding,
    kind: str,
    *,
    received_on: date,
    text: str = "",
    document_number: str = "",
    amount: Decimal | None = None,
    until: date | None = None,
    paper: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Duty:
    """``until``: the day that the document names, which goes before the period of the law. Refused for costs
    without their amount, and for anything else without words."""
    if kind not in Laid.values:
        raise Refused("请从所列义务、建议中选择。")
    suggestion = kind in SUGGESTIONS
    verb = "suggest" if suggestion else "lay"
    held = hold(user, proceeding, verb, revision=revision, at=at)
    check_day(received_on, "收到日期", since=held.received_on, at=at)
    made = Duty(proceeding=held, kind=kind, received_on=received_on, text=text.strip())
    made.document_number = document_number.strip()[:100]
    if kind == Laid.COSTS:
        made.amount = _amount(amount)
    elif suggestion:
        words(text, "请写明建议的内容。")
    _due(made, until)
    made.save()
    if paper is not None:
        filing.put(user, held, paper, what=What.SUGGESTION if suggestion else What.RESULT, at=at)
    data = {"kind": kind, "duty": made.pk, "due": made.due_on.isoformat() if made.due_on else None,
            "amount": str(made.amount) if made.amount is not None else None}  # fmt: skip
    finish(user, held, verb, on=received_on, data=data, at=at)
    return made


@transaction.atomic
def perform(
    user: Who,
    duty: Duty,
    *,
    on: date,
    note: str,
    paper: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Duty:
    """Done on a day, with what was done. WrongState for one that is done; Refused while the answer anew that it
    asks for has not gone out."""
    held = hold(user, duty.proceeding, "perform", revision=revision, at=at)
    one = Duty.objects.get(pk=duty.pk)
    if one.done_on is not None:
        raise WrongState("已经登记了履行（回复）情况。")
    check_day(on, "履行（回复）日期", since=one.received_on, at=at)
    if one.round is not None and held.case is not None and not answered_anew(one, held.case):
        raise Refused(f"申请{held.case.number}重新作出的答复还没有发出，发出后再登记履行情况。")
    one.done_on, one.note = on, words(note, "请写明怎样履行（回复）的。")
    one.save(update_fields=["done_on", "note"])
    if paper is not None:
        filing.put(user, held, paper, what=What.PERFORMANCE, at=at)
    late = one.due_on is not None and on > one.due_on
    finish(user, held, "perform", on=on, data={"kind": one.kind, "duty": one.pk, "late": late}, at=at)
    return one


@transaction.atomic
def reopen_case(
    user: Who,
    duty: Duty,
    *,
    revision: int | None = None,
    at: datetime,
) -> Case:
    """The order to answer anew opens the request again; its clock runs from the day the order came, or to the day
    it names. Who closes requests does it (``cases.close``). WrongState where there is no request here, or it was
    opened already."""
    held = hold(user, duty.proceeding, "reopen-case", revision=revision, at=at)
    one = Duty.objects.get(pk=duty.pk)
    if one.kind != Laid.ANEW or one.round is not None or one.done_on is not None:
        raise WrongState("只有尚未履行的“重新作出答复”可以重新办理原申请，且只办一次。")
    if held.case is None:
        raise WrongState("没有关联本系统中的申请；请先更正关联申请编号。")
    ground = closing.Ground.REVIEW if held.is_review else closing.Ground.LAWSUIT
    case = closing.reopen(
        user, held.case, ground=ground, on=one.received_on, until=one.due_on if one.named else None,
        document_number=one.document_number or due.current(held).document_number, at=at,
    )  # fmt: skip
    one.round = case.round
    one.save(update_fields=["round"])
    data = {"case": case.key, "round": case.round, "duty": one.pk}
    finish(user, held, "reopen-case", on=one.received_on, data=data, at=at)
    return case


def answered_anew(duty: Duty, case: Case) -> bool:
    """Whether the answer of the round that was opened for it has left."""
    if case.round == duty.round:
        return case.answered_on is not None
    return case.decisions.filter(round=duty.round or 0).exclude(dispatched_on=None).exists()


def _due(made: Duty, until: date | None) -> None:
    if until is not None and until <= made.received_on:
        raise Refused("指定的期限应当晚于收到的日期，请核对。")
    last = due.duty(made)
    made.named = until is not None
    made.due_on = until or (last.on if last else None)


def _amount(amount: Decimal | None) -> Decimal:
    if amount is None or not amount.is_finite() or not 0 < amount < Decimal("1e10"):
        raise Refused("请填写诉讼费用的金额（元）。")
    return amount


def costs(proceeding: Proceeding) -> Decimal:
    """All that was laid on the agency, in yuan."""
    return sum((one.amount or Decimal(0) for one in proceeding.duties.filter(kind=Laid.COSTS)), Decimal(0))
