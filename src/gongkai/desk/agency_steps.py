"""The steps of 机构: another name, another place, other days, merged, split. Each is tried, shown, asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies import actions
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.ui.templatetags.ui import day_text

from .access import Asking, accepted, working
from .agency_forms import DaysForm, MergeForm, MoveForm, RenameForm, SplitForm

KEPT = "已经报送和发布的年度报告不变，仍用发布时的机关名称和原地址。"


def _walk(
    request: HttpRequest,
    agency: Agency,
    form: Form,
    heading: str,
    step: Callable[[], object],
    effects: Callable[[], Sequence[str]],
) -> HttpResponse:
    """The sheet; when it is sent, the step tried and taken back, and what it will do; when that is confirmed,
    the step. A refusal comes back in the sheet, with everything that was typed."""
    context: dict[str, object] = {"agency": agency, "form": form, "heading": heading}
    if "back" not in request.POST and form.is_valid():
        if "confirmed" in request.POST and accepted(form, step):
            messages.success(request, f"已办理：{heading}。")
            return redirect("desk:agency", pk=agency.pk)
        if "confirmed" not in request.POST and accepted(form, lambda: _tried(step)):
            context["effects"] = effects()
    return render(request, "desk/agencies/step.html", context)


@transaction.atomic
def _tried(step: Callable[[], object]) -> None:
    step()
    transaction.set_rollback(True)


def _editable(asking: Asking) -> AgencyQuerySet:
    """Those that are there, or will be."""
    return asking.within("agencies.edit").exclude(valid_until__lt=asking.on)


@working
def rename(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    form = RenameForm(request.POST or None, initial={"name": agency.name})

    def step() -> None:
        given = form.cleaned_data
        actions.rename(agency, given["name"], reason=given["reason"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        new = "".join(form.cleaned_data["name"].split())
        return (f"“{agency.name}”更名为“{new}”，是同一个机关，统一社会信用代码、隶属和人员都不变。",
                "以后的年度报告、门户和指南用新名称。", f"依据：{form.cleaned_data['reason']}", KEPT)  # fmt: skip

    return _walk(request, agency, form, "更名", step, effects)


@working
def move(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    below = Agency.objects.below(agency)
    now_above = Agency.objects.filter(children=agency)
    above = (_editable(asking) | now_above).exclude(pk__in=below)
    form = MoveForm(
        request.POST or None,
        agencies=above.distinct(),
        top=agency.parent is None,
        initial={"parent": agency.parent, "order": agency.order},
    )

    def step() -> None:
        given = form.cleaned_data
        actions.move(agency, parent=given.get("parent"), order=given["order"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        parent, order = form.cleaned_data.get("parent"), form.cleaned_data["order"]
        if parent == agency.parent:
            return (f"上级不变，排序由 {agency.order} 改为 {order}。",)
        return (f"“{agency.name}”由“{agency.parent}”改隶“{parent}”，排序 {order}。", *_along(below.count() - 1),
                f"以后计入“{parent}”所在地区的报送情况和合计，由其主管部门人员收集和审核。", KEPT)  # fmt: skip

    return _walk(request, agency, form, "调整隶属和排序", step, effects)


def _along(below: int) -> tuple[str, ...]:
    return (f"其下 {below} 个机关一并移过去。",) if below else ()


@working
def days(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    now = {"valid_from": agency.valid_from, "valid_until": agency.valid_until}
    form = DaysForm(request.POST or None, initial=now)

    def step() -> None:
        actions.set_days(agency, **form.cleaned_data, by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        first, last = form.cleaned_data["valid_from"], form.cleaned_data["valid_until"]
        ending = f"，存续到{day_text(last)}，以后不再列入应报送的机关" if last else "，没有撤销日期"
        return (
            f"“{agency.name}”自{day_text(first)}起存续{ending}。",
            f"依据：{form.cleaned_data['reason']}",
            KEPT,
        )

    return _walk(request, agency, form, "调整设立和撤销日期", step, effects)


@working
def merge(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    form = MergeForm(request.POST or None, agencies=_editable(asking).exclude(pk=pk))

    def ending() -> list[Agency]:
        given = form.cleaned_data
        return [agency, *(one for one in given["others"] if one != given["successor"])]

    def step() -> None:
        given = form.cleaned_data
        actions.merge(ending(), given["successor"], on=given["on"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        given = form.cleaned_data
        names = _names(ending())
        return (f"{day_text(given['on'])}起，{names}的职能由“{given['successor']}”承接。",
                f"{names}存续到{_day_before(given['on'])}，以后不再列入应报送的机关。",
                "年度报告的上年结转因此与上年报告不一致的，在报告中说明。", KEPT)  # fmt: skip

    return _walk(request, agency, form, "并入其他机关", step, effects)


@working
def split(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    form = SplitForm(request.POST or None, agencies=_editable(asking).exclude(pk=pk))

    def step() -> None:
        given = form.cleaned_data
        to = [*([agency] if given["goes_on"] else []), *given["successors"]]
        actions.split(agency, to, on=given["on"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        given = form.cleaned_data
        after = "继续存续" if given["goes_on"] else f"存续到{_day_before(given['on'])}，以后不再列入应报送的机关"
        part = "一部分职能" if given["goes_on"] else "职能"
        return (f"{day_text(given['on'])}起，“{agency.name}”的{part}由{_names(given['successors'])}承接。",
                f"“{agency.name}”{after}。", KEPT)  # fmt: skip

    return _walk(request, agency, form, "分立", step, effects)


def _names(agencies: Sequence[Agency]) -> str:
    return "、".join(f"“{one.name}”" for one in agencies)


def _day_before(on: date) -> str:
    return day_text(on - timedelta(days=1))
