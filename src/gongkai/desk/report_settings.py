"""年报: the district's own date, and the totals in the layout of the form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.calendars import national
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports import actions
from gongkai.reports.due import ceiling
from gongkai.reports.models import DueDate
from gongkai.reports.table import district_table, districts
from gongkai.reports.taking_in import FIRST_YEAR
from gongkai.ui.official import label

from .access import Asking, accepted, reading, working
from .report_forms import DueForm
from .report_overview import due_year
from .report_totals import total_sheets
from .tables import csv_response, xlsx_response


@working
def due_dates(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    district = asking.agency("reports.settings", pk)
    form = DueForm(request.POST or None, initial={"year": due_year(asking.on)})
    if form.is_valid() and accepted(form, lambda: _set(form, asking, district)):
        year, day = form.cleaned_data["year"], form.cleaned_data["due_on"]
        messages.success(request, f"{year}年度报告的本地区日期已{f'设为{day}' if day else '取消'}。")
        return redirect("desk:due_dates", pk=pk)
    year = due_year(asking.on)
    departments, governments = ceiling(Kind.DEPARTMENT, year), ceiling(Kind.GOVERNMENT, year)
    context = {
        "district": district,
        "form": form,
        "dates": DueDate.objects.filter(district=district).select_related("set_by"),
        "ceilings": [(day, day.last_working(national())) for day in (departments, governments)],
    }
    return render(request, "desk/reports/due_dates.html", context)


def _set(form: DueForm, asking: Asking, district: Agency) -> None:
    data = form.cleaned_data
    actions.set_due_date(asking.person, district, year=data["year"], due_on=data["due_on"], at=asking.at)


@reading
def totals(request: HttpRequest, asking: Asking, pk: int, year: int) -> HttpResponse:
    """Each total with who is missing from it."""
    district = asking.agency("reports.view", pk)
    if not FIRST_YEAR <= year <= asking.on.year:
        raise Http404
    if not districts(asking.person, on=asking.on).filter(pk=pk).exists():
        return redirect(reverse("desk:reports"))
    table = district_table(asking.person, district, year, on=asking.on)
    found = total_sheets(table, year)
    if {"csv", "xlsx"} & request.GET.keys():
        places = (p for sheet in found for line in sheet.lines for p in line.places)
        rows = ((label(p.cell), p.shown.value if p.shown else "", _names(p.shown)) for p in places)
        as_file = csv_response if "csv" in request.GET else xlsx_response
        return as_file(f"汇总-{district.name}-{year}", ("项目", "合计", "未计入"), rows)
    context = {"table": table, "year": year, "sheets": found, "cell_template": "desk/reports/total_in_table.html"}
    return render(request, "desk/reports/totals.html", context)


def _names(total: object) -> str:
    missing: tuple[Agency, ...] = getattr(total, "missing", ())
    return "、".join(agency.name for agency in missing)
