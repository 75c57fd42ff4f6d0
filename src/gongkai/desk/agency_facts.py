"""What an agency is: founded, another name, another kind, another supervisor, other days. See ``agency_walk``."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from gongkai.agencies import actions
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports.district import rolls_up
from gongkai.reports.due import NO_REPORT
from gongkai.ui.templatetags.ui import day_text

from .access import Asking, working
from .agency_forms import DaysForm, FoundForm, KindForm, RenameForm, SupervisorForm
from .agency_walk import KEPT, reason_told, walk


@working
def found(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """A new agency beneath this one."""
    parent = asking.agency("agencies.edit", pk)
    form = FoundForm(
        request.POST or None,
        agencies=asking.within("agencies.view").on(asking.on),
        initial={"order": _next_order(parent), "supervisor": parent.supervisor or _as_supervisor(parent)},
    )

    def step() -> Agency:
        given = {**form.cleaned_data, "kind": Kind(form.cleaned_data["kind"])}
        return actions.create(given.pop("name"), parent=parent, **given, by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        given = form.cleaned_data
        name = "".join(given["name"].split())
        under = f"在“{parent.name}”之下设立“{name}”，{Kind(given['kind']).label}，排序 {given['order']}。"
        return (under, f"自{day_text(given['valid_from'])}起存续，{_reporting(given['kind'])}",
                _supervised(given["supervisor"]), reason_told(form))  # fmt: skip

    return walk(request, parent, form, "设立所属机关", step, effects)


def _next_order(parent: Agency) -> int:
    """Behind the last one that lies beneath it."""
    last = parent.children.order_by("-order").values_list("order", flat=True).first()
    return min((last or 0) + 10, actions.MAX_ORDER)


def _as_supervisor(parent: Agency) -> Agency | None:
    return None if rolls_up(parent) else parent


def _reporting(kind: str) -> str:
    if kind in NO_REPORT:
        return "不单独编制年度报告。"
    sums = "，它的年度报告是本级与所属各机关之和" if kind == Kind.GOVERNMENT else ""
    return f"每年编制自己的年度报告{sums}。"


def _supervised(supervisor: Agency | None) -> str:
    return f"主管部门是“{supervisor}”。" if supervisor else "没有指定主管部门。"


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
                "以后的年度报告、门户和指南用新名称。", reason_told(form), KEPT)  # fmt: skip

    return walk(request, agency, form, "更名", step, effects)


@working
def kind(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    form = KindForm(request.POST or None, initial={"kind": agency.kind})

    def step() -> None:
        given = form.cleaned_data
        actions.classify(agency, Kind(given["kind"]), reason=given["reason"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        new = Kind(form.cleaned_data["kind"])
        return (f"“{agency.name}”的类型由{agency.get_kind_display()}改为{new.label}。",
                f"从现在起，{_reporting(new)}", reason_told(form), KEPT)  # fmt: skip

    return walk(request, agency, form, "改变类型", step, effects)


@working
def supervisor(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.edit", pk)
    now = Agency.objects.filter(supervised=agency)
    seen = (asking.within("agencies.view").on(asking.on) | now).exclude(pk=pk)
    form = SupervisorForm(
        request.POST or None, agencies=seen.distinct(), initial={"supervisor": agency.supervisor}
    )

    def step() -> None:
        given = form.cleaned_data
        actions.set_supervisor(agency, given["supervisor"], reason=given["reason"], by=asking.person, at=asking.at)

    def effects() -> Sequence[str]:
        return (f"“{agency.name}”原来{_supervised(agency.supervisor)}",
                f"改后{_supervised(form.cleaned_data['supervisor'])}",
                "人员的权限不随主管部门改变，在“人员”里任命。", reason_told(form))  # fmt: skip

    return walk(request, agency, form, "指定主管部门", step, effects)


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
        return (f"“{agency.name}”自{day_text(first)}起存续{ending}。", reason_told(form), KEPT)

    return walk(request, agency, form, "调整设立和撤销日期", step, effects)
