"""A quarter in which nothing came is confirmed, not assumed (零申请确认): who looked at which channels, when.

confirm_quarter(user, agency, *, year, quarter, channels, looked_on, note="", at) -> QuarterLook
unconfirmed(agency, year, *, on) -> [int]        the quarters that ended with nothing received and nobody looked
looks(agency, year) -> {int: QuarterLook}        the last look at each quarter
open_channels(agency, first, last) -> [str]      what has to be looked at
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.models import Case, Incoming, OpenChannel, QuarterLook
from gongkai.cases.words import BASIC_CHANNELS, Channel
from gongkai.errors import Refused

QUARTERS = (1, 2, 3, 4)


def days_of(year: int, quarter: int) -> tuple[date, date]:
    """Its first and its last day. Refused for what is no quarter."""
    if quarter not in QUARTERS:
        raise Refused("季度应为1至4。")
    first = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return first, following - timedelta(days=1)


@transaction.atomic
def confirm_quarter(
    user: Who,
    agency: Agency,
    *,
    year: int,
    quarter: int,
    channels: Iterable[str],
    looked_on: date,
    note: str = "",
    at: datetime,
) -> QuarterLook:
    """How many came is counted, not typed. Refused before the quarter is over, for a look before its end or on a
    day to come, and when a channel that was open in it was left out. A later look stands beside the earlier."""
    ensure(user, "cases.register", agency, on=day(at))
    first, last = days_of(year, quarter)
    looked_at = sorted(set(channels))
    _in_time(last, looked_on, day(at))
    _complete(looked_at, agency, first, last)
    received = arrived(agency, first, last)
    look = QuarterLook.objects.create(
        agency=agency,
        year=year,
        quarter=quarter,
        channels=looked_at,
        looked_on=looked_on,
        received=received,
        note=note.strip(),
        by=person(user),
        at=at,
    )
    data = {
        "year": year, "quarter": quarter, "channels": looked_at, "on": looked_on.isoformat(), "received": received,
    }  # fmt: skip
    record("cases.quarter", actor=actor(user), agency=agency, object=look, data=data, at=at)
    return look


def arrived(agency: Agency, first: date, last: date) -> int:
    """How many requests reached the agency between two days: cases, and papers that may yet become one."""
    between = Q(arrived_on__gte=first, arrived_on__lte=last)
    cases = Case.objects.filter(between, agency=agency, split_from=None).count()
    return cases + Incoming.objects.filter(between, agency=agency, settled_as="").count()


def unconfirmed(agency: Agency, year: int, *, on: date) -> list[int]:
    """The quarters of a year that are over by this day, in which nothing came and at which nobody has looked."""
    looked = set(looks(agency, year))
    found = []
    for quarter in QUARTERS:
        first, last = days_of(year, quarter)
        over = last < on and agency.exists_on(last)
        if over and quarter not in looked and not arrived(agency, first, last):
            found.append(quarter)
    return found


def looks(agency: Agency, year: int) -> dict[int, QuarterLook]:
    """The last look at each quarter, by its number."""
    rows = QuarterLook.objects.filter(agency=agency, year=year).select_related("by").order_by("pk")
    return {row.quarter: row for row in rows}


def open_channels(agency: Agency, first: date, last: date) -> list[str]:
    """The basic ones (国办公开办函〔2017〕19号), and those that were open on any day between the two."""
    opened = OpenChannel.objects.filter(agency=agency, from_on__lte=last).filter(
        Q(until_on=None) | Q(until_on__gte=first)
    )
    return sorted({*map(str, BASIC_CHANNELS), *opened.values_list("channel", flat=True)})


def _in_time(last: date, looked_on: date, today: date) -> None:
    if last >= today:
        raise Refused(f"这一季度到{last}才结束，结束以后再确认。")
    if looked_on <= last:
        raise Refused("查看日期应在季度结束以后：此前看过的，还不能说明这一季度没有收到。")
    if looked_on > today:
        raise Refused("查看日期还没有到，请填写实际查看的日期。")


def _complete(looked_at: list[str], agency: Agency, first: date, last: date) -> None:
    if unknown := set(looked_at) - set(Channel.values):
        raise Refused(f"没有“{'、'.join(sorted(unknown))}”这种渠道。")
    missing = [Channel(one).label for one in open_channels(agency, first, last) if one not in looked_at]
    if missing:
        raise Refused(f"还没有查看：{'、'.join(missing)}。请逐个渠道查看后再确认。")
