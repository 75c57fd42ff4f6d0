"""到期销毁: the lists that were made by themselves, appraised, approved, carried out, and kept; the periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.cases.models import Destruction, DestructionLine
from gongkai.cases.retention import carrying, deciding, periods, register
from gongkai.errors import WriteError
from gongkai.ui.pages import page_of
from gongkai.writers import record as paper

from .access import Asking, accepted, reading, there, working
from .case_fields import text, words
from .case_letter import download
from .days import day_field
from .tables import csv_response, xlsx_response

State = Destruction.State
_TONES = {
    State.PROPOSED: "soon", State.APPRAISED: "soon", State.APPROVED: "late", State.DONE: "ok", State.REFUSED: "",
}  # fmt: skip
# As many lines are shown on the page; the rest is in the export.
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class LineShown:
    line: DestructionLine
    number: str
    kind: str
    said: str
    field: str


class AppraiseForm(forms.Form):
    opinion = text("鉴定意见", rows=3, hint="怎样核对的，为什么可以销毁")


class RefuseForm(forms.Form):
    reason = text("不予销毁的理由", rows=3)


class PeriodForm(forms.Form):
    months = forms.IntegerField(
        label="保管多少个月", min_value=0, max_value=1200, required=False, help_text="不填就是永久保管",
        error_messages={"invalid": "月数应是整数", "max_value": "超过1200个月的，不填，永久保管"},
    )  # fmt: skip
    from_on = day_field("从哪天起用")
    reference = words("依据", hint="本机关的制度或者上级的规定")


@reading
def retention(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Every list, newest first."""
    asking.ensure_somewhere("retention.view")
    found = register.visible(asking.person, on=asking.on)
    page = page_of(request, found)
    rows = [(one, _TONES[State(one.state)], one.lines.count()) for one in page]
    return render(request, "desk/archive/destructions.html", {"page": page, "rows": rows, "tab": "retention"})


@reading
def destruction(request: HttpRequest, asking: Asking, pk: int) -> HttpResponseBase:
    """One list; as CSV, as a workbook, as PDF/A to be signed and kept."""
    found = _found(asking, pk)
    for kind in ("csv", "xlsx", "pdf"):
        if kind in request.GET:
            return _exported(found, kind)
    lines = found.lines.select_related("case", "incoming", "destruction").order_by("pk")
    titles = register.titles_at(found)
    shown = list(_lines(lines[:_SHOWN], titles))
    counted = Counter(titles.get(kind, kind) for kind in lines.values_list("kind", flat=True))
    context = {
        "destruction": found,
        "tone": _TONES[State(found.state)],
        "lines": shown,
        "more": max(0, lines.count() - _SHOWN),
        "counted": dict(counted),
        "kept": lines.exclude(kept_reason="").count(),
        "begun": found.state == State.APPROVED and found.done_by is not None,
        **{f"may_{verb}": _may(asking, verb, found) for verb in ("appraise", "approve", "carry_out")},
        "appraised_it": found.appraised_by_id == asking.person.pk,
    }
    return render(request, "desk/archive/destruction.html", context)


def _lines(lines: QuerySet[DestructionLine], titles: Mapping[str, str]) -> Iterator[LineShown]:
    for one in lines:
        yield LineShown(
            one, register.named(one), titles.get(one.kind, one.kind), register.said(one), f"keep-{one.pk}"
        )


def _may(asking: Asking, verb: str, found: Destruction) -> bool:
    return asking.within(f"retention.{verb}").filter(pk=found.agency_id).exists()


def _exported(found: Destruction, kind: str) -> HttpResponseBase:
    name = f"销毁清册{found.number}"
    if kind == "csv":
        return csv_response(name, register.HEAD, register.rows(found))
    if kind == "xlsx":
        return xlsx_response(name, register.HEAD, register.rows(found))
    printed = register.printed(found)
    try:
        return download(paper.pdf(printed), f"{name}.pdf", "application/pdf")
    except WriteError:
        return download(paper.html(printed), f"{name}.html", "text/html")


@working
def appraise(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Line by line: what is kept says why; the rest may go."""
    found = _to(asking, pk, "appraise")
    lines = list(found.lines.select_related("case", "incoming").order_by("pk"))
    form = AppraiseForm(request.POST or None)

    def step() -> object:
        keep = {
            one.pk: request.POST.get(f"keep-{one.pk}", "") for one in lines if f"stays-{one.pk}" in request.POST
        }
        return deciding.appraise(asking.person, found, **form.cleaned_data, keep=keep, at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "鉴定意见已登记，等候另一位负责人批准。")
        return redirect("desk:destruction", pk=pk)
    titles = register.titles_at(found)
    typed = [
        (one, register.named(one), titles.get(one.kind, one.kind), f"stays-{one.pk}" in request.POST,
         request.POST.get(f"keep-{one.pk}", "")) for one in lines
    ]  # fmt: skip
    return render(request, "desk/archive/appraise.html", {"destruction": found, "form": form, "lines": typed})


@working
def decide(request: HttpRequest, asking: Asking, pk: int, verb: str) -> HttpResponse:
    """Approve, send back, refuse, carry out: each looked at on a page before it is done."""
    if verb not in _STEPS:
        raise Http404
    permission, heading, button, done, says = _STEPS[verb]
    found = _to(asking, pk, permission)
    form: forms.Form = RefuseForm(request.POST or None) if verb == "refuse" else forms.Form(request.POST or None)

    def step() -> object:
        if verb == "refuse":
            return deciding.refuse(asking.person, found, **form.cleaned_data, at=asking.at)
        plain = {"approve": deciding.approve, "return": deciding.send_back, "carry-out": carrying.carry_out}
        return plain[verb](asking.person, found, at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, done)
        return redirect("desk:destruction", pk=pk)
    going = found.lines.filter(kept_reason="").count()
    context = {
        "destruction": found, "form": form, "heading": heading, "button": button, "says": says, "going": going,
        "danger": verb == "carry-out",
    }  # fmt: skip
    return render(request, "desk/archive/decide.html", context)


_STEPS = {
    "approve": (
        "approve", "批准销毁", "批准", "已批准，可以销毁。",
        "批准以后由经办人执行；执行以前登记了留存的，不会销毁。鉴定的人不能批准自己鉴定的清册。",
    ),
    "return": (
        "approve", "退回鉴定", "退回", "已退回，等候重新鉴定。", "鉴定意见和保留的理由清空，由鉴定人重新填写。",
    ),
    "refuse": (
        "approve", "不予销毁", "不予销毁", "已登记不予销毁。", "清册上的材料全部保留，一年以后再次列出。",
    ),
    "carry-out": (
        "carry_out", "销毁", "销毁，不能恢复", "已销毁，清册长期保存。",
        "销毁后不能恢复。每件申请留下编号、日期、结果、申请人类型和表三行次，统计数字不变；中途断开的，系统会接着执行。",
    ),
}  # fmt: skip


@reading
def period_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """How long each kind is kept, agency by agency."""
    asking.ensure_somewhere("retention.view")
    agencies = asking.within("retention.view").on(asking.on).order_by("rank")[:50]
    may_set = set(asking.within("retention.settings").values_list("pk", flat=True))
    shown = [(one, list(periods.of(one, on=asking.on).values()), one.pk in may_set) for one in agencies]
    return render(request, "desk/archive/periods.html", {"shown": shown, "tab": "periods"})


@working
def period(request: HttpRequest, asking: Asking, pk: int, kind: str) -> HttpResponse:
    agency: Agency = asking.agency("retention.settings", pk)
    held = periods.of(agency, on=asking.on).get(kind)
    if held is None:
        raise Http404
    form = PeriodForm(request.POST or None, initial={"months": held.months, "from_on": asking.on})

    def step() -> object:
        return periods.put(asking.person, agency, kind=kind, **form.cleaned_data, at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "保管期限已保存。")
        return redirect("desk:retention_periods")
    return render(request, "desk/archive/period.html", {"agency": agency, "held": held, "form": form})


def to_look_at(asking: Asking) -> int:
    """Lists that this person may appraise, approve or carry out now."""
    by_state = {State.PROPOSED: "appraise", State.APPRAISED: "approve", State.APPROVED: "carry_out"}
    wanted = Q(pk__in=[])
    for state, verb in by_state.items():
        wanted |= Q(state=state, agency__in=asking.within(f"retention.{verb}"))
    return Destruction.objects.filter(wanted).exclude(
        state=State.APPRAISED, appraised_by=asking.person
    ).count()  # fmt: skip


def _found(asking: Asking, pk: int) -> Destruction:
    return there(lambda: register.visible(asking.person, on=asking.on).get(pk=pk))


def _to(asking: Asking, pk: int, verb: str) -> Destruction:
    found = _found(asking, pk)
    if not _may(asking, verb, found):
        raise Http404
    return found
