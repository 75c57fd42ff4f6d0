"""What is due of a case: kind by kind, since when and why.

remedies_end(case) -> Ended             the last day on which anything may still be brought against its answers
of_case(case, periods) -> {kind: Due}   for the page; what is destroyed already is left out
obstacle(case) -> str                   why nothing of it may go, "" when nothing keeps it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from gongkai.cases import due as clock
from gongkai.cases.models import Case, DataRequest, Decision, DestructionLine, Hold, Service
from gongkai.cases.retention.periods import Period
from gongkai.cases.states import UNFINISHED, State
from gongkai.letters import stored
from gongkai.letters.models import Letter
from gongkai.statute import outcomes, retention
from gongkai.statute.calendar import Calendar
from gongkai.statute.clock import EventKind
from gongkai.statute.retention import Act, Ended

_CAME = (Service.Result.SERVED, Service.Result.REFUSED)
OF_A_CASE = ("identity", "contact", "papers", "decision")


@dataclass(frozen=True, slots=True)
class Due:
    """``on`` is the first day on which it may be destroyed, None when it is kept for good or no day can be named
    yet; ``because`` says how the day came about."""

    period: Period
    on: date | None
    because: tuple[str, ...]


def over(case: Case) -> Case | None:
    """The case whose close is the close of this one: itself, or what it was merged into; None while it goes on."""
    if case.state == State.MERGED and case.merged_into is not None:
        return over(case.merged_into)
    return case if case.state == State.CLOSED and case.closed_on is not None else None


def of_case(case: Case, periods: Mapping[str, Period], *, calendar: Calendar | None = None) -> dict[str, Due]:
    """For each kind that is not destroyed yet. Empty while the case is not closed. ``calendar``: that of the
    agency, for who asks of many."""
    closed = over(case)
    if closed is None or closed.closed_on is None:
        return {}
    gone = {line.kind for line in case.destruction_lines.all() if line.done_at is not None}
    ended = remedies_end(closed, calendar=calendar)
    found = {}
    for code in OF_A_CASE:
        if code in periods and code not in gone:
            found[code] = _due(periods[code], closed.closed_on, ended)
    return found


def _due(period: Period, closed_on: date, ended: Ended) -> Due:
    kept = "永久保管" if period.months is None else f"保管{period.months}个月"
    if period.kind.since == "closing":
        return Due(period, retention.due_on(closed_on, period.months), (f"{closed_on}办结", kept))
    if ended.provisional:
        return Due(period, None, (*ended.because, "放假安排未公布，救济期限尚不能确定"))
    return Due(period, retention.due_on(ended.on, period.months), (*ended.because, kept))


def remedies_end(case: Case, *, calendar: Calendar | None = None) -> Ended:
    """Of a closed case, or one that was merged into it."""
    assert case.closed_on is not None
    late = case.due_on if case.due_on and (case.answered_on is None or case.answered_on > case.due_on) else None
    lifted = [hold.until_on for hold in _holds(case) if hold.until_on is not None]
    return retention.remedies_end(
        list(_acts(case)),
        unanswered_since=late,
        lifted_on=max(lifted, default=None),
        closed_on=case.closed_on,
        calendar=calendar or clock.calendar_of(case),
    )


def _acts(case: Case) -> Iterator[Act]:
    decisions = [one for one in case.decisions.all() if one.decided_on is not None]
    for decision in decisions:
        if _has_remedy(case, decision):
            assert decision.decided_on is not None
            yield Act("处理决定", decision.decided_on, decision.served_on, _told(decision.letter))
    if not decisions and case.counted_on is not None:
        # From a ledger: nobody can say what it told, nor, where the ledger does not, when it was served.
        served = [one.on for one in case.events.all() if one.kind == EventKind.SERVED and one.struck_at is None]
        yield Act("处理决定（台账登记）", case.counted_on, max(served, default=None), told=False)
    yield from _told_to_others(case)


def _has_remedy(case: Case, decision: Decision) -> bool:
    if not decision.row:
        return True
    return outcomes.reply(decision.reply, decision.decided_on or case.arrived_on).remedy != "none"


def _told_to_others(case: Case) -> Iterator[Act]:
    """Whoever objected to what is given has a remedy, too (Art. 32)."""
    notices = {one.notice_id: one.notice for one in case.consultations.all() if one.notice_id}
    for service in case.services.all():
        letter = notices.get(service.letter_id)
        if letter is not None:
            known = service.result_on if service.result in _CAME else None
            yield Act("第三方告知", service.dispatched_on, known, _told(letter))


def _told(letter: Letter | None) -> bool:
    """Whether right, body and period stand in it; not known of one whose words are gone."""
    if letter is None or letter.destroyed_at is not None:
        return False
    return bool(stored.load(letter.content).letter.remedy.strip())


def obstacle(case: Case) -> str:
    """Why nothing of it may go now, in words; "" when nothing keeps it."""
    closed = over(case)
    if closed is None:
        return "没有办结"
    if any(hold.until_on is None for hold in _holds(closed)):
        return "登记了留存"
    if DataRequest.objects.filter(applicant=closed.applicant_id, answered_on=None).exists():
        return "申请人查阅、更正本人信息的申请还没有答复"
    if Case.objects.filter(repeats=case, state__in=UNFINISHED).exists():
        return "有在办的重复申请以它为依据"
    return ""


def _holds(closed: Case) -> Iterator[Hold]:
    """Of a case and of all that was merged into it: one answer went to all of them, and one file tells of it."""
    for one in (closed, *closed.merged.all()):
        yield from one.holds.all()


def fetched(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With all that ``of_case`` asks of each, in a few questions for all."""
    lines = DestructionLine.objects.select_related("destruction")
    return cases.select_related("agency", "merged_into").prefetch_related(
        "decisions__letter", "consultations__notice", "services", "holds", "events",
        "merged__holds",
        Prefetch("destruction_lines", lines),
    )  # fmt: skip
