"""Many cases given to somebody at once: all of them, or none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, in_force
from gongkai.agencies.roles import PERMISSIONS
from gongkai.cases import assigning
from gongkai.cases.models import Case

from . import case_words
from .access import Asking, accepted, posted, working
from .case_found import visible
from .numbers import number

_MOST = 200
_WORKERS = tuple(PERMISSIONS["cases.work"])


class ManyForm(forms.Form):
    unit = forms.ModelChoiceField(Agency.objects.none(), label="承办科室", required=False, empty_label="不指定")
    handler = forms.ModelChoiceField(
        Person.objects.none(), label="经办人", required=False, empty_label="由科室认领"
    )

    def __init__(self, *args: Any, cases: list[Case], asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = {case.agency_id: case.agency for case in cases}
        below = Q(pk__in=[])
        for agency in agencies.values():
            below |= Q(path__startswith=agency.path)
        unit, handler = self.fields["unit"], self.fields["handler"]
        assert isinstance(unit, forms.ModelChoiceField)
        assert isinstance(handler, forms.ModelChoiceField)
        unit.queryset = Agency.objects.filter(below).exclude(pk__in=agencies).on(asking.on)
        handler.queryset = _workers(list(agencies), asking)


def _workers(agencies: list[int], asking: Asking) -> Any:
    """Whoever works on requests in one of these agencies that day; the action asks again for each case."""
    role = Q(memberships__agency__in=agencies, memberships__role__in=_WORKERS) & in_force(
        asking.on, "memberships__"
    )
    return Person.objects.filter(role, is_active=True).distinct().order_by("name")


@working
def assign_many(request: HttpRequest, asking: Asking) -> HttpResponse:
    """``case`` are those that were ticked in the list; what may not be assigned by this person is left out."""
    asking.ensure_somewhere("cases.assign")
    given = request.POST if request.method == "POST" else request.GET
    keys = [key for one in given.getlist("case") if (key := number(one)) is not None][:_MOST]
    found = list(visible(asking).filter(pk__in=keys, agency__in=asking.within("cases.assign")).order_by("due_on"))
    if not found:
        messages.warning(request, "没有选中可以分办的申请；请在列表里勾选。")
        return redirect("desk:cases")
    form = ManyForm(posted(request), cases=found, asking=asking)
    if request.method == "POST" and form.is_valid():
        given_to = form.cleaned_data
        if accepted(form, lambda: assigning.assign_all(asking.person, found, **given_to, at=asking.at)):
            messages.success(request, f"已分办 {len(found)} 件。")
            return redirect("desk:cases")
    context = {"cases": [(one, case_words.title(one)) for one in found], "form": form}
    return render(request, "desk/cases/assign_many.html", context)
