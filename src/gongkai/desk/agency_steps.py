"""Where an agency stands among the others: moved, merged, split. See ``agency_walk``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse

from gongkai.agencies import actions
from gongkai.agencies.models import Agency
from gongkai.ui.templatetags.ui import day_text

from .access import Asking, working
from .agency_forms import MergeForm, MoveForm, SplitForm
from .agency_walk import KEPT, editable, names, reason_told, walk


@working
def move(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    below = Agency.objects.below(agency)
    now_above = Agency.objects.filter(children=agency)
    above = (editable(asking) | now_above).exclude(pk__in=below)
    form = MoveForm(
        request.POST or None,
        agencies=above.distinct(),
        top=agency.parent is None,
        initial={"parent": agency.parent, "order": agency.order},
    )

    def step() -> None:
        given = form.cleaned_data
        actions.move(
            agency, parent=given.get("parent"), order=given["order"], reason=given["reason"],
            by=asking.person, at=asking.at,
        )  # fmt: skip

    def effects() -> Sequence[str]:
        parent, order = form.cleaned_data.get("parent"), form.cleaned_data["order"]
        if parent == agency.parent:
            return (f"上级不变，排序由 {agency.order} 改为 {order}。", reason_told(form))
        return (f"“{agency.name}”由“{agency.parent}”改隶“{parent}”，排序 {order}。", *_along(below.count() - 1),
                f"以后计入“{parent}”所在地区的报送情况和合计，由其主管部门人员收集和审核。",
                reason_told(form), KEPT)  # fmt: skip

    return walk(request, agency, form, "调整隶属和排序", step, effects)


def _along(below: int) -> tuple[str, ...]:
    return (f"其下 {below} 个机关一并移过去。",) if below else ()


@working
def merge(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    form = MergeForm(request.POST or None, agencies=editable(asking).exclude(pk=pk))

    def ending() -> list[Agency]:
        given = form.cleaned_data
        return [agency, *(one for one in given["others"] if one != given["successor"])]

    def step() -> None:
        given = form.cleaned_data
        actions.merge(
            ending(), given["successor"], on=given["on"], reason=given["reason"], by=asking.person, at=asking.at
        )

    def effects() -> Sequence[str]:
        given = form.cleaned_data
        gone = names(ending())
        return (f"{day_text(given['on'])}起，{gone}的职能由“{given['successor']}”承接。",
                f"{gone}存续到{_day_before(given['on'])}，以后不再列入应报送的机关。",
                "年度报告的上年结转与合并前各机关上年报告之和核对。", reason_told(form), KEPT)  # fmt: skip

    return walk(request, agency, form, "并入其他机关", step, effects)


@working
def split(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    form = SplitForm(request.POST or None, agencies=editable(asking).exclude(pk=pk))

    def step() -> None:
        given = form.cleaned_data
        to = [*([agency] if given["goes_on"] else []), *given["successors"]]
        actions.split(agency, to, on=given["on"], reason=given["reason"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        given = form.cleaned_data
        after = "继续存续" if given["goes_on"] else f"存续到{_day_before(given['on'])}，以后不再列入应报送的机关"
        part = "一部分职能" if given["goes_on"] else "职能"
        return (f"{day_text(given['on'])}起，“{agency.name}”的{part}由{names(given['successors'])}承接。",
                f"“{agency.name}”{after}。", reason_told(form), KEPT)  # fmt: skip

    return walk(request, agency, form, "分立", step, effects)


def _day_before(on: date) -> str:
    return day_text(on - timedelta(days=1))
