"""期限计算: the last day of a reply from what happened, for anybody, with the working day by day.

Nothing is kept: the events are in the address, which can be kept or handed on. The form works without script.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies import calendars
from gongkai.errors import Refused
from gongkai.statute.calendar import weekday
from gongkai.statute.clock import DayLine, Due, Event, day_by_day, due, overdue

from .deadline_rows import GROUPS, MOST, input_for, looked_on, rows_of
from .public_page import public_page

# A consultation of another agency that nobody closed would fill pages.
_MOST_DAYS = 400
_WAITING = {"supplement": "申请人补正", "payment": "申请人缴费", "reasons": "申请人说明理由"}
MARKS = {"start": "起算日", "left-out": "不计入", "rest": "休息"}


@dataclass(frozen=True, slots=True)
class Found:
    """The answer as the page shows it."""

    due: Due
    late: bool
    waiting: str
    weekday: str
    days: tuple[DayLine, ...]
    cut: int


@public_page
def deadline(request: HttpRequest) -> HttpResponse:
    rows = rows_of(request.GET)
    on, on_text, on_wrong = looked_on(request.GET, timezone.localdate())
    wrong = [(row.field, row.wrong) for row in rows if row.wrong] + ([("on", on_wrong)] if on_wrong else [])
    events = [row.event for row in rows if row.event]
    found = None
    if events and not wrong and "more" not in request.GET:
        try:
            found = _found(events, on)
        except Refused as refusal:
            wrong.append(("d1", str(refusal)))
    context = {
        "column": "deadline",
        "rows": rows,
        "groups": GROUPS,
        "on": on_text,
        "on_input": input_for(on_text),
        "on_wrong": on_wrong,
        "wrong": wrong,
        "found": found,
        "marks": MARKS,
        "full": len(rows) >= MOST,
    }
    return render(request, "portal/deadline.html", context)


def _found(events: list[Event], on: date) -> Found:
    calendar = calendars.national()
    answer = due(events, calendar=calendar, on=on)
    days = day_by_day(events, calendar=calendar, on=on)
    return Found(
        answer,
        overdue(answer, on=on),
        _WAITING.get(answer.waiting_for or "", ""),
        weekday(answer.on) if answer.on else "",
        days[:_MOST_DAYS],
        max(0, len(days) - _MOST_DAYS),
    )
