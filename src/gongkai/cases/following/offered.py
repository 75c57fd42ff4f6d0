"""What an applicant may send by the page now, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.cases import consenting
from gongkai.cases.models import Case, OnlinePaper
from gongkai.cases.states import UNDECIDED, State, possible
from gongkai.errors import WrongState

from .holder import Holder

What = OnlinePaper.What
# What a state asks the applicant for.
_ANSWERS: Mapping[str, What] = {
    State.AWAITING_SUPPLEMENT: What.SUPPLEMENT,
    State.AWAITING_REASONS: What.REASONS,
    State.AWAITING_PAYMENT: What.PAYMENT,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """``waiting``: the same was sent and a clerk has not taken it up yet; it may be sent again, not withdrawn or
    agreed to twice."""

    what: What
    waiting: bool = False


def offered(holder: Holder, case: Case | None) -> tuple[Offer, ...]:
    """What may be sent about this case, or about the request before it is registered: what is asked for first."""
    sent = _waiting(holder, case)
    return tuple(Offer(one, one in sent) for one in _possible(holder, case))


def ensure(holder: Holder, case: Case | None, what: str) -> None:
    """WrongState for what nobody waits for now, and for a withdrawal or a consent that lies with the clerk."""
    found = next((one for one in offered(holder, case) if one.what == what), None)
    if found is None:
        raise WrongState(f"这件申请现在不需要“{What(what).label}”；请回到查询页面看最新情况。")
    if found.waiting and what in _ONCE:
        raise WrongState(f"您已经提交过“{What(what).label}”，本机关正在处理，不用再次提交。")


_ONCE = frozenset({What.WITHDRAWAL, What.CONSENT})


def _possible(holder: Holder, case: Case | None) -> list[What]:
    if case is None:
        waiting = not holder.incoming.settled_as
        if not waiting:
            return [What.PROBLEM]
        back = [What.REVOCATION] if consenting.agreed(holder.incoming) else []
        return [*back, What.WITHDRAWAL, What.PROBLEM]
    found = [_ANSWERS[case.state]] if case.state in _ANSWERS else []
    if case.state in UNDECIDED and not consenting.given(case):
        found.append(What.CONSENT)
    if case.electronic_service and "record" in possible(case.state):
        found.append(What.REVOCATION)
    if "withdraw" in possible(case.state):
        found.append(What.WITHDRAWAL)
    return [*found, What.PROBLEM]


def _waiting(holder: Holder, case: Case | None) -> set[str]:
    return {one.what for one in holder.sent(case) if not one.incoming.settled_as}
