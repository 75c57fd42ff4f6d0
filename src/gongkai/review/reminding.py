"""Reminders of what a late day costs most: the answer with its evidence, a duty, a reply, a hearing.

remind(at) -> int     the periodic job: how many notices were written

The clerks and the head of the agency are told five, three and one working days before, on the last day, and when
it is over; each occasion once, however often the job runs and though a night was missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from gongkai.agencies.roles import Role
from gongkai.agencies.who import day
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.reminders import AHEAD, Reminder, Today, write
from gongkai.review import due
from gongkai.review.due import Todo
from gongkai.review.models import Hearing, Proceeding
from gongkai.review.states import OPEN, State

BEFORE = (0, 1, 3, 5)
_EVERY = timedelta(hours=1)


def remind(at: datetime) -> int:
    """Everything that is due by now."""
    return write(_all(Today(day(at))), of="review", at=at)


def _all(today: Today) -> Iterator[Reminder]:
    near = Proceeding.objects.filter(due_on__lte=today.today + AHEAD).exclude(state=State.VOID)
    for one in near.select_related("agency").order_by("due_on", "pk"):
        for todo in due.todo(one):
            yield from _told(one, todo, today)
    ahead = Hearing.objects.filter(held=None, on__gte=today.today, on__lte=today.today + AHEAD)
    for hearing in ahead.filter(proceeding__state__in=OPEN).select_related("proceeding__agency").order_by("pk"):
        yield from _told(hearing.proceeding, Todo("听证、开庭", hearing.on), today)


def _told(one: Proceeding, todo: Todo, today: Today) -> Iterator[Reminder]:
    left = today.left(one.agency, todo.on)
    steps = [step for step in BEFORE if left <= step]
    if not steps:
        return
    over = todo.on < today.today
    words = "已经逾期" if over else f"还有{left}个工作日" if left > 0 else "今天到期"
    body = f"{one.number}（{one.get_kind_display()}）：{todo.what}，期限{todo.on}，{words}。"
    if todo.provisional:
        body += "这一日期涉及尚未公布放假安排的年度，是暂定的。"
    occasion = f"{one.key}:{todo.what}:{todo.on}:{'over' if over else steps[0]}"
    to = (*today.in_role(one.agency, Role.CLERK), *today.in_role(one.agency, Role.HEAD))
    yield Reminder(one.agency, one.key, occasion, f"行政复议与诉讼：{todo.what}{words}", body, to)


register(Periodic("review.remind", "提醒复议诉讼的期限", _EVERY, remind))
