"""Reminders: to whoever handles a case, 5, 3 and 1 working days before its last day; to the head on that day
and when it is over; to the handler, too, what was held back and is to be looked at again. Each exactly once,
though a night was missed.

remind(at) -> int     the periodic job: how many notices were written

What makes each unique is the occasion (the case, the day it is due, which reminder) and the person: a date that
moves is reminded of anew, a handler that changes is told, too. Of several that were missed only the nearest is
sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from gongkai.accounts.models import Person
from gongkai.agencies.roles import Role
from gongkai.agencies.roster import acting_for
from gongkai.agencies.who import day
from gongkai.cases import consulting, delivering, withholding
from gongkai.cases.models import Case, Consultation, OfficeTask
from gongkai.cases.states import UNDECIDED, UNFINISHED
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.reminders import AHEAD, Reminder, Today, write

BEFORE = (5, 3, 1)
_EVERY = timedelta(hours=1)


def remind(at: datetime) -> int:
    """Everything that is due by now."""
    return write(_all(Roster(day(at))), of="reminder", at=at)


def _all(roster: Roster) -> Iterator[Reminder]:
    for kind in (_of_cases, _of_tasks, _of_consultations, _of_reassessments, _of_unopened):
        yield from kind(roster)


class Roster(Today):
    """Who handles a case today as well."""

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self._for: dict[tuple[int, int, int | None], tuple[Person, ...]] = {}

    def handling(self, case: Case) -> tuple[Person, ...]:
        """The handler or their stand-in; the agency's clerks while nobody has it."""
        if case.handler is None:
            return self.in_role(case.agency, Role.CLERK)
        key = (case.handler.pk, case.agency_id, case.unit_id)
        if key not in self._for:
            where = [case.agency, *([case.unit] if case.unit else [])]
            self._for[key] = tuple(acting_for(case.handler, where, on=self.today))
        return self._for[key] or self.in_role(case.agency, Role.CLERK)


def _of_cases(roster: Roster) -> Iterator[Reminder]:
    rows = Case.objects.filter(state__in=UNFINISHED, answered_on=None, due_on__lte=roster.today + AHEAD)
    for case in _whole(rows.order_by("pk")).iterator(2000):
        assert case.due_on is not None
        left = roster.left(case.agency, case.due_on)
        steps = [step for step in BEFORE if left <= step]
        if steps:
            yield _of_case(case, f"{min(steps)}", left, roster.handling(case))
        if left == 0:
            yield _of_case(case, "last-day", left, roster.in_role(case.agency, Role.HEAD))
        if left < 0:
            yield _of_case(case, "over", left, roster.in_role(case.agency, Role.HEAD))


def _of_case(case: Case, step: str, left: int, to: tuple[Person, ...]) -> Reminder:
    words = _left_words(left)
    doubt = "这一日期涉及尚未公布放假安排的年度，是暂定的。" if case.provisional else ""
    nobody = "" if case.handler_id else "目前没有经办人，请认领或者分办。"
    body = f"{case.number}的答复期限是{case.due_on}，{words}。{doubt}{nobody}"
    return Reminder(
        case.agency,
        case.key,
        f"{case.key}:{case.due_on}:{step}",
        f"依申请公开：一件申请的答复期限{words}",
        body,
        to,
    )


def _of_tasks(roster: Roster) -> Iterator[Reminder]:
    """The office that was asked, the working day before; whoever handles the case, when it did not answer."""
    waiting = OfficeTask.objects.filter(answered_at=None, due_on__lte=roster.today + AHEAD)
    rows = waiting.filter(case__state__in=UNDECIDED).select_related(
        "unit", "case__agency", "case__unit", "case__handler"
    )
    for task in rows.order_by("pk").iterator(2000):
        left = roster.left(task.case.agency, task.due_on)
        subject = f"依申请公开：一项协查的反馈期限{_left_words(left)}"
        body = f"{task.case.number}请“{task.unit.name}”协查，反馈期限是{task.due_on}，{_left_words(left)}。"
        occasion = f"{task.key}:{task.due_on}"
        office = roster.in_role(task.unit, Role.INFORMATION_OFFICER, Role.CLERK)
        if left <= 1:
            yield Reminder(task.case.agency, task.case.key, f"{occasion}:1", subject, body, office)
        if left < 0:
            to = roster.handling(task.case)
            yield Reminder(task.case.agency, task.case.key, f"{occasion}:over", subject, body, to)


def _of_consultations(roster: Roster) -> Iterator[Reminder]:
    """Who handles the case: the working day before the 15 end, and when they ended in silence. The party is not
    named."""
    open_ones = Consultation.objects.filter(opinion="", case__state__in=UNDECIDED).exclude(
        whom=Consultation.Whom.AGENCY
    )
    rows = open_ones.select_related("case__agency", "case__unit", "case__handler")
    for made in rows.order_by("pk").iterator(2000):
        until = consulting.answer_by(made)
        if until is None:
            continue
        left = roster.left(made.case.agency, until)
        whom = Consultation.Whom(made.whom).label
        subject = f"依申请公开：一次征求意见的期限{_left_words(left)}"
        body = f"{made.case.number}向{whom}征求意见，对方的期限是{until}，{_left_words(left)}。"
        step = "over" if left < 0 else "1"
        hint = "期满没有收到意见的，请登记逾期未答复。" if left < 0 else ""
        if left <= 1:
            yield Reminder(made.case.agency, made.case.key, f"{made.key}:{until}:{step}", subject, body + hint,
                           roster.handling(made.case))  # fmt: skip


def _of_reassessments(roster: Roster) -> Iterator[Reminder]:
    """What was held back and is to be looked at again (Art. 18, rule 39), on its day."""
    rows = withholding.to_reassess(until=roster.today).select_related(
        "decision__case__unit", "decision__case__handler"
    )
    for one in rows.iterator(2000):
        case = one.decision.case
        body = (
            f"{case.number}有一项不予公开的内容应于{one.reassess_on}复核：现在是否可以公开（《条例》第十八条）。"
        )
        subject = "依申请公开：一项不予公开的内容到期复核"
        yield Reminder(case.agency, case.key, f"{one.key}:{one.reassess_on}", subject, body, roster.handling(case))


def _of_unopened(roster: Roster) -> Iterator[Reminder]:
    """Who handles the case: nobody opened a letter that was served electronically, and paper has to follow."""
    for one in delivering.unopened(roster.today).select_related("service__case__unit", "service__case__handler"):
        case = one.service.case
        body = f"{case.number}电子送达的文书没有人打开，请邮寄一份纸质文书；送达日期不变。"
        subject, occasion = "依申请公开：一份电子送达的文书没有人打开", f"{one.key}:{one.paper_due_on}"
        yield Reminder(case.agency, case.key, occasion, subject, body, roster.handling(case))


def _left_words(left: int) -> str:
    if left < 0:
        return "已过"
    return f"还有{left}个工作日" if left else "今天到期"


def _whole(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("agency", "unit", "handler")


register(Periodic("cases.remind", "提醒答复期限", _EVERY, remind))
