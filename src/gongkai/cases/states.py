"""The states of a case and the one table of the steps between them.

Overdue is a comparison of dates and an outcome is a row of ``results``; neither is a state. Steps that leave the
state alone (a consultation, an extension, a search) stand in the table too: they are possible just there.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", "待确认"
    OPEN = "open", "办理中"
    AWAITING_SUPPLEMENT = "awaiting_supplement", "待补正"
    AWAITING_REASONS = "awaiting_reasons", "待说明理由"
    AWAITING_PAYMENT = "awaiting_payment", "待缴费"
    IN_APPROVAL = "in_approval", "待审批"
    APPROVED = "approved", "待发出"
    DISPATCHED = "dispatched", "待送达"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    MERGED = "merged", "已并案"


# Somebody here still has to do something before an answer goes out.
UNDECIDED = (
    State.UNCONFIRMED, State.OPEN, State.AWAITING_SUPPLEMENT, State.AWAITING_REASONS, State.AWAITING_PAYMENT,
    State.IN_APPROVAL, State.APPROVED,
)  # fmt: skip
# What the working list shows: an answer that has not reached the applicant may come back.
UNFINISHED = (*UNDECIDED, State.DISPATCHED)
_S = State
# Ours or the applicant's turn, nothing submitted yet.
IN_HAND = (_S.OPEN, _S.AWAITING_SUPPLEMENT, _S.AWAITING_REASONS, _S.AWAITING_PAYMENT)

MOVES: Mapping[tuple[str, str], State] = {
    (_S.UNCONFIRMED, "confirm"): _S.OPEN,
    (_S.OPEN, "notice-supplement"): _S.AWAITING_SUPPLEMENT,
    (_S.AWAITING_SUPPLEMENT, "receive-supplement"): _S.OPEN,
    (_S.OPEN, "ask-reasons"): _S.AWAITING_REASONS,
    (_S.AWAITING_REASONS, "receive-reasons"): _S.OPEN,
    (_S.OPEN, "notice-fee"): _S.AWAITING_PAYMENT,
    (_S.AWAITING_PAYMENT, "pay"): _S.OPEN,
    **{(state, verb): state for state in IN_HAND for verb in (
        "consult", "hear", "ask-office", "extend", "delay", "search", "review", "draft", "release", "split",
        "record",
    )},
    **{(state, "submit"): _S.IN_APPROVAL for state in IN_HAND},
    **{(state, "withdraw"): _S.ANSWERED for state in (*IN_HAND, _S.UNCONFIRMED, _S.IN_APPROVAL, _S.APPROVED)},
    (_S.OPEN, "merge"): _S.MERGED,
    # What comes back while the draft lies with the head is still taken down.
    (_S.IN_APPROVAL, "hear"): _S.IN_APPROVAL,
    (_S.IN_APPROVAL, "review"): _S.IN_APPROVAL,
    (_S.IN_APPROVAL, "return"): _S.OPEN,
    (_S.IN_APPROVAL, "approve"): _S.APPROVED,
    (_S.APPROVED, "return"): _S.OPEN,
    (_S.APPROVED, "dispatch"): _S.DISPATCHED,
    (_S.DISPATCHED, "dispatch"): _S.DISPATCHED,
    (_S.DISPATCHED, "serve"): _S.ANSWERED,
    (_S.ANSWERED, "close"): _S.CLOSED,
    (_S.ANSWERED, "reopen"): _S.OPEN,
    (_S.CLOSED, "reopen"): _S.OPEN,
    (_S.MERGED, "unmerge"): _S.OPEN,
    # Letters are written, numbered and sealed all along; only their dispatch changes anything.
    **{(state, verb): state for state in (*IN_HAND, _S.IN_APPROVAL, _S.APPROVED, _S.DISPATCHED) for verb in (
        "write", "seal",
    )},
    # What confirms a withdrawal is numbered, sealed and sent when the case is answered by it already.
    (_S.ANSWERED, "seal"): _S.ANSWERED,
    # Papers and proofs keep coming in; what comes after the decision is marked so.
    **{(state, "record"): state for state in (
        _S.UNCONFIRMED, _S.IN_APPROVAL, _S.APPROVED, _S.DISPATCHED, _S.ANSWERED, _S.CLOSED,
    )},
    # Who does the work may change until it is done.
    **{(state, "assign"): state for state in (
        _S.UNCONFIRMED, *IN_HAND, _S.IN_APPROVAL, _S.APPROVED, _S.DISPATCHED, _S.ANSWERED,
    )},
}  # fmt: skip

VERBS = {
    "confirm": "确认收到",
    "notice-supplement": "告知补正",
    "receive-supplement": "收到补正",
    "ask-reasons": "要求说明理由",
    "receive-reasons": "收到理由说明",
    "notice-fee": "通知缴费",
    "pay": "登记缴费",
    "consult": "征求意见",
    "hear": "登记意见",
    "ask-office": "请科室协查",
    "extend": "延期答复",
    "delay": "确定延迟答复期限",
    "search": "登记检索",
    "review": "审查",
    "draft": "拟定处理决定",
    "release": "准备提供的文件",
    "write": "拟写文书",
    "split": "拆分",
    "merge": "并案",
    "unmerge": "撤销并案",
    "record": "登记情况",
    "seal": "编号、盖章",
    "assign": "分办",
    "submit": "提交审批",
    "return": "退回修改",
    "approve": "审批",
    "dispatch": "发出",
    "serve": "登记送达",
    "withdraw": "登记撤回",
    "close": "办结",
    "reopen": "重新办理",
}


def possible(state: str) -> tuple[str, ...]:
    """The verbs that the state allows, in the order of the table."""
    return tuple(verb for of, verb in MOVES if of == state)


def after(state: str, verb: str) -> State:
    """Where a case is after this verb. WrongState, saying what it is in and what that allows."""
    return transitions.after(MOVES, VERBS, State(state), verb, "这件申请")
