"""年报: bodies of one kind side by side, and one body over its years; what stands out opens onto its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports import comparing, measures, outliers
from gongkai.reports.comparing import HEAD, Beside, Mark, Row, Source, Years
from gongkai.reports.measures import Measure
from gongkai.reports.table import districts
from gongkai.reports.taking_in import FIRST_YEAR
from gongkai.statute.form import cells_by_name, edition_for
from gongkai.ui.chart import Point, bars, lying
from gongkai.ui.official import anchor
from gongkai.ui.report_lines import MOST, Choice, ChoiceGroup, choices

from .access import Asking, reading
from .report_overview import due_year
from .report_overview import years as years_back
from .tables import csv_response, xlsx_response

# So many bars are seen at once; longer charts are unfolded.
_SEEN = 20
_MAX_YEARS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with where it opens, "" for nowhere."""

    mark: Mark
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A measure with what is usual among the bodies, in words; ``why`` nothing can be told of it."""

    measure: Measure
    median: str
    mad: str
    why: str
    chart: SafeString


@reading
def report_beside(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Who sees no whole district is led to the years of their own."""
    asking.ensure_somewhere("reports.view")
    governments = districts(asking.person, on=asking.on)
    district = governments.filter(pk=_whole(request, "district")).first() or governments.first()
    if district is None:
        own = asking.within("reports.view").order_by("rank").first()
        return redirect("desk:report_years", agency=own.pk) if own else redirect("desk:reports")
    year = _year(request, asking)
    kinds = comparing.kinds(asking.person, district, year, on=asking.on)
    kind = next((one for one in kinds if one == request.GET.get("kind")), kinds[0] if kinds else Kind.DEPARTMENT)
    wanted = _wanted(request)
    found = comparing.beside(asking.person, district, year, kind, wanted, on=asking.on)
    name = f"年报对照-{district.name}-{year}-{kind.label}"
    if file := _as_file(request, name, found):
        return file
    lines = _lines(found.rows)
    context = {
        "found": found,
        "lines": lines,
        "columns": [_column(found, at) for at in range(len(wanted))],
        "districts": governments,
        "years": years_back(asking.on, year),
        "kinds": kinds,
        "seen": len(found.rows) <= _SEEN,
        **_common(wanted, lines, {edition.code} if (edition := edition_for(year)) else set()),
    }
    return render(request, "desk/reports/beside.html", context)


@reading
def report_years(request: HttpRequest, asking: Asking, agency: int) -> HttpResponse:
    owner = asking.agency("reports.view", agency)
    wanted = _wanted(request)
    found = comparing.over_years(asking.person, owner, wanted, on=asking.on)
    if file := _as_file(request, f"历年对照-{owner.name}", found):
        return file
    lines = _lines(found.rows)
    editions = {row.source.version.edition for row in found.rows if row.source}
    context = {
        "found": found,
        "lines": lines,
        "drawn": [(one, _yearly(found, at, one)) for at, one in enumerate(wanted)],
        "cut": len(found.compared) > _MAX_YEARS,
        "merged": [(one, _own_years(asking, one.predecessor)) for one in found.origins],
        "reworded": [(one, words) for one in wanted for words in _reworded(one, editions)],
        **_common(wanted, lines, editions),
    }
    return render(request, "desk/reports/years.html", context)


def _common(wanted: Sequence[Measure], lines: Sequence[Line], editions: set[str]) -> dict[str, object]:
    """What stands out in sentences, and the choice of other figures."""
    lined = [line for one in wanted if not one.bottom for line in one.top]
    shares = tuple(Choice(one.code, f"{one.label}（{one.formula}）", one in wanted) for one in measures.shares())
    return {
        "wanted": wanted,
        "grounds": outliers.grounds(max((line.row.year for line in lines), default=FIRST_YEAR)),
        "told": [
            (line.row, one, "；".join(one.mark.told)) for line in lines for one in line.shown if one.mark.told
        ],
        "choices": (*choices(lined, editions), ChoiceGroup("由各项数字算出的占比", shares)),
    }


def _as_file(request: HttpRequest, name: str, found: Beside | Years) -> HttpResponse | None:
    """Exactly what is shown, one figure a row."""
    rows = comparing.rows_of(found)
    if "csv" in request.GET:
        return csv_response(name, HEAD, rows)
    return xlsx_response(name, HEAD, rows) if "xlsx" in request.GET else None


def _wanted(request: HttpRequest) -> tuple[Measure, ...]:
    return measures.chosen(request.GET.getlist("f"))[:MOST] or measures.chosen(measures.USUAL)


def _lines(rows: Iterable[Row]) -> list[Line]:
    return [
        Line(row, tuple(Shown(mark, cell_address(row.source, mark.cell)) for mark in row.marks)) for row in rows
    ]


def cell_address(source: Source | None, cell: str | None) -> str:
    """The page of a figure of a version, "" where there is none."""
    if source is None or cell is None:
        return ""
    return reverse("desk:cell", args=[source.version.pk, anchor(cells_by_name()[cell][0])])


def _column(found: Beside, at: int) -> Column:
    measure, spread = found.measures[at], found.spreads[at]
    points = [
        Point(row.agency.name, row.marks[at].read.value, row.marks[at].read.shown)
        for row in found.rows
        if row.compared or row.source is None
    ]
    return Column(
        measure,
        comparing.written(measure, spread.median),
        comparing.written(measure, spread.mad),
        spread.why,
        lying(f"chart-{at}", measure.label, points, middle=spread.median),
    )


def _yearly(found: Years, at: int, measure: Measure) -> SafeString:
    rows = found.compared[-_MAX_YEARS:]
    points = [Point(str(row.year), row.marks[at].read.value, row.marks[at].read.shown) for row in rows]
    return bars(f"chart-{at}", measure.label, points)


def _reworded(measure: Measure, editions: set[str]) -> Iterable[str]:
    """What an older form calls a figure."""
    for edition in sorted(editions):
        for line in measure.lines:
            if words := line.reworded(edition):
                yield f"{edition}年格式称“{words}”"


def _own_years(asking: Asking, agency: Agency) -> str:
    """Where the reports of a merged agency are, "" for who may not see them."""
    if not asking.within("reports.view").filter(pk=agency.pk).exists():
        return ""
    return reverse("desk:report_years", args=[agency.pk])


def _year(request: HttpRequest, asking: Asking) -> int:
    year = _whole(request, "year")
    return year if FIRST_YEAR <= year <= asking.on.year else due_year(asking.on)


def _whole(request: HttpRequest, name: str) -> int:
    """A whole number of the address, 0 for anything else."""
    written = request.GET.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
