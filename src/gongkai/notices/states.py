"""The states of a notice and the one table of the steps between them."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.errors import WrongState
from gongkai.notices.models import Notice

_S = Notice.State

MOVES: Mapping[tuple[str, str], Notice.State] = {
    (_S.WAITING, "claim"): _S.SENDING,
    # Sent a second time, under the same Message-ID.
    (_S.UNKNOWN, "claim"): _S.SENDING,
    (_S.SENDING, "send"): _S.SENT,
    (_S.SENDING, "postpone"): _S.WAITING,
    (_S.SENDING, "fail"): _S.FAILED,
    (_S.SENDING, "lose"): _S.UNKNOWN,
    (_S.FAILED, "resend"): _S.WAITING,
    (_S.UNKNOWN, "resend"): _S.WAITING,
    (_S.FAILED, "settle"): _S.SETTLED,
    (_S.UNKNOWN, "settle"): _S.SETTLED,
    # It left, and whoever should get it cannot be reached there. A bounce may be quicker than our own record.
    **{(state, "bounce"): _S.BOUNCED for state in (_S.SENT, _S.SENDING, _S.UNKNOWN)},
    (_S.BOUNCED, "settle"): _S.SETTLED,
}

VERBS = {
    "claim": "领取",
    "send": "发送",
    "postpone": "推迟",
    "fail": "判为发送失败",
    "lose": "判为不明",
    "bounce": "登记退信",
    "resend": "重新发送",
    "settle": "登记已另行通知",
}


def after(state: str, verb: str) -> Notice.State:
    """Where a notice is after this verb. WrongState, saying what it is in."""
    found = MOVES.get((state, verb))
    if found is None:
        raise WrongState(f"这条通知“{_S(state).label}”，不能{VERBS[verb]}。")
    return found
