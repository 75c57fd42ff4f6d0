"""应公开: what was formed and must be public, the most urgent first; each with the working of its day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.publication import columns, obligations
from gongkai.publication.models import Column, Item, Obligation
from gongkai.publication.obligations import Standing
from gongkai.publication.states import ItemState
from gongkai.statute import duties
from gongkai.ui.pages import page_of

from .access import Asking, reading, there, working
from .case_fields import text, words
from .column_fields import choice, of, period_choices
from .column_place import agency_of, frame, may, sheet
from .days import day_field
from .numbers import number
from .tables import csv_response

PART = "obligations"
TONES = {
    Standing.LATE: "late", Standing.SOON: "soon", Standing.OPEN: "", Standing.IN_TIME: "ok",
    Standing.DONE_LATE: "late", Standing.TOO_EARLY: "late", Standing.EXCUSED: "",
}  # fmt: skip
HEAD = (
    "内容", "栏目", "形成日期", "公开时限", "应公开日期", "建议公开日期", "暂定", "实际公开日期", "情况",
    "信息", "不公开理由",
)  # fmt: skip
# What is due so soon is told apart.
SOON = timedelta(days=7)


class ObligationForm(forms.Form):
    title = words("内容", most=300, hint="文件或者决定的名称，不写个人信息")
    column = of("栏目", Column.objects.none(), required=False, none="不指定")
    formed_on = day_field("形成日期", hint="文件签发、内容变更、作出决定、批准或者批复的日期，当日不计")
    period = choice("公开时限", [("", "按栏目的时限"), *period_choices()], required=False)
    of_change = forms.BooleanField(label="是已公开内容的变更", required=False)
    not_before = day_field("不得早于", required=False, hint="例如依法应当先经批准的")

    def __init__(self, *args: Any, agency: Agency, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["column"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = columns.leaves(agency, on)


class ChangeForm(ObligationForm):
    reason = text("更正的理由", rows=2)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["of_change"]


class ItemChoice(forms.ModelChoiceField[Any]):
    """By its title and how it stands."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title[:60]}（{obj.get_state_display()}）"


class ItemForm(forms.Form):
    item = ItemChoice(Item.objects.none(), label="公开它的信息", empty_label="请选择",
                      help_text="已经公开的，就此办结；还没有公开的，发布时自动办结",
                      error_messages={"required": "请选择信息"})  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Item.objects.filter(agency=agency).exclude(state__in=[ItemState.REMOVED, ItemState.KEPT])
        field.queryset = rows.order_by("-pk")[:300]
        # A slice cannot be filtered; what was sent is looked for among all.
        if self.is_bound:
            field.queryset = rows


class ReasonForm(forms.Form):
    reason = text("理由", rows=3)
    revision = forms.IntegerField(widget=forms.HiddenInput)


@reading
def obligation_list(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    every = obligations.visible(asking.person, on=asking.on).filter(agency=agency)
    which = request.GET.get("standing", "")
    soon = asking.on + SOON
    found = every.filter(closed_at=None)
    if which in Standing.values:
        found = every.filter(obligations.where(which, asking.on, soon))
    if which not in ("", Standing.OPEN, Standing.SOON, Standing.LATE):
        found = found.order_by("-due_on", "-pk")
    if "csv" in request.GET:
        return csv_response(f"应公开-{agency.name}", HEAD, (_line(one, asking.on, soon) for one in found))
    page = page_of(request, found)
    tabs = [(one, every.filter(obligations.where(one, asking.on, soon)).count()) for one in Standing]
    rows = [_shown(one, asking.on, soon) for one in page]
    waiting = every.filter(closed_at=None).count()
    context = frame(
        asking, agency, PART, page=page, rows=rows, which=which, standings=tabs, waiting=waiting,
        may_record=may(asking, "columns.record", agency),
    )  # fmt: skip
    return render(request, "desk/publication/obligations.html", context)


def _shown(one: Obligation, on: date, soon: date) -> tuple[Obligation, Standing, str, duties.Period]:
    standing = obligations.standing(one, on, soon=soon)
    return one, standing, TONES[standing], duties.period(one.period)


def _line(one: Obligation, on: date, soon: date) -> tuple[object, ...]:
    column, item = (one.column.title if one.column else ""), ((one.item.number or "") if one.item else "")
    return (
        one.title, column, one.formed_on, duties.period(one.period).title, one.due_on, one.target_on,
        "暂定" if one.provisional else "", one.fulfilled_on or "",
        str(obligations.standing(one, on, soon=soon).label), item, one.excused,
    )  # fmt: skip


@working
def obligation_new(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.record")
    initial = {"formed_on": asking.on, "column": number(request.GET.get("column", ""))}
    form = ObligationForm(request.POST or None, agency=agency, on=asking.on, initial=initial)

    def step() -> object:
        return obligations.enter(asking.person, agency, **form.cleaned_data, at=asking.at)

    return sheet(
        request, asking, agency, PART, form, step, heading="登记应公开的信息", button="登记", done="已登记。",
        back=reverse("desk:obligations", args=[pk]),
        goes_to=lambda made: reverse("desk:obligation", args=[pk, made.pk]),
    )  # fmt: skip


def obligation_of(asking: Asking, pk: int, obligation: int, verb: str = "columns.view") -> Obligation:
    """One of this agency, or a page that is not there."""
    rows = obligations.visible(asking.person, on=asking.on, verb=verb)
    return there(lambda: rows.get(pk=obligation, agency=pk))


@reading
def obligation_page(request: HttpRequest, asking: Asking, pk: int, obligation: int) -> HttpResponse:
    agency, one = agency_of(asking, pk), obligation_of(asking, pk, obligation)
    standing = obligations.standing(one, asking.on, soon=asking.on + SOON)
    context = frame(
        asking, agency, PART, one=one, standing=standing, tone=TONES[standing], period=duties.period(one.period),
        due=obligations.explained(one), may_record=may(asking, "columns.record", agency),
        may_draft=may(asking, "items.draft", agency),
    )  # fmt: skip
    return render(request, "desk/publication/obligation.html", context)


@working
def obligation_do(request: HttpRequest, asking: Asking, pk: int, obligation: int, verb: str) -> HttpResponse:
    """更正, 对应信息, 不需公开, 重新办理."""
    agency = agency_of(asking, pk, "columns.record")
    one = obligation_of(asking, pk, obligation, "columns.record")
    if verb not in _STEPS:
        raise Http404
    heading, button, done, said = _STEPS[verb]
    form = _form(verb, request, one, agency, asking)

    def step() -> object:
        return _VERBS[verb](asking.person, one, **form.cleaned_data, at=asking.at)

    return sheet(
        request, asking, agency, PART, form, step, heading=heading, button=button, done=done,
        words=(f"“{one.title}”，{one.due_on}以前。", said), back=reverse("desk:obligation", args=[pk, one.pk]),
    )  # fmt: skip


_STEPS = {
    "change": ("更正登记", "保存更正", "已更正，日期重新计算。", "日期按更正后的内容重新计算。"),
    "item": ("对应的信息", "确定", "已对应。", "选择公开这项内容的信息。"),
    "excuse": ("不需公开", "登记不需公开", "已登记，不再提醒。", "写明依据。年度报告表二的数量不受影响。"),
    "reopen": ("重新办理", "重新办理", "已重新办理。", "原来的应公开日期不变。"),
}
_VERBS: dict[str, Any] = {
    "change": obligations.change, "item": obligations.name, "excuse": obligations.excuse,
    "reopen": obligations.reopen,
}  # fmt: skip


def _form(verb: str, request: HttpRequest, one: Obligation, agency: Agency, asking: Asking) -> Any:
    sent = request.POST or None
    seen = {"revision": one.revision}
    if verb == "change":
        now = {"title": one.title, "column": one.column_id, "formed_on": one.formed_on, "period": one.period,
               "not_before": one.not_before}  # fmt: skip
        return ChangeForm(sent, agency=agency, on=asking.on, initial={**now, **seen})
    if verb == "item":
        return ItemForm(sent, agency=agency, initial={"item": one.item_id, **seen})
    return ReasonForm(sent, initial=seen)
