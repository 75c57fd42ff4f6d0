"""What nobody opened, and what was opened and left lying: the clerks are told, then the head.

Mail that was signed for and then lost within the office is the first way to miss a statutory day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.cases.alarms import CLERKS, HEAD, tell
from gongkai.cases.models import Incoming
from gongkai.jobs.registry import Periodic, register
from gongkai.statute.calendar import Calendar

# Working days after arrival, the day itself not counted.
UNOPENED_CLERKS, UNOPENED_HEAD = 1, 2
UNSETTLED_CLERKS, UNSETTLED_HEAD = 3, 5
_AT_A_TIME = 500


@dataclass(frozen=True)
class Lying:
    """One paper nobody dealt with, for ``days`` working days."""

    incoming: Incoming
    days: int

    @property
    def unopened(self) -> bool:
        return self.incoming.opened_at is None

    @property
    def for_clerks(self) -> bool:
        return self.days >= (UNOPENED_CLERKS if self.unopened else UNSETTLED_CLERKS)

    @property
    def for_head(self) -> bool:
        return self.days >= (UNOPENED_HEAD if self.unopened else UNSETTLED_HEAD)


def raise_alarms(at: datetime) -> int:
    """The periodic job; how many people were told of something new."""
    return sum(_tell(one, at) for one in lying(at))


def lying(at: datetime) -> Iterator[Lying]:
    """Everything unsettled with the working days since it arrived, oldest first."""
    calendars: dict[int, Calendar] = {}
    rows = Incoming.objects.filter(settled_as="").select_related("agency").order_by("arrived_on", "pk")
    for one in rows.iterator(_AT_A_TIME):
        calendar = _calendar(one.agency, calendars)
        yield Lying(one, calendar.between(one.arrived_on, day(at)))


def _tell(one: Lying, at: datetime) -> int:
    what = "没有人打开" if one.unopened else "已打开但还没有登记"
    subject = f"依申请公开：一件来件{what}"
    paper = one.incoming
    body = (
        f"{paper.number}（{paper.get_channel_display()}，{paper.arrived_on}收到）已过{one.days}个工作日，{what}。"
        "答复期限可能已经开始计算，请尽快打开并登记。"
    )
    kind = "unopened" if one.unopened else "unsettled"
    told = 0
    for wanted, who, roles in ((one.for_clerks, "clerks", CLERKS), (one.for_head, "head", HEAD)):
        if wanted:
            occasion = f"{kind}:{who}:{paper.key}"
            told += len(
                tell(paper.agency, roles, occasion=occasion, subject=subject, body=body, about=paper.key, at=at)
            )
    return told


def _calendar(agency: Agency, known: dict[int, Calendar]) -> Calendar:
    if agency.pk not in known:
        known[agency.pk] = calendar_for(agency)
    return known[agency.pk]


register(Periodic("cases.unopened", "提醒无人打开的来件", timedelta(hours=1), raise_alarms))
