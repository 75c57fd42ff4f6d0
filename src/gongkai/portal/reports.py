"""One published report: the version that holds, and every version at an address of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.reports import published
from gongkai.reports.models import ReportVersion
from gongkai.writers.outline import title

from .absent import no_report, no_version
from .asked import with_agency
from .layout import contents, pieces
from .public_page import public_page


@public_page
@with_agency
def current(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    """The permanent address of an agency's report for a year."""
    found = find(agency, year)
    return _page(request, found) if found is not None else no_report(request, agency, year)


@public_page
@with_agency
def version(request: HttpRequest, agency: Agency, year: int, number: int) -> HttpResponse:
    found = find(agency, year, number)
    if found is not None:
        return _page(request, found)
    known = find(agency, year) is not None
    return no_version(request, agency, year, number) if known else no_report(request, agency, year)


def find(agency: Agency, year: int, number: int | None = None) -> ReportVersion | None:
    try:
        return published.report(addresses.word(agency), year, number)
    except ReportVersion.DoesNotExist:
        return None


def _page(request: HttpRequest, version: ReportVersion) -> HttpResponse:
    report = published.annual_report(version)
    body = pieces(report)
    versions = published.versions(version.report)
    context = {
        "column": "reports",
        "version": version,
        "agency": version.agency,
        "year": version.year,
        "title": title(report),
        "pieces": body,
        "contents": contents(body),
        "versions": versions,
        "newest": versions[0],
        "files": published.renderings([version]),
    }
    return render(request, "portal/report.html", context)
