"""How a case is told in a line: when it is due, who is waited for, what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.cases.models import Case
from gongkai.cases.states import UNFINISHED, State
from gongkai.statute.calendar import Calendar
from gongkai.ui.templatetags.ui import day_text

# Working days before the last one from which a date is shown as near.
NEAR = 3
_TITLE = 60
_TONE = {
    State.UNCONFIRMED: "soon",
    State.OPEN: "info",
    State.IN_APPROVAL: "info",
    State.APPROVED: "info",
    State.ANSWERED: "ok",
    State.CLOSED: "ok",
}
# What the applicant sent by the page of the request comes before what the state says.
ONLINE = "登记网上提交的材料"
_WAITING = {
    State.UNCONFIRMED: "双方确认",
    State.AWAITING_SUPPLEMENT: "申请人补正",
    State.AWAITING_REASONS: "申请人说明理由",
    State.AWAITING_PAYMENT: "申请人缴费",
    State.IN_APPROVAL: "负责人审批",
    State.APPROVED: "盖章发出",
    State.DISPATCHED: "申请人签收",
    State.ANSWERED: "核查办结",
}


@dataclass(frozen=True, slots=True)
class DueShown:
    """``text`` is the day in words, ``tag`` what is left of it; ``tone`` late, soon, info or ok."""

    on: date | None
    tag: str
    tone: str = ""
    provisional: bool = False

    @property
    def late(self) -> bool:
        return self.tone == "late"

    @property
    def text(self) -> str:
        return day_text(self.on) if self.on else "未起算"


def due_shown(case: Case, calendar: Calendar, *, on: date) -> DueShown:
    """What a list and the page say of the date: what is left in working days, or why there is no date."""
    if case.answered_on or case.state in (State.ANSWERED, State.CLOSED):
        return _answered(case)
    if case.state == State.MERGED:
        return DueShown(case.due_on, "已并案")
    if case.due_on is None:
        return DueShown(None, "等候期间不计时" if case.waiting_for else "尚未起算")
    tag, tone = _left(case.due_on, calendar, on)
    return DueShown(case.due_on, f"暂定，{tag}" if case.provisional and tone != "late" else tag, tone,
                    case.provisional)  # fmt: skip


def _answered(case: Case) -> DueShown:
    if case.answered_on is None or case.due_on is None:
        return DueShown(case.due_on, "已答复", "ok")
    if case.answered_on > case.due_on:
        return DueShown(case.due_on, f"逾期答复，{case.answered_on}", "late")
    return DueShown(case.due_on, f"按期答复，{case.answered_on}", "ok")


def _left(due_on: date, calendar: Calendar, on: date) -> tuple[str, str]:
    if due_on < on:
        return f"已逾期 {calendar.between(due_on, on)} 个工作日", "late"
    left = calendar.between(on, due_on)
    if due_on == on or not left:
        return "今日到期", "soon"
    return f"还剩 {left} 个工作日", "soon" if left <= NEAR else ""


def overdue(case: Case, *, on: date) -> bool:
    """Nothing has gone out, and the last day is over. Never while the applicant is waited for."""
    unanswered = case.state in UNFINISHED and case.answered_on is None
    return unanswered and case.due_on is not None and case.due_on < on


def tone(case: Case) -> str:
    return _TONE.get(State(case.state), "soon")


def waiting(case: Case, also: Sequence[str] = ()) -> str:
    """Whom the case waits for, in words; "" when it is only for us to act. ``also``: whom it waits for beside what
    its state says, the nearest first."""
    if ONLINE in also:
        return ONLINE
    if case.state in _WAITING:
        return _WAITING[State(case.state)]
    return also[0] if also and case.state in UNFINISHED else ""


def title(case: Case) -> str:
    """What was asked, on one line."""
    first = " ".join(case.description.split())
    return first if len(first) <= _TITLE else f"{first[: _TITLE - 1]}…"
