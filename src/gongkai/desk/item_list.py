"""公开: the working list of items, what is due first on top, and its export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies.who import day
from gongkai.publication import line_review
from gongkai.publication.models import Item, Version
from gongkai.publication.states import OPEN, ItemState, State
from gongkai.publication.words import StepKind
from gongkai.statute.calendar import official
from gongkai.ui.pages import page_of

from . import item_words
from .access import Asking, reading
from .item_due import DueShown, due_shown
from .item_filters import ItemSearch, Which, tabs_for
from .item_found import visible
from .rail import Count, waiting
from .tables import csv_response, xlsx_response

# Beyond that a person narrows the list down.
MANY = 1000
HEAD = (
    "应公开日期", "期限情况", "标题", "文号", "索引号", "机关", "栏目", "公开属性", "状态", "等谁", "拟稿人",
    "首次公开日期",
)  # fmt: skip
_FAR = date.max


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a version on its way, or the item as it is."""

    item: Item
    version: Version
    due: DueShown
    state: str
    tone: str
    waiting: str


@reading
def item_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Everything that this person may see; ``?csv`` and ``?xlsx`` hand out exactly what is shown."""
    asking.ensure_somewhere("items.view")
    search = ItemSearch(request.GET, agencies=asking.within("items.view"))
    which, mine = search.tab, on_the_way(asking)
    found = _found(asking, which, search, mine)
    for kind, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if kind in request.GET:
            return respond(f"公开信息-{asking.on}", HEAD, (_line(row) for row in _rows(found, asking)))
    page = page_of(request, found)
    context = {
        "page": page,
        "rows": list(_rows(page, asking)),
        "search": search,
        "which": which,
        "tabs": [(tab, _number(tab, mine, asking)) for tab in tabs_for(asking)],
        "filtered": search.filtered,
        "today": asking.on,
        "may_import": asking.may_somewhere("items.import"),
        "may_draft": asking.may_somewhere("items.draft"),
        "lines": _lines(asking) if which == Which.MINE else (),
        "cut": which.works and len(mine) >= MANY,
    }
    return render(request, "desk/items/list.html", context)


def _lines(asking: Asking) -> Sequence[tuple[Item, str]]:
    """Relations and channels of public pages that this person may pass, the oldest first."""
    found = line_review.waiting(asking.person, on=asking.on)
    return [(line_review.item_of(one), item_words.line(one)) for one in found]


def on_the_way(asking: Asking) -> Sequence[Version]:
    """What is drafted, reviewed or waits for its release or page check, due first; light rows."""
    seen = visible(asking).values("pk")
    unchecked = Q(state=State.RELEASED, item__state=ItemState.PUBLIC, item__came_in_on=None) & ~Q(
        steps__kind=StepKind.CHECK
    )
    rows = Version.objects.filter(Q(state__in=OPEN) | unchecked, item__in=seen)
    rows = rows.select_related("item__agency", "item__column", "column", "created_by", "unit")
    light = rows.defer("body", "text", "item__summary").prefetch_related("item__obligations", "steps")
    found = list(light.order_by("-pk")[:MANY])
    return sorted(found, key=lambda one: (_due(one), one.pk))


def _due(version: Version) -> date:
    if version.state == State.RELEASED:
        return _FAR
    return shown_due(version, day(version.created_at)).on or _FAR


def shown_due(version: Version, on: date) -> DueShown:
    """Of what the public sees with a mistake in it: since when that is known; a correction is made at once."""
    if version.state in OPEN and version.item.is_public:
        return DueShown(day(version.found_at or version.created_at), "发现有误，应及时更正", "soon")
    return due_shown(version.item, official(), on=on)


def _found(
    asking: Asking, which: Which, search: ItemSearch, mine: Sequence[Version]
) -> Sequence[Version] | QuerySet[Item]:
    if which.works:
        return [one for one in mine if which.holds(one, asking) and search.fits(one)]
    rows = search.narrowed(visible(asking).filter(which.of_items()))
    light = Version.objects.select_related("created_by", "unit", "column").defer("body", "text")
    versions = Prefetch("versions", light.order_by("number").prefetch_related("steps"))
    return rows.prefetch_related("obligations", versions).defer("summary").order_by(*which.order)


def _number(tab: Which, mine: Sequence[Version], asking: Asking) -> int | None:
    return sum(1 for one in mine if tab.holds(one, asking)) if tab.works else None


def _rows(found: Iterable[Any] | Page[Any], asking: Asking) -> Iterable[Row]:
    for one in found:
        version = one if isinstance(one, Version) else _last(one)
        yield _row(version, asking)


def _last(item: Item) -> Version:
    """What is on its way, else what is shown, else the last; all of them were fetched with the page."""
    several = list(item.versions.all())
    open_ = [one for one in several if one.state in OPEN]
    shown = [one for one in several if one.pk == item.current_id]
    found = (*open_, *shown, several[-1])[0]
    found.item = item
    return found


def _row(version: Version, asking: Asking) -> Row:
    item = version.item
    unchecked = version.state == State.RELEASED and item.state == ItemState.PUBLIC
    checked = unchecked and any(step.kind == StepKind.CHECK for step in version.steps.all())
    wait = "页面检查" if unchecked and not checked and item.came_in_on is None else item_words.waiting(version)
    open_ = version.state in OPEN
    return Row(
        item=item,
        version=version,
        due=shown_due(version, asking.on),
        state=item_words.state_words(item, version),
        tone=item_words.tone(version) if open_ else item_words.item_tone(item),
        waiting=wait,
    )


def _line(row: Row) -> tuple[object, ...]:
    item, version = row.item, row.version
    return (
        row.due.on or "", row.due.tag, version.title, version.document_number, item.number or "", item.agency,
        item.column or version.column or "", version.get_disclosure_class_display(), row.state, row.waiting,
        version.created_by or "", item.first_public_on or "",
    )  # fmt: skip


def count(asking: Asking) -> Count | None:
    """In the rail: what is theirs to do next, and how much of it is late."""
    theirs = [one for one in on_the_way(asking) if Which.MINE.holds(one, asking)]
    late = sum(1 for one in theirs if shown_due(one, asking.on).late)
    lines = line_review.waiting(asking.person, on=asking.on)
    return waiting(len(theirs) + len(lines), "条待办", late=late, late_words="条已逾期")
