"""编制年报: the report of a year as the records make it now, each figure opening onto what is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.reports import actions, queries
from gongkai.reports.compiling import records
from gongkai.reports.compiling.cells import Compiled
from gongkai.reports.compiling.records import Part
from gongkai.reports.compiling.tables import compile
from gongkai.reports.figures import annual_report
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import COMPILING, State
from gongkai.statute.form import Cell, Finding, edition
from gongkai.ui.official import Sheet, anchor, label, sheets
from gongkai.ui.pages import page_of
from gongkai.ui.templatetags.ui import figure as written

from .access import Asking, reading, working
from .report_cells import SEVERITY, links, shown_tag
from .report_lock import late_note

_ORDER = ("error", "warning", "hint")
_KINDS = {
    records.Kind.CASE: "政府信息公开申请", records.Kind.ITEM: "文件", records.Kind.COUNT: "填报或导入的数量",
    records.Kind.REPORT: "所属报告", records.Kind.FEE: "信息处理费", records.Kind.PROCEEDING: "行政复议、行政诉讼",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureShown:
    """``open``: whether there is anything behind it to look at."""

    text: str
    css: str
    note: str
    open: bool


@working
def compile_page(request: HttpRequest, asking: Asking, agency: int, year: int) -> HttpResponse:
    """POST opens the draft."""
    owner = asking.agency("reports.view", agency)
    if request.method == "POST":
        return _open(request, asking, owner, year)
    try:
        found = compile(owner, year)
    except Refused as refusal:
        return render(
            request, "desk/reports/compile_not.html", {"agency": owner, "year": year, "why": str(refusal)}
        )
    filed = _filed(asking, owner, year)
    context = {
        "agency": owner,
        "year": year,
        "found": found,
        "sheets": _sheets(found),
        "findings": [_finding(one) for one in sorted(found.findings, key=lambda f: _ORDER.index(f.severity))],
        "draft": _draft(owner, year),
        "filed": filed,
        "unlike": _unlike(found, filed) if filed else [],
        "may_open": asking.within("reports.compile").filter(pk=agency).exists() and year < asking.on.year,
        "running": year >= asking.on.year,
        "late": late_note(owner, year),
        "cell_template": "desk/reports/compiled_cell.html",
    }
    return render(request, "desk/reports/compile.html", context)


def _open(request: HttpRequest, asking: Asking, agency: Agency, year: int) -> HttpResponse:
    asking.agency("reports.compile", agency.pk)
    try:
        version = actions.open_compiled(asking.person, agency, year, at=asking.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:compile", agency=agency.pk, year=year)
    messages.success(request, "已开始编制：数字和文字都来自记录，请逐项看过；要改的数字须写明理由。")
    return redirect("desk:review", pk=version.pk)


def _draft(agency: Agency, year: int) -> ReportVersion | None:
    return ReportVersion.objects.filter(report__agency=agency, report__year=year, state__in=COMPILING).first()


def _filed(asking: Asking, agency: Agency, year: int) -> ReportVersion | None:
    """The newest version that was filed, as a file or compiled."""
    seen = queries.versions(asking.person, on=asking.on).filter(report__agency=agency, report__year=year)
    return seen.exclude(state__in=[State.SUPERSEDED, *COMPILING]).order_by("-number").first()


def _unlike(found: Compiled, filed: ReportVersion) -> list[dict[str, object]]:
    """The cells in which what was filed and what the records make are not the same."""
    figures = annual_report(filed).figures
    return [
        {
            "label": label(one),
            "place": anchor(one),
            "filed": written(figures.get(name)),
            "now": written(cell.value),
        }
        for one in edition("2021").cells
        if (cell := found.cells[name := one.name]).value != figures.get(name)
    ]


def _sheets(found: Compiled) -> tuple[Sheet, ...]:
    worst: dict[str, str] = {}
    for severity in reversed(_ORDER):
        worst.update({cell: severity for one in found.findings if one.severity == severity for cell in one.cells})

    def show(cell: Cell) -> FigureShown:
        one = found.cells[cell.name]
        text = written(one.value)
        css = f"is-{worst[cell.name]}" if cell.name in worst else "zero" if text == "0" else ""
        return FigureShown(text, css, one.note, one.value is None or text != "0")

    return sheets(found.report.layout(), show)


def _finding(one: Finding) -> dict[str, object]:
    return {
        "finding": one, "words": SEVERITY[one.severity], "tag": shown_tag(one.severity), "cells": links(one.cells),
    }  # fmt: skip


@reading
def compile_cell(request: HttpRequest, asking: Asking, agency: int, year: int, place: str) -> HttpResponse:
    """The records behind one figure, as far as this person may see them."""
    owner = asking.agency("reports.view", agency)
    cell = _cell(place)
    try:
        behind = records.behind(asking.person, owner, year, cell.name, on=asking.on)
    except Refused as refusal:
        raise Http404 from refusal
    found = compile(owner, year).cells[cell.name]
    context = {
        "agency": owner,
        "year": year,
        "label": label(cell),
        "place": place,
        "cell": found,
        "value": written(found.value),
        "behind": behind,
        "parts": [_part(request, part) for part in behind.parts],
    }
    return render(request, "desk/reports/compiled_records.html", context)


def _cell(place: str) -> Cell:
    known = {anchor(one): one for one in edition("2021").cells}
    if place not in known:
        raise Http404
    return known[place]


def _part(request: HttpRequest, part: Part) -> dict[str, object]:
    page = page_of(request, part.rows)
    return {"kind": part.kind.value, "title": _KINDS[part.kind], "page": page, "part": part}
