"""留存: a case whose papers stay, called and lifted by hand."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases.retention import due, holds, periods, register

from .access import Asking, accepted, reading, sending, working
from .case_fields import words
from .case_found import case_of, may


class HoldForm(forms.Form):
    reason = words("为什么要留存", hint="例如：行政复议、行政诉讼的案号，正在进行的检查")


@reading
def case_kept(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """How long what this case is made of is kept, and why; what holds it; what is gone."""
    case = case_of(asking, pk)
    context = {
        "case": case,
        "kinds": list(due.of_case(case, periods.of(case.agency, on=asking.on)).values()),
        "obstacle": due.obstacle(case),
        "holds": case.holds.order_by("-pk"),
        "gone": register.of_case(case),
        "titles": {one.kind.code: one.kind.title for one in periods.of(case.agency, on=asking.on).values()},
        "may_hold": may(asking, "retention.hold", case),
        "by_hand": holds.BY_HAND,
        "today": asking.on,
    }
    return render(request, "desk/archive/case.html", context)


@working
def hold(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = case_of(asking, pk)
    if not may(asking, "retention.hold", case):
        raise Http404
    form = HoldForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: holds.call_by_hand(asking.person, case, reason=form.cleaned_data["reason"], at=asking.at)
    ):
        messages.success(request, "已登记留存，解除以前不会销毁、也不会移交。")
        return redirect("desk:case_kept", pk=pk)
    return render(request, "desk/archive/hold.html", {"case": case, "form": form})


@sending
def lift(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = case_of(asking, pk)
    if not may(asking, "retention.hold", case):
        raise Http404
    holds.lift(asking.person, case, source=holds.BY_HAND, at=asking.at)
    messages.success(request, "留存已解除；此后还可以起诉、上诉、申请再审的期限届满以前，身份证明仍然保存。")
    return redirect("desk:case_kept", pk=pk)
