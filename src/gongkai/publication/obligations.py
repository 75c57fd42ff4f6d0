"""What was formed and must be public by a day (Art. 26): entered, fulfilled by an item, excused; due, late, early.

enter(user, agency, *, title, formed_on, column, period, …, at) -> Obligation
change(user, obligation, *, …, at)                 while it is open
name(user, obligation, *, item, at)                the item that will fulfil it, or does already
excuse(user, obligation, *, reason, at)            nothing is published, and why
reopen(user, obligation, *, reason, at)            entered or excused by mistake
explained(obligation) -> Due                       the working of its day, line by line
standing(obligation, on) -> Standing               open, late, fulfilled in time, late, too early, excused
on_change(item)                                    an item appeared or went: what it fulfils is closed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import models, transaction
from django.db.models import F, Q, QuerySet

from gongkai.agencies import calendars
from gongkai.agencies.calendars import MovedDate, calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, Stale, WrongState
from gongkai.publication.changing import on_change as when_items_change
from gongkai.publication.models import Column, Departure, Item, Obligation
from gongkai.publication.states import ItemState
from gongkai.statute import duties
from gongkai.statute.duties import Due

# The Regulation of 2007 came into force: nothing was owed before.
EARLIEST: Final = date(2008, 5, 1)


class Standing(models.TextChoices):
    """How an obligation stands on a day; a comparison of dates, never stored."""

    OPEN = "open", "待公开"
    SOON = "soon", "即将到期"
    LATE = "late", "已逾期"
    IN_TIME = "in_time", "按期公开"
    DONE_LATE = "done_late", "逾期公开"
    TOO_EARLY = "too_early", "过早公开"
    EXCUSED = "excused", "不需公开"


@transaction.atomic
def enter(
    user: Who,
    agency: Agency,
    *,
    title: str,
    formed_on: date,
    column: Column | None = None,
    period: str = "",
    not_before: date | None = None,
    of_change: bool = False,
    item: Item | None = None,
    at: datetime,
) -> Obligation:
    """Something was formed, changed, decided or approved on ``formed_on``. Without a period that of the column
    holds. Refused for a day to come, a period that there is not, another agency's column or item."""
    ensure(user, "columns.record", agency, on=day(at))
    code = period or (column.period if column else duties.ORDINARY)
    _check(agency, title, formed_on, not_before, column, code, at)
    made = Obligation(
        agency=agency, column=column, title=title.strip(), formed_on=formed_on, not_before=not_before, period=code,
        of_change=of_change, created_by=person(user), created_at=at,
    )  # fmt: skip
    _date(made)
    made.save()
    if item is not None:
        _named(made, item)
        made.save()
    data = {"period": code, "formed_on": formed_on.isoformat(), "due_on": made.due_on.isoformat()}
    _told(user, "enter", made, data, at)
    return made


@transaction.atomic
def change(
    user: Who,
    obligation: Obligation,
    *,
    title: str,
    formed_on: date,
    column: Column | None = None,
    period: str = "",
    not_before: date | None = None,
    reason: str,
    revision: int | None = None,
    at: datetime,
) -> Obligation:
    """Entered wrongly; the day is worked out anew. WrongState once it is closed."""
    held = _open(user, obligation, revision, at)
    if not reason.strip():
        raise Refused("请写明更正的理由。")
    code = period or (column.period if column else held.period)
    _check(held.agency, title, formed_on, not_before, column, code, at)
    before = held.due_on
    held.title, held.formed_on, held.column, held.period = title.strip(), formed_on, column, code
    held.not_before = not_before
    _date(held)
    _save(held)
    data = {"period": code, "formed_on": formed_on.isoformat(), "from": before.isoformat(),
            "due_on": held.due_on.isoformat()}  # fmt: skip
    _told(user, "change", held, data, at, reason=reason)
    return held


@transaction.atomic
def name(
    user: Who, obligation: Obligation, *, item: Item, revision: int | None = None, at: datetime
) -> Obligation:
    """The item that fulfils it: closed at once where the public sees it already, else on its release."""
    held = _open(user, obligation, revision, at)
    if item.agency_id != held.agency_id:
        raise Refused("请选择本机关的信息。")
    _named(held, Item.objects.get(pk=item.pk), at)
    _save(held)
    data = {"item": item.key, "fulfilled_on": held.fulfilled_on.isoformat() if held.fulfilled_on else None}
    _told(user, "name", held, data, at)
    return held


@transaction.atomic
def excuse(
    user: Who, obligation: Obligation, *, reason: str, revision: int | None = None, at: datetime
) -> Obligation:
    """Nothing is to be published: entered twice, not public under Arts 14 to 16, a penalty without social impact.
    Refused without the reason."""
    held = _open(user, obligation, revision, at)
    if not reason.strip():
        raise Refused("请写明不需公开的理由和依据，例如：不具有一定社会影响（《条例》第二十条第（六）项）。")
    held.excused, held.closed_at = reason.strip(), at
    _save(held)
    _told(user, "excuse", held, {}, at)
    return held


@transaction.atomic
def reopen(
    user: Who, obligation: Obligation, *, reason: str, revision: int | None = None, at: datetime
) -> Obligation:
    """Closed by mistake; its day stays."""
    held = _held(user, obligation, revision, at)
    if held.closed_at is None:
        raise WrongState("这一项还没有办结。")
    if not reason.strip():
        raise Refused("请写明重新办理的理由。")
    held.closed_at, held.fulfilled_on, held.excused, held.item = None, None, "", None
    _save(held)
    _told(user, "reopen", held, {}, at, reason=reason)
    return held


def explained(obligation: Obligation) -> Due:
    """Its day as it is counted today, with every line of the working."""
    return duties.due(obligation.period, obligation.formed_on, calendar_for(obligation.agency))


def standing(obligation: Obligation, on: date, *, soon: date | None = None) -> Standing:
    """Where it stands that day; ``soon``: what is due by then counts as nearly due."""
    if obligation.closed_at is not None:
        return _closed(obligation)
    if obligation.due_on < on:
        return Standing.LATE
    return Standing.SOON if soon is not None and aim(obligation) <= soon else Standing.OPEN


def aim(obligation: Obligation) -> date:
    """The day to work towards: the last working day of a period of calendar days."""
    return obligation.target_on or obligation.due_on


def _closed(one: Obligation) -> Standing:
    if one.excused or one.fulfilled_on is None:
        return Standing.EXCUSED
    if one.fulfilled_on < max(one.formed_on, one.not_before or one.formed_on):
        return Standing.TOO_EARLY
    return Standing.DONE_LATE if one.fulfilled_on > one.due_on else Standing.IN_TIME


def too_early() -> Q:
    """Closed by something the public saw before it might."""
    return Q(fulfilled_on__lt=F("formed_on")) | Q(fulfilled_on__lt=F("not_before"))


def where(standing: str, on: date, soon: date) -> Q:
    """The same question asked of the database."""
    done = Q(closed_at__isnull=False, fulfilled_on__isnull=False, excused="")
    late = Q(fulfilled_on__gt=F("due_on"))
    return {
        Standing.LATE: Q(closed_at=None, due_on__lt=on),
        Standing.SOON: Q(closed_at=None, due_on__gte=on, target_on__lte=soon),
        Standing.OPEN: Q(closed_at=None, due_on__gte=on, target_on__gt=soon),
        Standing.TOO_EARLY: done & too_early(),
        Standing.DONE_LATE: done & late & ~too_early(),
        Standing.IN_TIME: done & ~late & ~too_early(),
        Standing.EXCUSED: Q(closed_at__isnull=False) & (~Q(excused="") | Q(fulfilled_on=None)),
    }[Standing(standing)]


def visible(user: Who, *, on: date, verb: str = "columns.view") -> QuerySet[Obligation]:
    """Those of the agencies where this user may look, the most urgent first."""
    rows = Obligation.objects.filter(agency__in=within(user, verb, on=on))
    return rows.select_related("agency", "column", "item").order_by("due_on", "pk")


def on_change(item: Item) -> None:
    """What waits for this item is closed the moment the public sees it, or sees it gone."""
    waiting = Obligation.objects.select_for_update(no_key=True, of=("self",)).filter(item=item, closed_at=None)
    for one in waiting.order_by("pk"):
        _fulfil(one, item)
        if one.closed_at is not None:
            _save(one)


def on_changes(items: Sequence[Item]) -> None:
    """The same of many: of old stock that comes in, nothing waited for most."""
    keys = [item.pk for item in items]
    waited = set(Obligation.objects.filter(item__in=keys, closed_at=None).values_list("item", flat=True))
    for item in items:
        if item.pk in waited:
            on_change(item)


when_items_change(on_change, many=on_changes)


def redate(at: datetime) -> list[MovedDate]:
    """A new holiday notice moves the days of what is open; tells which."""
    moved = []
    rows = Obligation.objects.select_for_update(no_key=True, of=("self",)).filter(closed_at=None)
    for one in rows.select_related("agency").order_by("pk"):
        before = (one.due_on, one.target_on, one.provisional)
        _date(one)
        if (one.due_on, one.target_on, one.provisional) != before:
            one.save(update_fields=["due_on", "target_on", "provisional"])
            moved.append(MovedDate(one.agency.name, one.title, before[0], one.due_on, one.provisional))
    return moved


def _check(
    agency: Agency,
    title: str,
    formed_on: date,
    not_before: date | None,
    column: Column | None,
    period: str,
    at: datetime,
) -> None:
    if not title.strip():
        raise Refused("请写明应公开的内容。")
    if not EARLIEST <= formed_on <= day(at):
        raise Refused(f"形成日期应在{EARLIEST}到今天之间。")
    if not_before is not None and not_before < formed_on:
        raise Refused("“不得早于”的日期不能早于形成日期。")
    if period not in duties.PERIODS:
        raise Refused("没有这种公开时限，请从列表中选择。")
    if column is not None and column.agency_id != agency.pk:
        raise Refused("请选择本机关的栏目。")


def _date(one: Obligation) -> None:
    found = explained(one)
    one.due_on, one.target_on, one.provisional = found.on, found.target_on, found.provisional


def _named(one: Obligation, item: Item, at: datetime | None = None) -> None:
    if item.agency_id != one.agency_id:
        raise Refused("请选择本机关的信息。")
    if item.state == ItemState.REMOVED:
        raise Refused("这条信息已经撤下。")
    one.item = item
    _fulfil(one, item)


def _fulfil(one: Obligation, item: Item) -> None:
    """Closed when what it asks for has happened to the item."""
    on = _gone_on(item) if duties.period(one.period).withdraws else _seen_on(one, item)
    if on is not None:
        one.fulfilled_on = on
        one.closed_at = item.changed_at if item.is_public else _left_at(item)


def _seen_on(one: Obligation, item: Item) -> date | None:
    """The day the public first saw it; of a change, the day it saw the change. A change that was not published yet
    fulfils nothing."""
    if not item.is_public or item.released_at is None or item.changed_at is None:
        return None
    if not one.of_change:
        return item.first_public_on
    seen = day(item.changed_at)
    return seen if item.changed_at > item.released_at and seen >= one.formed_on else None


def _gone_on(item: Item) -> date | None:
    left = _left_at(item)
    return day(left) if left is not None and item.state == ItemState.WITHDRAWN else None


def _left_at(item: Item) -> datetime | None:
    last = Departure.objects.filter(item=item).order_by("-pk").first()
    return last.at if last else None


def _held(user: Who, obligation: Obligation, revision: int | None, at: datetime) -> Obligation:
    rows = Obligation.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=obligation.pk)
    ensure(user, "columns.record", held.agency, on=day(at))
    if revision is not None and held.revision > revision:
        raise Stale("这一项刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")
    return held


def _open(user: Who, obligation: Obligation, revision: int | None, at: datetime) -> Obligation:
    held = _held(user, obligation, revision, at)
    if held.closed_at is not None:
        raise WrongState("这一项已经办结。")
    return held


def _save(one: Obligation) -> None:
    one.revision += 1
    one.save()


def _told(
    user: Who, verb: str, one: Obligation, data: Mapping[str, object], at: datetime, reason: str = ""
) -> None:
    record(
        f"obligations.{verb}", actor=actor(user), agency=one.agency, object=one, reason=reason.strip(), data=data,
        at=at,
    )  # fmt: skip


calendars.on_change("publication", redate)
