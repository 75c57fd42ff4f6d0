"""Until when an item must be public, as a list and a page tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.publication.models import Item, Obligation
from gongkai.publication.states import ItemState
from gongkai.statute import duties
from gongkai.statute.calendar import Calendar
from gongkai.ui.templatetags.ui import day_text

# Working days before the last one from which a day is shown as near.
NEAR = 3


@dataclass(frozen=True, slots=True)
class DueShown:
    """``tag`` is what is left of it; ``tone`` late, soon, ok or nothing."""

    on: date | None
    tag: str = ""
    tone: str = ""

    @property
    def late(self) -> bool:
        return self.tone == "late"

    @property
    def text(self) -> str:
        return day_text(self.on) if self.on else "没有登记期限"


def obligation_of(item: Item) -> Obligation | None:
    """The nearest of those that it is to fulfil and that are not closed; the rows may be fetched before."""
    rows = [one for one in item.obligations.all() if one.closed_at is None]
    return min(rows, key=lambda one: one.due_on, default=None)


def due_shown(item: Item, calendar: Calendar, *, on: date) -> DueShown:
    """What is left until the item must be public: by what was entered as formed, else by the day it was made
    and the period of its column (Art. 26); once it is public, since when."""
    if item.state == ItemState.PUBLIC:
        return DueShown(item.first_public_on, "已公开", "ok")
    found = obligation_of(item)
    if found is not None:
        return left(found.due_on, calendar, on=on, provisional=found.provisional)
    if item.state != ItemState.PREPARING or item.made_on is None:
        return DueShown(None)
    due = duties.due(item.column.period if item.column else duties.ORDINARY, item.made_on, calendar)
    return left(due.on, calendar, on=on, provisional=due.provisional)


def left(due_on: date, calendar: Calendar, *, on: date, provisional: bool = False) -> DueShown:
    """A day in words: how many working days are left of it, or since when it is over."""
    if due_on < on:
        return DueShown(due_on, f"已逾期 {calendar.between(due_on, on)} 个工作日", "late")
    rest = calendar.between(on, due_on)
    tag = f"还剩 {rest} 个工作日" if rest else "今日到期"
    return DueShown(due_on, f"暂定，{tag}" if provisional else tag, "soon" if rest <= NEAR else "")
