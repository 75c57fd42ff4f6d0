"""机构: the tree in official order, one agency with its contact block, and the import of a list."""

from __future__ import annotations

import json

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies import actions
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.audit.models import Entry

from .access import Asking, accepted, reading, working
from .agency_forms import AgencySearch, ContactForm
from .audit_words import Said, said
from .tables import csv_response

CSV_HEAD = (
    "统一社会信用代码",
    "名称",
    "类型",
    "上级",
    "政府信息公开工作机构",
    "联系电话",
    "办公地址",
    "设立",
    "撤销",
)


@reading
def agency_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """All agencies this person may see; ``?csv`` hands out exactly what is shown."""
    asking.ensure_somewhere("agencies.view")
    search = AgencySearch(request.GET or None)
    found = _found(asking, search).select_related("parent")
    if "csv" in request.GET:
        return csv_response(f"机构-{asking.on}", CSV_HEAD, (_csv_line(agency) for agency in found))
    top = min((_depth(agency) for agency in found), default=1)
    rows = [(agency, min(_depth(agency) - top, 6), agency.exists_on(asking.on)) for agency in found]
    context = {"rows": rows, "search": search, "may_import": asking.may_somewhere("agencies.edit")}
    return render(request, "desk/agencies/list.html", context)


def _found(asking: Asking, search: AgencySearch) -> AgencyQuerySet:
    wanted = search.cleaned_data if search.is_valid() else {}
    found = asking.within("agencies.view")
    if not wanted.get("ended"):
        found = found.on(asking.on)
    if words := wanted.get("q", ""):
        found = found.filter(Q(name__icontains=words) | Q(credit_code__iexact=words))
    if kind := wanted.get("kind", ""):
        found = found.filter(kind=kind)
    return found


def _depth(agency: Agency) -> int:
    return (agency.path or "").count("/") - 1


def _csv_line(a: Agency) -> tuple[object, ...]:
    parent = a.parent.name if a.parent else ""
    return (
        a.credit_code or "", a.name, a.get_kind_display(), parent, a.office, a.phone, a.address, a.valid_from,
        a.valid_until or "",
    )  # fmt: skip


@reading
def agency_detail(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.view", pk)
    context = {
        "agency": agency,
        "exists": agency.exists_on(asking.on),
        "children": agency.children.on(asking.on),
        "successions": agency.successions.select_related("successor"),
        "origins": agency.origins.select_related("predecessor"),
        "history": _history(agency),
        "steps": [(reverse(f"desk:agency_{step}", args=[pk]), words) for step, words in _steps(agency)],
        "may_edit": asking.within("agencies.edit").filter(pk=pk).exists(),
        "may_contact": asking.within("agencies.contact").filter(pk=pk).exists(),
        "may_people": asking.within("people.view").filter(pk=pk).exists(),
    }
    return render(request, "desk/agencies/detail.html", context)


# What a chain tells of an agency that belongs to its history; its contact block does not.
_TOLD = ("create", "rename", "classify", "supervisor", "days", "move", "succeed")
_STEPS = (
    ("found", "设立所属机关"),
    ("rename", "更名"),
    ("kind", "改变类型"),
    ("supervisor", "指定主管部门"),
    ("move", "调整隶属和排序"),
    ("days", "调整设立和撤销日期"),
    ("merge", "并入其他机关"),
    ("split", "分立"),
)


def _steps(agency: Agency) -> tuple[tuple[str, str], ...]:
    """An agency at the top neither moves nor ends."""
    if agency.parent is not None:
        return _STEPS
    return tuple(one for one in _STEPS if one[0] not in ("move", "merge", "split"))


def _history(agency: Agency) -> list[Said]:
    """What was done to it, and how others became part of it, oldest first."""
    came = [one.predecessor.key for one in agency.origins.select_related("predecessor")]
    own = Q(object=agency.key, verb__in=[f"agencies.{step}" for step in _TOLD])
    found = Entry.objects.filter(own | Q(object__in=came, verb="agencies.succeed")).order_by("sequence")
    return said(e for e in found if e.object == agency.key or agency.key in json.loads(e.data)["to"])


@working
def agency_contact(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("agencies.contact", pk)
    form = ContactForm(request.POST or None, initial=ContactForm.of(agency))
    if form.is_valid() and accepted(
        form, lambda: actions.set_contact(agency, form.contact(), by=asking.person, at=asking.at)
    ):
        messages.success(request, "联系方式已保存，门户和以后生成的指南、年报按新的内容显示。")
        return redirect("desk:agency", pk=agency.pk)
    return render(request, "desk/agencies/contact.html", {"agency": agency, "form": form})
