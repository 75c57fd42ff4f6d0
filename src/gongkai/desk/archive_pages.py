"""档案: the closed years of an agency and what was handed over of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.cases.archiving import handing_over, listing
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, Handover
from gongkai.documents import queries as documents
from gongkai.documents.names import safe
from gongkai.ui.pages import page_of

from .access import Asking, accepted, posted_with_files, reading, sending, there, working
from .case_fields import paper, text, words
from .case_letter import download
from .days import day_field
from .rail import Count, waiting
from .retention_pages import to_look_at
from .tables import csv_response

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HandOverForm(forms.Form):
    archive = words("接收的档案馆", most=120)
    handed_on = day_field("移交日期")
    opening = text("开放意见", rows=2, hint="开放，或者延期开放及理由（《档案法》第二十七条、第三十条）")
    disclosure = text("公开状态", rows=2, hint="哪些已经向申请人提供或者主动公开，哪些不予公开")
    classification = text("密级变更情况", rows=2, hint="本系统不收涉密材料；没有变更的写“无”")


class ReceiptForm(forms.Form):
    receipt = paper("移交回执", hint="档案馆签收的移交文据的扫描件")


@dataclass(frozen=True, slots=True)
class YearShown:
    """``obstacles``: why it cannot be handed over yet."""

    year: int
    cases: int
    obstacles: list[str]


@reading
def archive(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What was handed over, and the years that may be."""
    asking.ensure_somewhere("archive.view")
    agencies = list(asking.within("archive.hand_over").on(asking.on).order_by("rank"))
    context = {
        "page": page_of(request, handing_over.visible(asking.person, on=asking.on)),
        "offered": [(agency, list(_years(agency, asking))) for agency in agencies],
        "tab": "archive",
    }
    return render(request, "desk/archive/list.html", context)


def _years(agency: Agency, asking: Asking) -> Iterator[YearShown]:
    """Closed years that were not handed over."""
    closed = Case.objects.filter(agency=agency, state="closed", closed_on__year__lt=asking.on.year)
    done = set(Handover.objects.filter(agency=agency).values_list("year", flat=True))
    for year in sorted({day.year for day in closed.dates("closed_on", "year")} - done, reverse=True):
        number = handing_over.closed_in(agency, year).count()
        yield YearShown(year, number, handing_over.obstacles(agency, year, on=asking.on))


@working
def hand_over(request: HttpRequest, asking: Asking, pk: int, year: int) -> HttpResponse:
    agency = asking.agency("archive.hand_over", pk)
    if not handing_over.closed_in(agency, year).exists():
        raise Http404
    form = HandOverForm(request.POST or None, initial={"handed_on": asking.on, "classification": "无"})
    made: list[Handover] = []

    def step() -> None:
        made.append(handing_over.hand_over(asking.person, agency, year=year, **form.cleaned_data, at=asking.at))

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, f"{year}年办结的{made[0].cases}件已登记移交。")
        return redirect("desk:handover", pk=made[0].pk)
    context = {
        "agency": agency,
        "year": year,
        "form": form,
        "number": handing_over.closed_in(agency, year).count(),
        "obstacles": handing_over.obstacles(agency, year, on=asking.on),
    }
    return render(request, "desk/archive/hand_over.html", context)


@working
def handover(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """One hand-over: its list, its package, its receipt."""
    found = _found(asking, pk)
    may = asking.within("archive.hand_over").filter(pk=found.agency_id).exists()
    if request.method == "POST" and not may:
        raise Http404
    form = ReceiptForm(*posted_with_files(request))

    def step() -> object:
        given = form.cleaned_data["receipt"]
        return handing_over.attach_receipt(
            asking.person, found, Paper(given.name or "回执", given.read()), at=asking.at
        )

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "回执已登记。")
        return redirect("desk:handover", pk=pk)
    context = {
        "handover": found, "form": form, "may": may, "opinion": found.opinion.splitlines(),
        "may_package": may and asking.within("cases.identity").filter(pk=found.agency_id).exists(),
    }  # fmt: skip
    return render(request, "desk/archive/handover.html", context)


@reading
def manifest(request: HttpRequest, asking: Asking, pk: int, kind: str) -> HttpResponseBase:
    """The list as it was handed over (Excel), or as it is now (CSV); no name stands in it."""
    found = _found(asking, pk)
    name = f"{found.year}年移交清单"
    if kind == "csv":
        rows = (row for case in found.listed.order_by("number", "pk") for row in listing.rows(case))
        return csv_response(name, listing.HEAD, rows)
    if kind == "receipt" and found.receipt is not None:
        return download(documents.content(found.receipt), safe(found.receipt.name), "application/octet-stream")
    if kind != "xlsx":
        raise Http404
    return download(documents.content(found.manifest), f"{name}.xlsx", _XLSX)


@sending
def package(request: HttpRequest, asking: Asking, pk: int) -> HttpResponseBase:
    """All of it as one ZIP, handed out as it is made; recorded."""
    found = _found(asking, pk)
    asking.agency("archive.hand_over", found.agency_id)
    asking.agency("cases.identity", found.agency_id)
    chunks = handing_over.package(asking.person, found, at=asking.at)
    response = StreamingHttpResponse(chunks, content_type="application/zip")
    name = f"{safe(found.agency.name)}{found.year}年移交.zip"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _found(asking: Asking, pk: int) -> Handover:
    return there(lambda: handing_over.visible(asking.person, on=asking.on).get(pk=pk))


def count(asking: Asking) -> Count | None:
    """Lists of destruction that wait for this person."""
    number = to_look_at(asking)
    return waiting(number, "份销毁清册待处理", late=0, late_words="")
