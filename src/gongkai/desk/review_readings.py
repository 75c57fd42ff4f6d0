"""结果归类: in which column of table 4 each result is counted, since when and by what; another from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.review import readings as reading_rows
from gongkai.review.words import COUNTED, Column
from gongkai.statute import proceedings
from gongkai.statute.proceedings import Counted

from .access import Asking, accepted, posted, reading, working
from .case_fields import words
from .column_fields import choice
from .days import day_field


@dataclass(frozen=True, slots=True)
class Line:
    """``now`` holds today; ``before`` are the earlier ones, newest first."""

    label: str
    now: Counted
    column: str
    before: tuple[tuple[str, Counted], ...]


class ReadingForm(forms.Form):
    outcome = choice("裁判结果", ())
    column = forms.ChoiceField(label="计入表四的哪一栏", choices=COUNTED, widget=forms.RadioSelect,
                               error_messages={"required": "请选择计入哪一栏"})  # fmt: skip
    since = day_field("自哪天起", hint="按决定（裁判）日期；此前的仍按原来的归类计算")
    reference = words("依据", hint="例如：主管部门的通知、文号和日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [("", "请选择"), *((one.code, one.label) for one in _decided())]


@reading
def readings(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("cases.count", pk)
    found = reading_rows.known().of(agency)
    rows = [_line(one.label, found[one.code], asking) for one in _decided()]
    context = {"agency": agency, "rows": rows, "may_edit": _may_edit(asking, agency), "year": asking.on.year}
    return render(request, "desk/reviews/readings.html", context)


@working
def reading_new(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """For this agency and all below it."""
    agency = asking.agency(reading_rows.EDIT, pk)
    form = ReadingForm(posted(request))

    def step() -> object:
        return reading_rows.put(asking.person, agency, **form.cleaned_data, at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "已确定，表四按新的归类计算。")
        return redirect("desk:review_readings", pk=pk)
    return render(request, "desk/reviews/reading.html", {"agency": agency, "form": form})


def _line(label: str, versions: Any, asking: Asking) -> Line:
    held = [one for one in versions if one.since <= asking.on] or list(versions[:1])
    now, *before = reversed(held)
    named = tuple((str(Column(one.column).label), one) for one in before)
    return Line(label, now, str(Column(now.column).label), named)


def _decided() -> list[proceedings.Outcome]:
    """What a body decides; what a ledger says names its column itself."""
    return [one for one in proceedings.all_outcomes().values() if one.by != ("ledger",)]


def _may_edit(asking: Asking, agency: Agency) -> bool:
    return asking.within(reading_rows.EDIT).filter(pk=agency.pk).exists()
