"""What nobody opened, what was opened and left lying, what was registered and never confirmed: the clerks are
told, then the head.

Mail that was signed for and then lost within the office is the first way to miss a statutory day; a request that
nobody confirms stays outside the clock for ever (Art. 31), which is the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.cases.models import Case, Incoming
from gongkai.cases.states import State
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.alarms import CLERKS, HEAD, tell
from gongkai.statute.calendar import Calendar

# Working days after arrival, the day itself not counted.
UNOPENED_CLERKS, UNOPENED_HEAD = 1, 2
UNSETTLED_CLERKS, UNSETTLED_HEAD = 3, 5
UNCONFIRMED_CLERKS, UNCONFIRMED_HEAD = 1, 3
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
    return sum(_tell(one, at) for one in lying(at)) + sum(_tell_unconfirmed(*one, at) for one in unconfirmed(at))


def lying(at: datetime) -> Iterator[Lying]:
    """Everything unsettled with the working days since it arrived, oldest first."""
    calendars: dict[int, Calendar] = {}
    rows = Incoming.objects.filter(settled_as="").select_related("agency").order_by("arrived_on", "pk")
    for one in rows.iterator(_AT_A_TIME):
        calendar = _calendar(one.agency, calendars)
        yield Lying(one, calendar.between(one.arrived_on, day(at)))


def unconfirmed(at: datetime) -> Iterator[tuple[Case, int]]:
    """Every case that waits for a confirmation, with the working days since it arrived."""
    calendars: dict[int, Calendar] = {}
    rows = Case.objects.filter(state=State.UNCONFIRMED).select_related("agency").order_by("pk")
    for case in rows.iterator(_AT_A_TIME):
        yield case, _calendar(case.agency, calendars).between(case.arrived_on, day(at))


def _tell_unconfirmed(case: Case, days: int, at: datetime) -> int:
    subject = "依申请公开：一件申请还没有与申请人确认"
    body = (
        f"{case.number}（{case.get_channel_display()}，{case.arrived_on}收到）已过{days}个工作日，还没有与申请人确认。"
        "双方确认之日才是收到申请之日（《条例》第三十一条），请尽快联系申请人并登记；联系不上的，登记联系的经过。"
    )
    to = (days >= UNCONFIRMED_CLERKS, days >= UNCONFIRMED_HEAD)
    return _told(case, to, "unconfirmed", subject, body, at)


def _tell(one: Lying, at: datetime) -> int:
    what = "没有人打开" if one.unopened else "已打开但还没有登记"
    subject = f"依申请公开：一件来件{what}"
    paper = one.incoming
    body = (
        f"{paper.number}（{paper.get_channel_display()}，{paper.arrived_on}收到）已过{one.days}个工作日，{what}。"
        "答复期限可能已经开始计算，请尽快打开并登记。"
    )
    kind = "unopened" if one.unopened else "unsettled"
    return _told(paper, (one.for_clerks, one.for_head), kind, subject, body, at)


def _told(what: Case | Incoming, to: tuple[bool, bool], kind: str, subject: str, body: str, at: datetime) -> int:
    """How many were told now; ``to``: the clerks, the head."""
    told = 0
    for wanted, who, roles in zip(to, ("clerks", "head"), (CLERKS, HEAD), strict=True):
        if wanted:
            occasion = f"{kind}:{who}:{what.key}"
            told += len(
                tell(what.agency, roles, occasion=occasion, subject=subject, body=body, about=what.key, at=at)
            )
    return told


def _calendar(agency: Agency, known: dict[int, Calendar]) -> Calendar:
    if agency.pk not in known:
        known[agency.pk] = calendar_for(agency)
    return known[agency.pk]


register(Periodic("cases.unopened", "提醒无人打开的来件", timedelta(hours=1), raise_alarms))
