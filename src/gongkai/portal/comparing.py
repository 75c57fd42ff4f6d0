"""Agencies of one kind beside one another, for one year: a table, agencies in official order, not a ranking."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports import catalogue, lines, published
from gongkai.reports.lines import NOTHING, Line
from gongkai.reports.models import ReportVersion
from gongkai.ui.report_lines import choices, chosen_lines, in_words

from .asked import kind_of, year_of
from .public_page import public_page


@dataclass(frozen=True, slots=True)
class Compared:
    """``version`` is None, and nothing shown, where the agency has not published for that year."""

    agency: Agency
    version: ReportVersion | None
    shown: tuple[str, ...]


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    years = published.years()
    wanted = chosen_lines(request)
    kinds = _kinds()
    kind = kind_of(request, [k for k, _ in kinds]) or _first(kinds)
    year = year_of(request) or _newest(years, kind)
    rows = _rows(year, kind, wanted) if year is not None else []
    context = {
        "column": "compare",
        "years": years,
        "year": year,
        "kinds": kinds,
        "kind": kind,
        "kind_label": Kind(kind).label if kind else "",
        "rows": rows,
        "missing": sum(row.version is None for row in rows),
        "wanted": wanted,
        "choices": choices(wanted, {row.version.edition for row in rows if row.version}),
    }
    return render(request, "portal/compare.html", context)


def _kinds() -> list[tuple[str, str]]:
    have = set(catalogue.agencies(timezone.localdate()).order_by().values_list("kind", flat=True))
    return [(kind.value, kind.label) for kind in Kind if kind.value in have]


def _first(kinds: list[tuple[str, str]]) -> str:
    """The kind with most reports, so that the page has something to compare when it opens."""
    counts = {kind: published.reports().filter(report__agency__kind=kind).count() for kind, _ in kinds}
    return max(counts, key=lambda kind: counts[kind], default="")


def _newest(years: list[int], kind: str) -> int | None:
    """The newest year for which two of the kind can be compared, else the newest."""
    published_in = list(
        published.reports().filter(report__agency__kind=kind).order_by().values_list("report__year", flat=True)
    )
    several = (year for year in years if published_in.count(year) > 1)
    return next(several, years[0] if years else None)


def _rows(year: int, kind: str, wanted: tuple[Line, ...]) -> list[Compared]:
    versions = {v.report.agency_id: v for v in published.reports(year=year).filter(report__agency__kind=kind)}
    found = lines.table(list(versions.values()), wanted)
    agencies = catalogue.agencies(timezone.localdate()).filter(kind=kind)
    return [_row(agency, versions.get(agency.pk), found, wanted) for agency in agencies]


def _row(
    agency: Agency,
    version: ReportVersion | None,
    found: dict[int, dict[str, lines.Found]],
    wanted: tuple[Line, ...],
) -> Compared:
    stated = found.get(version.pk, {}) if version is not None else None
    shown = tuple(in_words(stated.get(line.code, NOTHING)) for line in wanted) if stated is not None else ()
    return Compared(agency, version, shown)
