"""The list of what an agency must make public (主动公开目录): made from the law, edited, dated, shown as a tree.

public_columns(agency, on) -> (Node, …)        as the public sees it: first level, leaves, what stands in each
listed(agency, on) -> QuerySet[Column]         every line that holds that day
proposed(agency, on) -> (Proposal, …)          what the law gives an agency of its kind, and what of it is there
from_law(user, agency, *, leave_out, at)       takes it in
add, edit, close(user, …, at)                  one line

Items stand in leaves; there are two levels (一级事项, 二级事项).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet

from gongkai.agencies.models import Agency, in_force
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.models import Column
from gongkai.publication.queries import shown
from gongkai.publication.words import Way
from gongkai.statute import duties
from gongkai.statute.duties import Category

MANNERS: Final[Mapping[str, str]] = {"active": "主动公开", "on_request": "依申请公开"}
# What may be edited; the agency, the days and where it came from are not.
FIELDS: Final = (
    "title", "content", "category", "basis", "period", "period_words", "ways", "audience", "manner", "level",
    "column_type", "fresh_days", "order",
)  # fmt: skip
_ORDER_STEP = 10


@dataclass(frozen=True, slots=True)
class Node:
    """One column as it is shown: ``items`` are those in it and below it that the public sees, ``newest`` the day
    the newest of them was first public."""

    column: Column
    children: tuple[Node, ...]
    items: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that an agency of this kind has; ``there``: some line of its list is of it."""

    category: Category
    leaves: tuple[str, ...]
    there: bool


def listed(agency: Agency, on: date) -> QuerySet[Column]:
    """Every line that holds that day, parents and leaves, in their order."""
    rows = Column.objects.filter(agency=agency).filter(in_force(on))
    return rows.select_related("parent", "agency").order_by("order", "pk")


def leaves(agency: Agency, on: date) -> QuerySet[Column]:
    """Those that items may stand in."""
    above = listed(agency, on).exclude(parent=None).values("parent")
    return listed(agency, on).exclude(pk__in=above)


def public_columns(agency: Agency, on: date) -> tuple[Node, ...]:
    """The tree, with two questions to the database however many columns there are."""
    rows = list(listed(agency, on))
    inside = {
        row["column"]: (row["number"], row["newest"])
        for row in shown()
        .filter(column__in=[one.pk for one in rows])
        .values("column")
        .annotate(number=Count("pk"), newest=Max("first_public_on"))
        .order_by()
    }
    below: dict[int | None, list[Column]] = {}
    for one in rows:
        below.setdefault(one.parent_id, []).append(one)
    return tuple(_node(one, below, inside) for one in below.get(None, ()))


def _node(
    column: Column, below: Mapping[int | None, list[Column]], inside: Mapping[int, tuple[int, date]]
) -> Node:
    children = tuple(_node(one, below, inside) for one in below.get(column.pk, ()))
    number, newest = inside.get(column.pk, (0, None))
    days = [one for one in (newest, *(child.newest for child in children)) if one]
    return Node(column, children, number + sum(one.items for one in children), max(days, default=None))


def proposed(agency: Agency, on: date) -> tuple[Proposal, ...]:
    """Art. 20, and what Art. 21 adds for this kind of agency; empty where other rules hold (Art. 55)."""
    there = set(listed(agency, on).values_list("category", flat=True))
    return tuple(
        Proposal(one, tuple(leaf.title for leaf in one.leaves_for(agency.kind)), one.code in there)
        for one in duties.categories(on, agency.kind)
    )


@transaction.atomic
def from_law(user: Who, agency: Agency, *, leave_out: Iterable[str] = (), at: datetime) -> list[Column]:
    """The categories of the law that are not in the list yet, as it holds that day. Refused where there are none
    to add, and for a kind of agency that the Regulation gives no list."""
    _hold(user, agency, at)
    left_out = set(leave_out)
    wanted = [one for one in proposed(agency, day(at)) if not one.there and one.category.code not in left_out]
    if not wanted:
        raise Refused(
            "没有可以加入的事项：条例对这类机关规定的事项已在目录中，或者适用行业规定（《条例》第五十五条）。"
        )
    start = _next_order(agency)
    made = [
        line
        for n, one in enumerate(wanted)
        for line in _made_from(one.category, agency, start + n * _ORDER_STEP, at)
    ]
    _told(user, "from-law", agency, agency, {"categories": [one.category.code for one in wanted]}, at)
    return made


def _made_from(category: Category, agency: Agency, order: int, at: datetime) -> Iterator[Column]:
    period = category.period_for(agency.kind)
    common: dict[str, Any] = {"agency": agency, "basis": category.article, "from_on": day(at)}
    parts = category.leaves_for(agency.kind)
    top = Column.objects.create(
        **common, title=category.short, content=category.label, category=category.code, period=period,
        column_type=category.column_type, order=order, ways=[Way.WEBSITE],
    )  # fmt: skip
    yield top
    for n, leaf in enumerate(parts):
        yield Column.objects.create(
            **common, parent=top, title=leaf.title, category=category.code, period=leaf.period or period,
            column_type=leaf.column_type, order=order + n + 1, ways=[Way.WEBSITE],
        )  # fmt: skip


@transaction.atomic
def add(
    user: Who,
    agency: Agency,
    *,
    title: str,
    parent: Column | None = None,
    origin: str = "own",
    at: datetime,
    **described: Any,
) -> Column:
    """One more line, from today on. Refused for a third level, for a name that stands there already, and beneath a
    column in which items stand."""
    _hold(user, agency, at)
    made = put(agency, title=title, parent=parent, origin=origin, at=at, **described)
    _told(user, "add", agency, made, {"category": made.category, "period": made.period}, at)
    return made


def put(
    agency: Agency, *, title: str, parent: Column | None = None, origin: str, at: datetime, **described: Any
) -> Column:
    """The row alone, for the import too: the caller has asked who may, and records."""
    if parent is not None:
        _bears(parent, agency)
    described.setdefault("order", _next_order(agency))
    made = Column(agency=agency, parent=parent, title=_title(title), origin=origin, from_on=day(at))
    _describe(made, described)
    _once(made)
    return _saved(made)


@transaction.atomic
def edit(user: Who, column: Column, *, at: datetime, **changed: Any) -> Column:
    """Change what a line says. WrongState when nothing changes, or the line has ended."""
    held = _held(user, column, at)
    before = {name: getattr(held, name) for name in changed}
    _describe(held, changed)
    fields = sorted(name for name, value in before.items() if getattr(held, name) != value)
    if not fields:
        raise WrongState("填写的与现有的相同，没有改动。")
    if "title" in fields:
        _once(held)
    _saved(held)
    _told(user, "edit", held.agency, held, {"fields": fields}, at)
    return held


@transaction.atomic
def close(user: Who, column: Column, *, last_day: date, reason: str, at: datetime) -> Column:
    """The line ends with that day. WrongState while lines below it hold, or items stand in it that the public
    sees: they would be found by no catalogue."""
    held = _held(user, column, at)
    if last_day < max(held.from_on, day(at) - timedelta(days=1)):
        raise Refused("停用日期不能早于昨天，也不能早于起始日期。")
    if not reason.strip():
        raise Refused("请写明停用这个栏目的理由。")
    if held.children.filter(in_force(last_day + timedelta(days=1))).exists():
        raise WrongState("这个事项下还有二级事项，请先停用它们。")
    if shown().filter(column=held).exists():
        raise WrongState("这个栏目里还有已公开的信息，请先改到别的栏目。")
    held.until_on = last_day
    held.save(update_fields=["until_on"])
    _told(user, "close", held.agency, held, {"until_on": last_day.isoformat()}, at, reason=reason)
    return held


def visible(user: Who, pk: int, *, on: date, verb: str = "columns.view") -> Column:
    """One line for somebody at the desk. Column.DoesNotExist for what this user may not see."""
    rows = Column.objects.select_related("agency", "parent")
    return rows.get(pk=pk, agency__in=within(user, verb, on=on))


def _hold(user: Who, agency: Agency, at: datetime) -> None:
    """One change of an agency's list at a time."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, "columns.edit", agency, on=day(at))


def _held(user: Who, column: Column, at: datetime) -> Column:
    _hold(user, column.agency, at)
    rows = Column.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=column.pk)
    if held.until_on is not None:
        raise WrongState("这个栏目已经停用。")
    return held


def _bears(parent: Column, agency: Agency) -> None:
    if parent.agency_id != agency.pk or parent.until_on is not None:
        raise Refused("请选择本机关目录中现有的一级事项。")
    if parent.parent_id is not None:
        raise Refused("目录只有一级事项和二级事项，二级事项下不能再分。")
    if parent.items.exists():
        raise WrongState("这个事项里已有信息，不能再分二级事项；请先把信息改到别的栏目。")


def _describe(column: Column, described: Mapping[str, Any]) -> None:
    unknown = set(described) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such field of a column: {sorted(unknown)}")
    for name, value in described.items():
        setattr(column, name, _title(value) if name == "title" else value)
    _check(column)


def _check(column: Column) -> None:
    if column.category and column.category not in duties.CATEGORIES:
        raise Refused("条例事项不在《条例》第二十条、第二十一条之中，请从列表中选择。")
    if column.period not in duties.PERIODS:
        raise Refused("没有这种公开时限，请从列表中选择。")
    if not set(column.ways) <= set(Way.values):
        raise Refused("公开渠道请从列表中选择。")
    if column.manner not in MANNERS:
        raise Refused("公开方式是主动公开或者依申请公开。")
    if column.fresh_days is not None and not 1 <= column.fresh_days <= 3660:
        raise Refused("更新周期应在1至3660天之间。")


def _title(text: str) -> str:
    if not text.strip():
        raise Refused("请填写事项的名称。")
    if len(text.strip()) > 120:
        raise Refused("事项的名称最多120字。")
    return text.strip()


def _once(column: Column) -> None:
    """Two of a first level differ for the database, too, since both have no parent: so it is asked here."""
    same = Column.objects.filter(agency=column.agency, parent=column.parent, title=column.title, until_on=None)
    if same.exclude(pk=column.pk).exists():
        raise Refused(f"目录中已有“{column.title}”。")


def _saved(column: Column) -> Column:
    try:
        with transaction.atomic():
            column.save()
    except IntegrityError as error:
        raise Refused(f"目录中已有“{column.title}”。") from error
    return column


def _next_order(agency: Agency) -> int:
    last = Column.objects.filter(agency=agency).aggregate(last=Max("order"))["last"]
    return (last or 0) // _ORDER_STEP * _ORDER_STEP + _ORDER_STEP


def _told(
    user: Who,
    verb: str,
    agency: Agency,
    about: Column | Agency,
    data: Mapping[str, object],
    at: datetime,
    reason: str = "",
) -> None:
    record(
        f"columns.{verb}", actor=actor(user), agency=agency, object=about, reason=reason.strip(), data=data, at=at
    )
