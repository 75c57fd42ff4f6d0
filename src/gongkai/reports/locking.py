"""The lock day of a year: until then its records are entered freely, afterwards only with a reason that stays.

set_lock_day(user, district, *, year, lock_on | None, reason, at) -> LockDay   None: no lock any more
lock_day(agency, year) -> date | None            the one that holds for an agency: its nearest government's
locks(district) -> [LockDay]                     the days that hold, the newest year first
history(district) -> QuerySet[LockDay]           every day that was set or moved, newest first
late_changes(user, year, *, on) -> QuerySet[LateChange]    of the agencies whose reports this person may see
changes_of(agency, year) -> QuerySet[LateChange]           behind one report: its own and those merged into it

No day is set until a supervisor sets one; then nothing is locked. ``agencies.locked_years`` asks ``pass_``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, YearLocked
from gongkai.reports.compiling.bodies import bodies
from gongkai.reports.district import district_of, rolls_up
from gongkai.reports.models import LateChange, LockDay

# No year's report is open for longer; a slip of the hand shall not lock 2099.
_YEARS_AFTER: Final = 3
LONGEST: Final = 1000


@transaction.atomic
def set_lock_day(
    user: Who, district: Agency, *, year: int, lock_on: date | None, reason: str, at: datetime
) -> LockDay:
    """Refused without a reason (the paper it rests on, or why it is moved), for a day before the year is over, for
    the day that holds already, and where no government is."""
    held = Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=district.pk)
    ensure(user, "reports.settings", held, on=day(at))
    if not rolls_up(held):
        raise Refused(f"“{held.name}”不是一级政府，不能规定锁定日；请在所属的人民政府上设置。")
    if not reason.strip():
        raise Refused("请写明依据的文件，或者改动锁定日的理由。")
    if len(reason) > LONGEST:
        raise Refused(f"理由最多{LONGEST}字。")
    if lock_on is not None and not date(year + 1, 1, 1) <= lock_on <= date(year + _YEARS_AFTER, 12, 31):
        span = f"{year + 1}年1月1日至{year + _YEARS_AFTER}年12月31日"
        raise Refused(f"{year}年度的锁定日应在{span}之间：这一年结束以后才能锁定。")
    before = _of(held, year)
    if (before.lock_on if before else None) == lock_on:
        raise Refused("与现在的锁定日相同，没有改动。")
    made = LockDay.objects.create(
        district=held, year=year, lock_on=lock_on, reason=reason.strip(), by=person(user), at=at
    )
    data = {"year": year, "from": _text(before.lock_on if before else None), "to": _text(lock_on)}
    record("reports.lock_day", actor=actor(user), agency=held, object=made, reason=made.reason, data=data, at=at)
    return made


def lock_day(agency: Agency, year: int) -> date | None:
    """None while nobody set one."""
    district = district_of(agency)
    found = _of(district, year) if district else None
    return found.lock_on if found else None


def locks(district: Agency) -> list[LockDay]:
    newest: dict[int, LockDay] = {}
    for one in history(district):
        newest.setdefault(one.year, one)
    return [one for one in newest.values() if one.lock_on is not None]


def history(district: Agency) -> QuerySet[LockDay]:
    return LockDay.objects.filter(district=district).select_related("by").order_by("-year", "-pk")


def late_changes(user: Who, year: int, *, on: date) -> QuerySet[LateChange]:
    """Newest first."""
    found = LateChange.objects.filter(year=year, agency__in=within(user, "reports.view", on=on))
    return found.select_related("agency", "by").order_by("-pk")


def changes_of(agency: Agency, year: int) -> QuerySet[LateChange]:
    """Newest first. Asks nobody's permission."""
    here = [one.pk for one in bodies(agency, year)]
    return LateChange.objects.filter(year=year, agency__in=here).select_related("agency", "by").order_by("-pk")


def pass_(change: locked_years.Change) -> None:
    """Noted in every year of it that is locked, each with its entry in the chain; YearLocked without a reason."""
    locked = {year: on for year in change.years if (on := lock_day(change.agency, year)) and day(change.at) > on}
    if not locked:
        return
    if not change.reason:
        raise YearLocked(_refusal(change.agency, locked))
    if len(change.reason) > LONGEST:
        raise Refused(f"锁定后改动的理由最多{LONGEST}字。")
    if not change.done:
        return
    noted = LateChange.objects.filter(agency=change.agency, about=change.about, at=change.at)
    # One step may ask twice, for the money and for the case.
    told = set(noted.values_list("year", flat=True))
    for year, on in locked.items():
        if year in told:
            continue
        made = LateChange.objects.create(
            agency=change.agency, year=year, about=change.about, verb=change.verb, lock_on=on,
            reason=change.reason, by=person(change.user), at=change.at,
        )  # fmt: skip
        data = {"year": year, "verb": change.verb, "about": change.about, "lock_on": on.isoformat()}
        record(
            "reports.late_change", actor=actor(change.user), agency=change.agency, object=made,
            reason=made.reason, data=data, at=change.at,
        )  # fmt: skip


def _refusal(agency: Agency, locked: dict[int, date]) -> str:
    district = district_of(agency)
    years = "、".join(f"{year}年度的数据已于{on}锁定" for year, on in locked.items())
    whose = f"“{district.name}”的主管部门" if district else "主管部门"
    return (
        f"{years}，这一步会改变年报的数字；确需补登或者更正的，请写明理由再办。"
        f"不能写明理由的途径，请{whose}调整锁定日。"
    )


def _of(district: Agency, year: int) -> LockDay | None:
    return LockDay.objects.filter(district=district, year=year).order_by("-pk").first()


def _text(on: date | None) -> str | None:
    return on.isoformat() if on else None


locked_years.keep(pass_)
