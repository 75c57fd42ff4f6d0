"""How every step of 机构 is walked: the sheet, what it will do, and once confirmed the step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency, AgencyQuerySet

from .access import Asking, accepted

KEPT = "已经报送和发布的年度报告不变，仍用发布时的机关名称和原地址。"


def walk(
    request: HttpRequest,
    agency: Agency,
    form: Form,
    heading: str,
    step: Callable[[], Agency | None],
    effects: Callable[[], Sequence[str]],
) -> HttpResponse:
    """The sheet; when it is sent, the step tried and taken back, and what it will do; when that is confirmed,
    the step, and then the page of ``agency`` or of the one that the step returns. A refusal comes back in the
    sheet, with everything that was typed."""
    context: dict[str, object] = {"agency": agency, "form": form, "heading": heading}
    if "back" not in request.POST and form.is_valid():
        made: list[Agency | None] = []
        if "confirmed" in request.POST and accepted(form, lambda: made.append(step())):
            messages.success(request, f"已办理：{heading}。")
            return redirect("desk:agency", pk=(made[0] or agency).pk)
        if "confirmed" not in request.POST and accepted(form, lambda: _tried(step)):
            context["effects"] = effects()
    return render(request, "desk/agencies/step.html", context)


@transaction.atomic
def _tried(step: Callable[[], object]) -> None:
    step()
    transaction.set_rollback(True)


def editable(asking: Asking) -> AgencyQuerySet:
    """Those that are there, or will be."""
    return asking.within("agencies.edit").exclude(valid_until__lt=asking.on)


def names(agencies: Sequence[Agency]) -> str:
    return "、".join(f"“{one.name}”" for one in agencies)


def reason_told(form: Form) -> str:
    """What the step rests on, among its effects."""
    return f"依据：{form.cleaned_data['reason']}"
