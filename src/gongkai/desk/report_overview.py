"""年报: who has reported for a year, who is late, what was found; for one agency, its own and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.calendars import national
from gongkai.agencies.models import Agency
from gongkai.reports import queries
from gongkai.reports.compiling.bodies import FIRST_YEAR
from gongkai.reports.district import district_of
from gongkai.reports.due import NO_REPORT, Due, due
from gongkai.reports.models import DueDate, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.table import DistrictTable, Row, district_table, districts

from .access import Asking, reading
from .rail import Count
from .report_forms import OverviewSearch
from .report_next import upload_address
from .report_totals import headline
from .tables import csv_response

CSV_HEAD = ("机关", "年度", "应报日期", "收到日期", "情况", "逾期天数", "错误", "存疑", "待确认")
_YEARS_BACK = 8


def due_year(on: date) -> int:
    """The year whose reports are made now: the one before."""
    return on.year - 1


@reading
def overview(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The district's table for whoever sees a whole district, one's own reports for everybody else."""
    asking.ensure_somewhere("reports.view")
    governments = districts(asking.person, on=asking.on)
    search = OverviewSearch(request.GET or None, districts=governments)
    wanted = search.cleaned_data if search.is_valid() else {}
    year = wanted.get("year") or due_year(asking.on)
    district = wanted.get("district") or governments.first()
    if district is None:
        return _own(request, asking, year)
    table = district_table(asking.person, district, year, on=asking.on)
    rows = _filtered(table.rows, wanted)
    if "csv" in request.GET:
        return csv_response(f"年报-{district.name}-{year}", CSV_HEAD, (csv_line(row, year) for row in rows))
    context = {
        "table": table,
        "rows": rows,
        "filtered": len(rows) != len(table.rows),
        "search": search,
        "year": year,
        "years": years(asking.on, year),
        "counts": counts(table),
        "totals": headline(table, year),
        "may_import": asking.may_somewhere("reports.import"),
        "may_set": asking.within("reports.settings").filter(pk=district.pk).exists(),
        "work": queries.work_for(asking.person, on=asking.on),
        "several": governments.count() > 1,
    }
    return render(request, "desk/reports/overview.html", context)


def years(on: date, chosen: int) -> list[int]:
    """Newest first, and the chosen one whatever it is."""
    newest = due_year(on)
    return sorted({*range(newest, newest - _YEARS_BACK, -1), chosen}, reverse=True)


def _filtered(rows: Iterable[Row], wanted: dict[str, object]) -> list[Row]:
    state, words = wanted.get("state") or "", str(wanted.get("q") or "")
    return [row for row in rows if _fits(row, str(state)) and words in row.agency.name]


def _fits(row: Row, state: str) -> bool:
    if state == "late":
        return row.late
    if state == "findings":
        return row.version is not None and bool(row.version.errors or row.version.warnings)
    return not state or row.state == state or (state == "missing" and row.version is None)


def counts(table: DistrictTable) -> dict[str, int]:
    """What the head of the table says."""
    shown = [row.version for row in table.rows if row.version is not None]
    return {
        "all": len(table.rows),
        "reported": table.reported,
        "late": table.late,
        "published": sum(row.published is not None for row in table.rows),
        "errors": sum(v.errors for v in shown),
        "warnings": sum(v.warnings for v in shown),
    }


def csv_line(row: Row, year: int) -> tuple[object, ...]:
    v = row.version
    found = (v.errors, v.warnings, v.open_cells) if v else ("", "", "")
    late = row.days_late if row.late else 0
    return (row.agency.name, year, row.due.on, row.received_on or "", row.words, late, *found)


def _own(request: HttpRequest, asking: Asking, year: int) -> HttpResponse:
    """A person of one agency: its report of this year with the next step, and the years before."""
    agencies = [a for a in asking.within("reports.view").on(asking.on) if a.kind not in NO_REPORT]
    seen = queries.versions(asking.person, on=asking.on).exclude(state=State.SUPERSEDED)
    cards = [_card(asking, agency, year, seen.filter(report__agency=agency)) for agency in agencies]
    context = {"cards": cards, "year": year, "years": years(asking.on, year)}
    return render(request, "desk/reports/own.html", context)


def _card(asking: Asking, agency: Agency, year: int, versions: Iterable[ReportVersion]) -> dict[str, object]:
    found = list(versions)
    now = next((v for v in found if v.year == year), None)
    day = due_for(agency, year)
    own_files = queries.intakes(asking.person, on=asking.on).filter(agency=agency, year=year)
    return {
        "agency": agency,
        "version": now,
        "due": day,
        "last_working": day.last_working(national()),
        "late": now is None and asking.on > day.on,
        "days_left": (day.on - asking.on).days,
        "upload": upload_address(agency.pk, year) if _may(asking, "reports.import", agency) else "",
        "compile": _compile_address(asking, agency, year),
        "earlier": [v for v in found if v.year != year],
        "trouble": own_files.filter(state__in=["unreadable", "waiting", "reading"]).first()
        if now is None
        else None,
    }


def _compile_address(asking: Asking, agency: Agency, year: int) -> str:
    """Where its report is compiled from the records, "" for who does not, or a year that has no such form."""
    if not FIRST_YEAR <= year < asking.on.year or not _may(asking, "reports.compile", agency):
        return ""
    return reverse("desk:compile", args=[agency.pk, year])


def due_for(agency: Agency, year: int) -> Due:
    district = district_of(agency)
    found = DueDate.objects.filter(district=district, year=year).values_list("due_on", flat=True).first()
    return due(agency.kind, year, found)


def _may(asking: Asking, verb: str, agency: Agency) -> bool:
    return asking.within(verb).filter(pk=agency.pk).exists()


@reading
def latest(request: HttpRequest, asking: Asking, agency: int, year: int) -> HttpResponse:
    """The newest version of a report, by agency and year; where there is none, the table of the year."""
    owner = asking.agency("reports.view", agency)
    seen = queries.versions(asking.person, on=asking.on).filter(report__agency=owner, report__year=year)
    newest = seen.exclude(state=State.SUPERSEDED).first()
    return redirect("desk:review", pk=newest.pk) if newest else redirect("desk:reports")


def count(asking: Asking) -> Count | None:
    """What waits for this person; files in doubt wait for those who may take files in."""
    work = queries.work_for(asking.person, on=asking.on)
    waiting = work.to_sign + work.to_review + work.to_publish
    if asking.may_somewhere("reports.import"):
        waiting += work.doubtful + work.unreadable
    return Count(str(waiting), words="件待办") if waiting else None
