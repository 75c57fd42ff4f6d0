"""来件: the register of everything that came in, accepted or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import channels, incoming, masking
from gongkai.cases.models import Incoming
from gongkai.cases.words import Channel
from gongkai.ui.pages import page_of

from .access import Asking, reading
from .rail import Count, waiting
from .tables import csv_response

CSV_HEAD = ("来件编号", "收到日期", "收到方式", "来件人", "登记时间", "登记人", "打开时间", "处理", "申请编号")
_WAITING = "waiting"


class IncomingSearch(forms.Form):
    state = forms.ChoiceField(
        label="处理", required=False,
        choices=[(_WAITING, "待处理"), ("all", "全部"), ("unopened", "没有人打开"),
                 *((one.value, one.label) for one in Incoming.SettledAs if one.value)],
    )  # fmt: skip
    channel = forms.ChoiceField(label="收到方式", required=False, choices=[("", "全部"), *Channel.choices])
    q = forms.CharField(label="来件编号或邮件号", max_length=60, required=False)


@dataclass(frozen=True, slots=True)
class Row:
    incoming: Incoming
    sender: str
    unopened: bool
    # What an applicant sent by the page of the request: 补正, 撤回申请 and so on.
    online: str = ""


@reading
def incoming_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What still waits comes first; ``?csv`` hands out exactly what is shown."""
    asking.ensure_somewhere("cases.view")
    search = IncomingSearch(request.GET or None)
    wanted = search.cleaned_data if search.is_valid() else {}
    rows = incoming.register_of(asking.person, on=asking.on).select_related("online_paper")
    found = _filtered(rows, wanted)
    if "csv" in request.GET:
        return csv_response(f"来件-{asking.on}", CSV_HEAD, (_csv_line(one) for one in found.iterator(2000)))
    page = page_of(request, found)
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "search": search,
        "state": wanted.get("state") or _WAITING,
        "failing": channels.failing(asking.person, on=asking.on),
        "may_register": asking.may_somewhere("cases.register"),
    }
    return render(request, "desk/incoming/list.html", context)


def _row(one: Incoming) -> Row:
    online = one.online_paper.get_what_display() if hasattr(one, "online_paper") else ""
    return Row(one, masking.name(one.sender), one.opened_at is None, online)


def _filtered(found: QuerySet[Incoming], wanted: dict[str, Any]) -> QuerySet[Incoming]:
    state = wanted.get("state") or _WAITING
    if state == _WAITING:
        found = found.filter(settled_as="").order_by("arrived_on", "pk")
    elif state == "unopened":
        found = found.filter(opened_at=None)
    elif state != "all":
        found = found.filter(settled_as=state)
    if channel := wanted.get("channel"):
        found = found.filter(channel=channel)
    if words := wanted.get("q", ""):
        found = found.filter(number__icontains=words) | found.filter(postal_number__icontains=words)
    return found


def _csv_line(one: Incoming) -> tuple[object, ...]:
    return (
        one.number, one.arrived_on, one.get_channel_display(), masking.name(one.sender), one.entered_at,
        one.entered_by or "系统", one.opened_at or "", one.get_settled_as_display(), one.case or "",
    )  # fmt: skip


def count(asking: Asking) -> Count | None:
    """In the rail: what waits; those that nobody has opened make it late."""
    opened = list(incoming.waiting(asking.person, on=asking.on).values_list("opened_at", flat=True)[:1000])
    return waiting(len(opened), "件待处理", late=opened.count(None), late_words="件没有人打开")
