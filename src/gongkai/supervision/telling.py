"""The jobs that tell: the supervisor once a week what the board shows, an office what it has to put right.

weekly(at) -> int        from Monday on, once a week to each supervisor; a missed Monday is caught up
repairs(at) -> int       a shortcoming that is new, near its day, or over it, to the office that has to act
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from gongkai.accounts.models import Person
from gongkai.agencies.models import Membership, in_force
from gongkai.agencies.roles import Role
from gongkai.agencies.who import day
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.reminders import AHEAD, Reminder, Today, write
from gongkai.supervision.board import COLUMNS, Row, looked_after, rows_of
from gongkai.supervision.inspection_states import Repair
from gongkai.supervision.models import Shortcoming

_EVERY = timedelta(hours=6)
# As many bodies stand in the mail; the board has all.
_IN_MAIL = 30
_NEAR = 3


def weekly(at: datetime) -> int:
    """Told to whoever supervises something today."""
    return write(_boards(at), of="supervision.weekly", at=at)


def _boards(at: datetime) -> Iterator[Reminder]:
    today = day(at)
    year, week, _ = today.isocalendar()
    held = Membership.objects.filter(in_force(today), role=Role.SUPERVISOR, person__is_active=True)
    told: set[int] = set()
    for one in held.select_related("person", "agency").order_by("pk"):
        if one.person_id in told:
            continue
        told.add(one.person_id)
        rows = _rows(one.person, at)
        if rows:
            body = "\n".join([_summary(rows), *_lines(rows)])
            yield Reminder(
                one.agency, one.agency.key, f"{year}-W{week:02d}:{one.person_id}",
                "监督：本周各机关的到期和逾期情况", body, (one.person,),
            )  # fmt: skip


def _rows(person: Person, at: datetime) -> tuple[Row, ...]:
    return rows_of(list(looked_after(person, day(at)).order_by("rank")), day(at))


def _summary(rows: Iterable[Row]) -> str:
    found = list(rows)
    late = sum(1 for one in found if one.late)
    wrong = sum(1 for one in found if one.wrong)
    return f"共{len(found)}个机关：{late}个有逾期，{wrong}个有需要改正的问题。逐项情况请看工作台“监督”的一览。"


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    """Those with something late, the most first."""
    late = sorted((one for one in rows if one.late), key=lambda one: -one.late)
    for one in late[:_IN_MAIL]:
        parts = [
            f"{column.title}{number}"
            for column, number in zip(COLUMNS, one.numbers, strict=True)
            if number and column.group == "late"
        ]
        yield f"{one.agency.name}：{'，'.join(parts)}"
    if len(late) > _IN_MAIL:
        yield f"另有{len(late) - _IN_MAIL}个机关有逾期。"


def repairs(at: datetime) -> int:
    """Each step once."""
    return write(_shortcomings(Today(day(at))), of="supervision.repairs", at=at)


def _shortcomings(today: Today) -> Iterator[Reminder]:
    rows = Shortcoming.objects.exclude(state=Repair.SETTLED).select_related("agency", "verdict")
    for one in rows.order_by("due_on", "pk"):
        if one.state == Repair.OPEN:
            yield _told(one, "new", f"应于{one.due_on}以前整改并报送整改情况", today)
        if one.state == Repair.OPEN and one.due_on < today.today:
            yield _told(one, "over", f"应于{one.due_on}以前整改，已经逾期", today)
        elif one.state == Repair.OPEN and one.due_on <= today.today + AHEAD:
            left = today.left(one.agency, one.due_on)
            if left <= _NEAR:
                yield _told(one, "near", f"应于{one.due_on}以前整改，还有{left}个工作日", today)


def _told(one: Shortcoming, step: str, words: str, today: Today) -> Reminder:
    body = f"检查督查发现的问题“{one.verdict.title}”{words}。"
    to = today.in_role(one.agency, Role.CLERK, Role.HEAD)
    return Reminder(one.agency, one.key, f"{one.key}:{one.due_on}:{step}", "监督：一个问题需要整改", body, to)


register(Periodic("supervision.weekly", "每周告知各机关的到期和逾期情况", _EVERY, weekly))
register(Periodic("supervision.repairs", "提醒整改检查发现的问题", _EVERY, repairs))
