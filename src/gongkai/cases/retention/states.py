"""The states of a list of destruction, and the one table of the steps between them."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai import transitions
from gongkai.cases.models import Destruction

State = Destruction.State

MOVES: Mapping[tuple[str, str], Destruction.State] = {
    (State.PROPOSED, "add"): State.PROPOSED,
    (State.PROPOSED, "appraise"): State.APPRAISED,
    (State.PROPOSED, "keep-all"): State.REFUSED,
    (State.APPRAISED, "return"): State.PROPOSED,
    (State.APPRAISED, "refuse"): State.REFUSED,
    (State.APPRAISED, "approve"): State.APPROVED,
    (State.APPROVED, "carry-out"): State.APPROVED,
    (State.APPROVED, "finish"): State.DONE,
}
VERBS = {
    "add": "列入到期材料",
    "appraise": "鉴定",
    "keep-all": "全部保留",
    "return": "退回鉴定",
    "refuse": "不予销毁",
    "approve": "批准销毁",
    "carry-out": "销毁",
    "finish": "登记销毁完毕",
}


def after(state: str, verb: str) -> Destruction.State:
    """Where a list is after this verb. WrongState, saying what it is in."""
    otherwise = "请看它现在的情况。"
    return transitions.after(
        MOVES, VERBS, State(state), verb, "这份销毁清册", hidden=tuple(VERBS), otherwise=otherwise
    )
