"""Reminders of a day that comes near or is over: written once for each occasion and person, however often the job
that finds them runs.

Reminder                            one occasion and those to be told
Today                               who acts where today, and how many working days are left; each asked once a run
write(reminders, *, of, at) -> int  those that were not written before; how many notices for the desk
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.agencies.roster import in_role
from gongkai.notices import alarms
from gongkai.notices.models import Notice
from gongkai.statute.calendar import Calendar

# Five working days never reach further, over the longest holiday.
AHEAD: Final = timedelta(days=21)
# Nobody's telephone rings at midnight.
_MORNING: Final = time(8, 0)
AT_A_TIME: Final = 500


@dataclass(frozen=True, slots=True)
class Reminder:
    """One occasion and those to be told. ``occasion`` names it for ever; ``subject`` travels in the open."""

    agency: Agency
    about: str
    occasion: str
    subject: str
    body: str
    to: tuple[Person, ...]


class Today:
    def __init__(self, today: date) -> None:
        self.today = today
        self._roles: dict[tuple[int, tuple[Role, ...]], tuple[Person, ...]] = {}
        self._calendars: dict[int, Calendar] = {}

    def left(self, agency: Agency, until: date) -> int:
        """Working days from today until then: 0 on the day itself, negative once it is over."""
        if until < self.today:
            return -1
        if agency.pk not in self._calendars:
            self._calendars[agency.pk] = calendar_for(agency)
        return self._calendars[agency.pk].between(self.today, until)

    def in_role(self, agency: Agency, *roles: Role) -> tuple[Person, ...]:
        if (agency.pk, roles) not in self._roles:
            self._roles[agency.pk, roles] = tuple(in_role(agency, *roles, on=self.today))
        return self._roles[agency.pk, roles]


def write(reminders: Iterable[Reminder], *, of: str, at: datetime) -> int:
    """Each with its mail in one transaction. ``of`` parts the occasions of one job from those of another."""
    rest, written = iter(reminders), 0
    while batch := list(islice(rest, AT_A_TIME)):
        written += _write(batch, of, at)
    return written


def _write(reminders: Iterable[Reminder], of: str, at: datetime) -> int:
    wanted = {alarms.once(f"{of}:{one.occasion}", who, "desk"): (one, who) for one in reminders for who in one.to}
    there: set[str] = set()
    keys = iter(wanted)
    while some := list(islice(keys, AT_A_TIME)):
        there |= set(Notice.objects.filter(once__in=some).values_list("once", flat=True))
    fresh = [wanted[once] for once in wanted if once not in there]
    for one, who in fresh:
        _tell(one, who, of, at)
    return len(fresh)


def _tell(one: Reminder, who: Person, of: str, at: datetime) -> None:
    mail = f"{who.name}：\n\n{one.body}\n\n请登录工作台办理：{settings.GONGKAI_ADDRESS}/desk/\n"
    alarms.put(
        who, one.agency, occasion=f"{of}:{one.occasion}", subject=one.subject, body=one.body, mail=mail,
        mail_from=_in_the_morning(at), about=one.about, at=at,
    )  # fmt: skip


def _in_the_morning(at: datetime) -> datetime:
    local = timezone.localtime(at)
    return max(at, timezone.make_aware(datetime.combine(local.date(), _MORNING)))
