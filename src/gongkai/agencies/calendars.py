"""The days off that this installation was told of, and the calendar that holds for an agency.

A new notice works out open cases anew: whoever keeps dates registers with ``on_change`` and says which moved.
What is closed keeps its dates, and the version of the calendar they were worked out with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.models import Agency, CalendarNotice
from gongkai.agencies.permissions import Operator, Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import NotAllowed, WrongState
from gongkai.statute.calendar import Calendar, Notice, Regional, official
from gongkai.statute.calendar_notices import checked, checked_regional

EDIT = "calendar.edit"


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A date that a notice moved: whose, of what (a case's number), from when to when."""

    agency: str
    what: str
    before: date | None
    now: date | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a notice did. ``moved`` in the order in which the listeners tell it."""

    notice: CalendarNotice
    moved: tuple[MovedDate, ...]


Listener = Callable[[datetime], Iterable[MovedDate]]
_listeners: dict[str, Listener] = {}


def on_change(name: str, listener: Listener) -> None:
    """Call ``listener`` with the time after every change, in its transaction; it works out its open dates anew and
    tells those that moved. The same name again replaces it (Django may load an application twice in tests)."""
    _listeners[name] = listener


def national() -> Calendar:
    """What is shipped, and the national notices added since."""
    return _calendar(_rows(Q(agency=None)))


def calendar_for(agency: Agency) -> Calendar:
    """The working days of an agency: the national ones, with what its region or one above it has in addition."""
    above = [int(key) for key in (agency.path or "").split("/") if key]
    return _calendar(_rows(Q(agency=None) | Q(agency__in=above)))


def missing_years(on: date) -> tuple[int, ...]:
    """Years whose notice should be there by now: this one, and from 1 December on the next."""
    wanted = (on.year, on.year + 1) if on.month == 12 else (on.year,)
    if all(official().known(year) for year in wanted):
        return ()
    calendar = national()
    return tuple(year for year in wanted if not calendar.known(year))


@transaction.atomic
def add_notice(notice: Notice, *, by: Who, at: datetime) -> Change:
    """Take in the national notice of a year. Refused for a year that is known, unless the notice revises it."""
    _ensure_everywhere(by, at)
    rows = CalendarNotice.objects.select_for_update(no_key=True).filter(agency=None, withdrawn_at=None)
    known = [one.year for one in official().notices] + [row.year for row in rows if row.year]
    notice = checked(notice, known=known)
    row = CalendarNotice.objects.create(
        year=notice.year,
        reference=notice.reference,
        checked_on=notice.checked_on,
        off=_texts(notice.off),
        on=_texts(notice.on),
        revises=notice.revises,
        added_at=at,
        added_by=person(by),
    )
    return _changed("calendar.notice", row, by=by, at=at)


@transaction.atomic
def add_regional(agency: Agency, regional: Regional, *, by: Who, at: datetime) -> Change:
    """Days that the local government sets in addition (放假办法 Art. 4), for an agency and all below it."""
    ensure(by, EDIT, agency, on=day(at))
    regional = checked_regional(regional)
    row = CalendarNotice.objects.create(
        agency=agency,
        reference=regional.reference.strip(),
        checked_on=regional.checked_on,
        off=_texts(regional.off),
        on=_texts(regional.on),
        added_at=at,
        added_by=person(by),
    )
    return _changed("calendar.regional", row, by=by, at=at)


@transaction.atomic
def withdraw(notice: CalendarNotice, *, reason: str, by: Who, at: datetime) -> Change:
    """Take out one that was entered by mistake; it stays in the list with its day."""
    notice = (
        CalendarNotice.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency")
        .get(pk=notice.pk)
    )
    if notice.agency is None:
        _ensure_everywhere(by, at)
    else:
        ensure(by, EDIT, notice.agency, on=day(at))
    if notice.withdrawn_at is not None:
        raise WrongState("这份通知已经撤下。")
    notice.withdrawn_at = at
    notice.save(update_fields=["withdrawn_at"])
    return _changed("calendar.withdraw", notice, reason=reason, by=by, at=at)


def visible(user: Who, *, on: date) -> list[CalendarNotice]:
    """Every notice that concerns an agency where this user may change days off, newest first."""
    mine = Q(agency=None) | Q(agency__in=within(user, EDIT, on=on))
    return list(CalendarNotice.objects.filter(mine).select_related("agency", "added_by").order_by("-pk"))


def may_add_national(user: Who, *, on: date) -> bool:
    """A national notice concerns every agency: who adds it administers all of them."""
    if isinstance(user, Operator):
        return True
    roots = Agency.objects.filter(parent=None)
    mine = within(user, EDIT, on=on).values("pk")
    return roots.exists() and not roots.exclude(pk__in=mine).exists()


def _ensure_everywhere(by: Who, at: datetime) -> None:
    if not may_add_national(by, on=day(at)):
        raise NotAllowed("全国放假通知影响本系统的所有机关，只能由最上级机关的系统管理员载入。")


def _changed(verb: str, row: CalendarNotice, *, reason: str = "", by: Who, at: datetime) -> Change:
    moved = tuple(one for listener in _listeners.values() for one in listener(at))
    data = {"year": row.year, "reference": row.reference, "moved": len(moved)}
    record(verb, actor=actor(by), agency=row.agency, object=row, reason=reason, data=data, at=at)
    return Change(row, moved)


def _rows(which: Q) -> Sequence[CalendarNotice]:
    return list(CalendarNotice.objects.filter(which, withdrawn_at=None))


def _calendar(rows: Iterable[CalendarNotice]) -> Calendar:
    notices, regional = [], []
    for row in rows:
        if row.agency_id is None and row.year is not None:
            notices.append(
                Notice(row.year, row.reference, row.checked_on, _days(row.off), _days(row.on), row.revises)
            )
        else:
            regional.append(
                Regional(str(row.agency_id), row.reference, row.checked_on, _days(row.off), _days(row.on))
            )
    return _made(tuple(notices), tuple(regional))


@lru_cache(maxsize=64)
def _made(notices: tuple[Notice, ...], regional: tuple[Regional, ...]) -> Calendar:
    """One for each content: the table of its days is laid out once in a process."""
    if not notices and not regional:
        return official()
    return Calendar((*official().notices, *notices), regional)


def _texts(days: Iterable[date]) -> list[str]:
    return [one.isoformat() for one in days]


def _days(texts: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)
