"""Reminders of the day a report is due, and every week to the supervisor who has not filed.

remind(at) -> int     the periodic job: how many notices were written

The clerks and the head of an agency are told some working days before (``GONGKAI_REPORT_REMIND``), on the last
working day, and when it is over; each occasion once, however often the job runs and though a night was missed. A
day that the district moves is reminded of anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.agencies.who import day
from gongkai.errors import Misconfigured
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.reminders import Reminder, Today, write
from gongkai.reports.collecting import Filing, Stage, collected

_EVERY: Final = timedelta(hours=6)
# Names that stand in a digest; the page has them all.
_NAMED: Final = 20
_NOT_FILED: Final = (Stage.NONE, Stage.DRAFT, Stage.SIGNING)


def remind(at: datetime) -> int:
    """Everything that is due by now, of the report on the year that ended."""
    return write(_all(Today(day(at))), of="report", at=at)


def before() -> tuple[int, ...]:
    """On which working days before the last one, ascending. Misconfigured for what are no such numbers."""
    written = settings.GONGKAI_REPORT_REMIND
    if not all(word.isdecimal() and 0 < int(word) <= 60 for word in written):
        raise Misconfigured("GONGKAI_REPORT_REMIND 应是用逗号分开的1至60的整数，例如 15,5,1。")
    return tuple(sorted({int(word) for word in written}))


def _all(today: Today) -> Iterator[Reminder]:
    """A government is one of the rows of that above it, with the day of its own district."""
    year = today.today.year - 1
    for district in Agency.objects.on(today.today).filter(kind=Kind.GOVERNMENT).order_by("rank"):
        filings = collected(OPERATOR, district, year, on=today.today)
        for one in filings:
            own = one.agency.pk == district.pk
            if one.filed_on is None and (own or one.agency.kind != Kind.GOVERNMENT):
                yield from _of_agency(one, year, today)
        yield from _digest(district, filings, year, today)


def _of_agency(one: Filing, year: int, today: Today) -> Iterator[Reminder]:
    resting = one.due.last_working(calendar_for(one.agency))
    aim = resting.on if resting else one.due.on
    left = today.left(one.agency, aim)
    over = one.due.on < today.today
    near = [step for step in (0, *before()) if left <= step]
    if not over and not near:
        return
    step = "over" if over else str(max(near[0], 0))
    words = f"已逾期{one.days_late}天" if over else f"还有{left}个工作日" if left > 0 else "今天到期"
    if not over and left < 0:
        words = "最后一个工作日已过"
    rest = f"{one.due.on}是休息日，不顺延，请在最后一个工作日{aim}以前办结。" if resting and not over else ""
    doubt = "这一日期涉及尚未公布放假安排的年度，是暂定的。" if resting and resting.provisional else ""
    body = (
        f"{year}年政府信息公开工作年度报告应在{one.due.on}以前报送，{words}。{rest}{doubt}"
        f"目前：{one.stage.words}。{one.due.because}"
    )
    # To the day alone, so that the mail goes out once and not every day that it is late.
    occasion = f"{one.agency.key}:{year}:{one.due.on}:{step}"
    to = (*today.in_role(one.agency, Role.CLERK), *today.in_role(one.agency, Role.HEAD))
    subject = f"年报：{year}年度报告{'已经逾期' if over else words}"
    yield Reminder(one.agency, f"reports:{year}", occasion, subject, body, tuple(dict.fromkeys(to)))


def _digest(district: Agency, filings: list[Filing], year: int, today: Today) -> Iterator[Reminder]:
    """Once a week from the year's first to the week in which nobody is missing any more."""
    missing = [one for one in filings if one.filed_on is None]
    if not missing:
        return
    late = [one for one in missing if one.late]
    week = today.today.isocalendar()
    inside = [sum(one.stage is stage for one in missing) for stage in _NOT_FILED]
    words = "，".join(f"{stage.words}{n}个" for stage, n in zip(_NOT_FILED, inside, strict=True) if n)
    names = "、".join(one.agency.name for one in (late or missing)[:_NAMED])
    more = "等" if len(late or missing) > _NAMED else ""
    body = (
        f"{year}年度报告：应报{len(filings)}个机关，已报送{len(filings) - len(missing)}个，未报送{len(missing)}个"
        f"（{words}），其中逾期{len(late)}个。{'逾期的' if late else '未报送的'}：{names}{more}。"
    )
    subject = f"年报：{year}年度报告还有{len(missing)}个机关未报送"
    to = today.in_role(district, Role.SUPERVISOR)
    occasion = f"digest:{district.key}:{year}:{week.year}-{week.week}"
    yield Reminder(district, f"reports:{year}", occasion, subject, body, to)


register(Periodic("reports.remind", "提醒年报的报送期限", _EVERY, remind))
