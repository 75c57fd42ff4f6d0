"""检查: what the automatic checks found, over everything that is published or on its way, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.publication.checks import stock
from gongkai.publication.checks.found import place_title
from gongkai.publication.models.checks import Finding
from gongkai.publication.states import OPEN, State
from gongkai.ui.pages import page_of

from .access import Asking, reading, sending
from .check_filters import CheckSearch
from .tables import csv_response, xlsx_response

HEAD = (
    "程度",
    "类别",
    "标题",
    "索引号",
    "机关",
    "状态",
    "位置",
    "问题",
    "原文",
    "建议",
    "依据",
    "处理",
    "理由",
    "发现日期",
)
_TONES = {"stop": "late", "decide": "soon", "hint": ""}
_LOOKED_AT = (State.RELEASED, *OPEN)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, where it stands, and the page that shows it there."""

    finding: Finding
    place: str
    tone: str
    address: str


@reading
def check_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """``?csv`` and ``?xlsx`` hand out exactly what is shown."""
    asking.ensure_somewhere("items.view")
    agencies = asking.within("items.view")
    search = CheckSearch(request.GET, agencies=agencies)
    found = search.narrowed(_standing(asking))
    for kind, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if kind in request.GET:
            return respond(f"检查-{asking.on}", HEAD, (_line(row) for row in _rows(found.iterator(500))))
    page = page_of(request, found)
    context = {
        "page": page,
        "rows": list(_rows(page)),
        "search": search,
        "progress": stock.progress(agencies),
        "settable": set(asking.within("publication.settings").values_list("pk", flat=True)),
        "words": asking.may_somewhere("publication.settings"),
    }
    return render(request, "desk/checks/list.html", context)


def _standing(asking: Asking) -> QuerySet[Finding]:
    rows = Finding.objects.filter(
        gone_at=None, agency__in=asking.within("items.view"), version__state__in=_LOOKED_AT
    )
    light = rows.select_related("agency", "version__item").defer("version__body", "version__text")
    return light.order_by("-pk")


def _rows(findings: Iterable[Finding]) -> Iterator[Row]:
    for one in findings:
        version = one.version
        address = f"{reverse('desk:item_version', args=[version.item_id, version.number])}#finding-{one.pk}"
        yield Row(one, _place(one), _TONES[one.severity], address)


def _place(one: Finding) -> str:
    """Without asking for the name of each attachment: its message names it."""
    return "附件" if one.place.startswith("attachment:") else place_title(one.place, {})


def _line(row: Row) -> tuple[object, ...]:
    one, version = row.finding, row.finding.version
    return (
        one.get_severity_display(), one.get_kind_display(), version.title, version.item.number or "",
        one.agency.name, version.get_state_display(), row.place, one.message, one.excerpt, one.proposal,
        one.source, one.get_decision_display(), one.reason, one.found_at.date(),
    )  # fmt: skip


@sending
def check_again(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Everything of an agency anew, by all rules."""
    agency = asking.agency("publication.settings", pk)
    row = stock.again(asking.person, agency, at=asking.at)
    messages.success(request, f"已安排重新检查{agency.name}的 {row.total} 条信息，完成情况在本页显示。")
    return redirect("desk:checks")
