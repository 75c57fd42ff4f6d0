"""How a request stands for whoever made it: whose turn it is, what comes next, until when, and why that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.cases import due, events
from gongkai.cases.effects import APPLICANT
from gongkai.cases.models import Case, Fee, Incoming
from gongkai.cases.receiving import needs_confirmation
from gongkai.cases.states import State
from gongkai.cases.words import Kind
from gongkai.statute import clock
from gongkai.statute.clock import Due, EventKind, Reason

from .holder import Holder
from .story import day_words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Turn(StrEnum):
    """Whose turn it is: nobody's once it is over."""

    YOURS = "yours"
    OURS = "ours"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Standing:
    """``heading`` in a few words, ``next`` in sentences."""

    turn: Turn
    heading: str
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """One line of the working: the sentence and what it rests on."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Until:
    """The day of the answer. ``working_day``: the so-manieth since the period began; ``left``: working days that
    remain; ``notes``: why it may still move; ``sent_on``: the day on which the answer left."""

    on: date
    working_day: int
    left: int
    late: bool
    provisional: bool
    notes: tuple[str, ...]
    why: tuple[Why, ...]
    sent_on: date | None


def standing(holder: Holder, case: Case | None, *, on: date) -> Standing:
    """Of one of the holder's cases, or of the request before it is registered."""
    if case is None:
        return _before(holder.incoming)
    if case.state in (State.ANSWERED, State.CLOSED) and events.of(case, EventKind.WITHDRAWN):
        return Standing(Turn.OVER, "已撤回", ("您撤回了这件申请，不再办理。需要同样的信息，可以重新提出申请。",))
    return _STANDS[State(case.state)](case, on)


def until(case: Case, *, on: date) -> Until | None:
    """None while no period runs: before the confirmation, and while the applicant is waited for."""
    found = due.explain(case, on=on)
    if found is None or found.on is None or case.state == State.MERGED:
        return None
    calendar = due.calendar_of(case)
    return Until(
        on=found.on,
        working_day=calendar.between(_base(found), found.on),
        left=calendar.between(on, found.on),
        late=clock.overdue(found, on=on),
        provisional=found.provisional and found.stopped_on is None,
        notes=_notes(found),
        why=tuple(Why(_in_words(one.text), one.article) for one in _told(found.because)),
        sent_on=found.stopped_on,
    )


def _base(found: Due) -> date:
    """The day after which the period that holds began."""
    begun = [one.on for one in found.because if one.code in _BEGINS and one.counted and one.on]
    assert begun, "a day that was worked out began somewhere"
    return begun[-1]


def _told(because: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Without what only the office can act on, and without its marks for those who were asked."""
    told = (one for one in because if one.code not in _OF_THE_OFFICE)
    return tuple(one._replace(who="") if one.code.startswith(_CONSULTED) else one for one in told)


def _in_words(text: str) -> str:
    """The working writes its days as 2026-03-13."""
    return _DAY.sub(lambda found: day_words(date.fromisoformat(found[0])), text)


def _notes(found: Due) -> tuple[str, ...]:
    if found.stopped_on or not found.provisional:
        return ()
    asked = any(one.code == "open" for one in found.because)
    years = "、".join(str(year) for year in found.missing_years)
    return tuple(
        words
        for words in (
            "征求意见还没有结束，日期是按最晚的情形暂算的，收到意见后可能提前。" if asked else "",
            f"{years}年的放假安排还没有公布，公布后日期可能变动。" if years else "",
        )
        if words
    )


# ---------------------------------------------------------------------------------------- each state, in sentences


def _before(incoming: Incoming) -> Standing:
    match Incoming.SettledAs(incoming.settled_as):
        case Incoming.SettledAs.NOT_A_REQUEST:
            why = (incoming.settled_reason, "有不同意见的，可以在下面反映问题，或者联系本机关。")
            return Standing(Turn.OVER, "本机关认为这不是政府信息公开申请", why)
        case Incoming.SettledAs.DUPLICATE:
            first = incoming.duplicate_of.number if incoming.duplicate_of else ""
            return Standing(
                Turn.OVER, "与先收到的一件相同", (f"按先收到的一件（编号 {first}）办理，请用那一件的查询码查询。",)
            )
        case Incoming.SettledAs.PAPER:
            number = incoming.case.number if incoming.case else ""
            return Standing(
                Turn.OVER, "已归入另一件申请", (f"作为 {number} 的材料一并办理，请用那一件的查询码查询。",)
            )
    if not needs_confirmation(incoming.channel):
        return Standing(Turn.OURS, "已收到，等待登记", ("收到之日起计算答复期限，登记以后这里可以看到日期。",))
    return Standing(Turn.OURS, "已提交，等待本机关确认", (_CONFIRMING,))


def _unconfirmed(case: Case, on: date) -> Standing:
    told = ["申请已登记。" + _CONFIRMING]
    if case.office_confirmed_on and not case.applicant_confirmed_on:
        return Standing(Turn.YOURS, "等待您确认", ("本机关已经确认，请您回复本机关的联系，确认这件申请。", *told))
    return Standing(Turn.OURS, "已登记，等待双方确认", tuple(told))


def _open(case: Case, on: date) -> Standing:
    what = "更正处理结果" if case.kind == Kind.CORRECTION else "答复"
    last = until(case, on=on)
    if last is not None and last.late:
        told = f"答复期限已过，本机关仍应作出书面{what}。可以怎样做，见下面的说明。"
        return Standing(Turn.OURS, "正在办理", (told,))
    return Standing(Turn.OURS, "正在办理", (f"本机关将在期限以前作出书面{what}。需要您补充什么，会另行告知。",))


def _supplement(case: Case, on: date) -> Standing:
    noticed = events.of(case, EventKind.SUPPLEMENT_NOTICED)
    last = noticed.until if noticed else None
    if last and on > last:
        told = f"补正期限（{day_words(last)}）已过。有正当理由的，请在补正中写明；没有的，本机关可以不再处理。"
        return Standing(Turn.YOURS, "补正期限已过", (told,))
    by = f"请在{day_words(last)}以前补正。" if last else "请尽快补正。"
    return Standing(
        Turn.YOURS, "等您补正",
        (by, "收到补正以后，答复期限重新计算。没有正当理由逾期不补正的，视为放弃申请（《条例》第三十条）。"),
    )  # fmt: skip


def _reasons(case: Case, on: date) -> Standing:
    asked = events.of(case, EventKind.REASONS_ASKED)
    by = f"请在{day_words(asked.until)}以前说明理由。" if asked and asked.until else "请尽快说明理由。"
    return Standing(Turn.YOURS, "等您说明理由", (by, "理由不合理的，本机关不予处理（《条例》第三十五条）。"))


def _payment(case: Case, on: date) -> Standing:
    fee = Fee.objects.filter(case=case).first()
    last = fee.pay_by if fee else None
    if last and on > last:
        return Standing(
            Turn.YOURS,
            "缴费期限已过",
            (f"缴费期限（{day_words(last)}）已过，本机关可以不再处理。已经缴费的，请上传凭证。",),
        )
    by = f"请在{day_words(last)}以前缴费。" if last else "请在收到收费通知次日起20个工作日内缴费。"
    return Standing(
        Turn.YOURS, "等您缴费",
        (by, "缴费以后，答复期限重新计算。逾期不缴的，视为放弃申请（国办函〔2020〕109号第六条）。"),
    )  # fmt: skip


def _dispatched(case: Case, on: date) -> Standing:
    if not case.services.filter(to=APPLICANT, letter__in=_letters(case), result="").exists():
        told = "本机关将再次送达。地址或者电话有变化的，请联系本机关。"
        return Standing(Turn.OURS, "答复没有送到", (told,))
    return Standing(Turn.OVER, "答复已经发出", ("请注意查收；收到以后，这里可以看到结果和救济途径。",))


def _letters(case: Case) -> list[int]:
    """Those that answer."""
    return [key for key in case.decisions.values_list("letter", flat=True) if key is not None]


def _answered(case: Case, on: date) -> Standing:
    return Standing(Turn.OVER, "已答复", ())


def _merged(case: Case, on: date) -> Standing:
    into = case.merged_into.number if case.merged_into else ""
    return Standing(Turn.OVER, "已并案", (f"这件申请并入 {into} 一并答复，请看那一件。",))


_CONFIRMING = (
    "网上、传真、电子邮件和平信提出的申请，双方确认之日才是收到申请之日（《条例》第三十一条）。"
    "本机关会按您留的联系方式与您确认。"
)
_STANDS = {
    State.UNCONFIRMED: _unconfirmed,
    State.OPEN: _open,
    State.AWAITING_SUPPLEMENT: _supplement,
    State.AWAITING_REASONS: _reasons,
    State.AWAITING_PAYMENT: _payment,
    # Who signs what is the office's own.
    State.IN_APPROVAL: _open,
    State.APPROVED: _open,
    State.DISPATCHED: _dispatched,
    State.ANSWERED: _answered,
    State.CLOSED: _answered,
    State.MERGED: _merged,
}
# From these a period begins.
_BEGINS = frozenset({"received", "supplement-received", "supplement-unasked", "fee-paid", "reasons-received"})
_CONSULTED = ("third-", "joint-", "agency-", "asked-")
_OF_THE_OFFICE = frozenset({"receipt-unknown", "answer-without-asking", "receipt-without-asking", "third-reached",
                            "joint-reached"})  # fmt: skip
