"""The states of a reconsideration or lawsuit, and the one table of the steps between them.

Pending or decided at the end of a year is asked of the days (``review.queries``), never of the state.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class State(models.TextChoices):
    UNANSWERED = "unanswered", "待答复"
    PENDING = "pending", "审理中"
    DECIDED = "decided", "已有结果"
    CLOSED = "closed", "已了结"
    VOID = "void", "误登"


_S = State
OPEN = (_S.UNANSWERED, _S.PENDING, _S.DECIDED)
MOVES: Mapping[tuple[str, str], State] = {
    (_S.UNANSWERED, "answer"): _S.PENDING,
    # Suspended or withdrawn before there was an answer, or decided without one.
    **{(state, "decide"): _S.DECIDED for state in (_S.UNANSWERED, _S.PENDING)},
    **{(state, "remand"): _S.PENDING for state in (_S.UNANSWERED, _S.PENDING)},
    **{(state, "procedure"): state for state in (_S.UNANSWERED, _S.PENDING)},
    **{(state, "hear"): state for state in OPEN},
    # The other side's appeal is answered; our own is not.
    **{(state, "appeal"): _S.UNANSWERED for state in (_S.DECIDED, _S.CLOSED)},
    **{(state, "go-higher"): _S.PENDING for state in (_S.DECIDED, _S.CLOSED)},
    **{(state, verb): state for state in (_S.DECIDED, _S.CLOSED) for verb in ("lay", "reopen-case")},
    **{(state, verb): state for state in (*OPEN, _S.CLOSED) for verb in ("file", "correct", "suggest", "perform")},
    (_S.DECIDED, "close"): _S.CLOSED,
    **{(state, "void"): _S.VOID for state in (*OPEN, _S.CLOSED)},
}  # fmt: skip

VERBS = {
    "answer": "登记提交答复和证据",
    "procedure": "登记审理程序",
    "hear": "登记听证、开庭",
    "decide": "登记结果",
    "remand": "登记发回重审",
    "appeal": "登记对方上诉、申请再审",
    "go-higher": "登记本机关上诉、申请再审",
    "lay": "登记应履行的义务",
    "suggest": "登记意见、建议",
    "perform": "登记履行、回复情况",
    "reopen-case": "重新办理原申请",
    "file": "添加材料",
    "correct": "更正登记内容",
    "close": "了结",
    "void": "注销误登",
}


def after(state: str, verb: str) -> State:
    """Where it is after this verb. WrongState, saying what it is in and what that allows."""
    return transitions.after(MOVES, VERBS, State(state), verb, "这件复议诉讼")


def possible(state: str) -> tuple[str, ...]:
    """The verbs that the state allows, in the order of the table of verbs."""
    return tuple(verb for verb in VERBS if (state, verb) in MOVES)
