"""放假安排: which years are known and by which notice; the next notice, days of a region, a mistake taken out.

Each step is tried first, taken back, and shown with every due date that it moves; then asked once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies import calendars
from gongkai.agencies.calendars import Change
from gongkai.agencies.models import CalendarNotice
from gongkai.statute.calendar import Source

from .access import Asking, accepted, reading, working
from .calendar_forms import NoticeForm, RegionalForm, WithdrawForm

# Years before are of no use to anybody who works here now.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the list; ``source`` None where nothing is known."""

    year: int
    source: Source | None
    working_days: int


@reading
def calendar(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere(calendars.EDIT)
    context = {
        "years": _years(asking.on),
        "notices": calendars.visible(asking.person, on=asking.on),
        "missing": calendars.missing_years(asking.on),
        "may_add": calendars.may_add_national(asking.person, on=asking.on),
    }
    return render(request, "desk/calendar/list.html", context)


def _years(on: date) -> list[Year]:
    known = calendars.national()
    return [
        Year(year, known.source(year), known.between(date(year - 1, 12, 31), date(year, 12, 31)))
        for year in range(on.year + 1, on.year + 1 - _SHOWN, -1)
    ]


@working
def calendar_add(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The national notice of a year."""
    asking.ensure_somewhere(calendars.EDIT)
    if not calendars.may_add_national(asking.person, on=asking.on):
        messages.warning(request, "全国放假通知影响所有机关，由最上级机关的系统管理员载入。")
        return redirect("desk:calendar")
    form = NoticeForm(request.POST or None, initial={"year": asking.on.year + 1, "checked_on": asking.on})
    return _walk(
        request,
        form,
        "载入放假通知",
        lambda: calendars.add_notice(form.notice(), by=asking.person, at=asking.at),
    )


@working
def calendar_regional(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere(calendars.EDIT)
    places = asking.within(calendars.EDIT).on(asking.on)
    form = RegionalForm(request.POST or None, agencies=places, initial={"checked_on": asking.on})
    return _walk(
        request,
        form,
        "载入地区放假",
        lambda: calendars.add_regional(
            form.cleaned_data["agency"], form.regional(), by=asking.person, at=asking.at
        ),
    )


@working
def calendar_withdraw(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    notice = _own(asking, pk)
    form = WithdrawForm(request.POST or None)
    return _walk(
        request,
        form,
        "撤下放假通知",
        lambda: calendars.withdraw(notice, reason=form.cleaned_data["reason"], by=asking.person, at=asking.at),
        notice,
    )


def _own(asking: Asking, pk: int) -> CalendarNotice:
    """One that this person may take out; any other is not there."""
    for notice in calendars.visible(asking.person, on=asking.on):
        if notice.pk == pk and (notice.agency or calendars.may_add_national(asking.person, on=asking.on)):
            return notice
    raise Http404


def _walk(
    request: HttpRequest,
    form: Form,
    heading: str,
    step: Callable[[], Change],
    notice: CalendarNotice | None = None,
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "heading": heading, "notice": notice}
    if "back" not in request.POST and form.is_valid():
        done: list[Change] = []
        if "confirmed" in request.POST and accepted(form, lambda: done.append(step())):
            messages.success(request, f"已办理：{heading}。变动的答复期限 {len(done[0].moved)} 件。")
            return redirect("desk:calendar")
        if "confirmed" not in request.POST and accepted(form, lambda: done.append(_tried(step))):
            context["tried"] = done[0]
    return render(request, "desk/calendar/step.html", context)


@transaction.atomic
def _tried(step: Callable[[], Change]) -> Change:
    change = step()
    transaction.set_rollback(True)
    return change
