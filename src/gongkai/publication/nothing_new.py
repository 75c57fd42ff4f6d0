"""本期无新增: a record that a column had nothing to publish in a time. A record, not silence.

confirm(user, column, *, from_on, until_on, reason, at) -> NothingNew
quarter(year, number) -> (first, last)
last_of(columns) -> {column: last day that is accounted for}
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.models import Column, Item, NothingNew, Obligation
from gongkai.publication.queries import shown

QUARTERS: Final = (1, 2, 3, 4)


def quarter(year: int, number: int) -> tuple[date, date]:
    """Its first and last day."""
    first = date(year, number * 3 - 2, 1)
    after = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
    return first, after - timedelta(days=1)


@transaction.atomic
def confirm(
    user: Who, column: Column, *, from_on: date, until_on: date, reason: str = "", at: datetime
) -> NothingNew:
    """Somebody looked and found nothing. Refused for a time that is not over, and where something was published or
    is owed in it."""
    held = Column.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=column.pk)
    ensure(user, "columns.record", held.agency, on=day(at))
    if until_on < from_on:
        raise Refused("截止日期早于起始日期，请核对。")
    if until_on >= day(at):
        raise Refused("这段时间还没有结束，结束以后才能确认。")
    if held.children.exists():
        raise Refused("请在二级事项上确认。")
    _nothing_there(held, from_on, until_on)
    try:
        with transaction.atomic():
            made = NothingNew.objects.create(
                column=held, from_on=from_on, until_on=until_on, reason=reason.strip(), by=person(user), at=at
            )
    except IntegrityError as error:
        raise WrongState("这段时间已经确认过。") from error
    data = {"from_on": from_on.isoformat(), "until_on": until_on.isoformat()}
    record("columns.nothing-new", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return made


def _nothing_there(column: Column, from_on: date, until_on: date) -> None:
    if published_in(column, from_on, until_on):
        raise WrongState("这段时间里这个栏目公开过信息，不能确认为无新增。")
    owed = Obligation.objects.filter(column=column, excused="", formed_on__range=(from_on, until_on))
    if owed.exists():
        raise WrongState("这段时间里登记过应公开的事项，不能确认为无新增。")


def published_in(column: Column, from_on: date, until_on: date) -> int:
    """How many items of the column were first public in that time."""
    rows: int = Item.objects.filter(
        pk__in=shown().values("pk"), column=column, first_public_on__range=(from_on, until_on)
    ).count()
    return rows


def last_of(columns: QuerySet[Column]) -> dict[int, date]:
    """By the key of the column, the last day of its newest record."""
    rows = NothingNew.objects.filter(column__in=columns.order_by().values("pk"))
    found = rows.values("column").annotate(last=Max("until_on")).order_by()
    return {row["column"]: row["last"] for row in found}
