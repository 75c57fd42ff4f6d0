"""监督检查: what inspections of the disclosure work came to, by their public sentences: of one agency, of all.

Everything here is asked of ``supervision.public``; so what is taken back is gone, and its address says why.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.supervision import public
from gongkai.supervision.models import Inspection
from gongkai.supervision.public import Average
from gongkai.ui.chart import Point, bars
from gongkai.ui.pages import page_of
from gongkai.ui.templatetags.ui import figure

from .absent import no_inspection
from .asked import with_agency
from .public_page import kept_page

# As many quarters are drawn; the table has all.
_MAX_BARS = 6


def address_of(inspection: Inspection) -> str:
    """Its permanent address."""
    word = addresses.word(inspection.agency)
    return reverse("portal:agency_inspection", args=[word, inspection.year, inspection.quarter])


@kept_page
def district(request: HttpRequest) -> HttpResponse:
    """One quarter of all agencies, the latest when ``?quarter=2024-2`` names none; the mean of each quarter."""
    means = public.averages(public.shown())
    chosen = _chosen(request.GET.get("quarter", ""), means)
    found = public.shown()
    rows = found.filter(year=chosen.year, quarter=chosen.quarter) if chosen else found.none()
    page = page_of(request, rows, 100)
    points = [Point(_short(one.year, one.quarter), one.score, figure(one.score)) for one in means[-_MAX_BARS:]]
    context = {
        "means": list(reversed(means)),
        "chosen": chosen,
        "page": page,
        "told": public.told(page),
        "chart": bars("means", "各季度平均得分", points, unit="") if len(points) > 1 else "",
        "cut": len(means) > _MAX_BARS,
        "most": _MAX_BARS,
    }
    return render(request, "portal/inspections/district.html", context)


@kept_page
@with_agency
def of_agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The quarters of one agency, newest first, with their trend."""
    told = public.told(public.shown(agency))
    last = [one.inspection for one in reversed(told[:_MAX_BARS])]
    points = [Point(_short(one.year, one.quarter), one.score, figure(one.score)) for one in last]
    context = {
        "agency": agency,
        "told": told,
        "chart": bars("scores", f"{agency.name}各季度得分", points, unit="") if len(points) > 1 else "",
        "cut": len(told) > _MAX_BARS,
        "most": _MAX_BARS,
    }
    return render(request, "portal/inspections/agency.html", context)


@kept_page
@with_agency
def one(request: HttpRequest, agency: Agency, year: int, quarter: int) -> HttpResponse:
    """410 with the reason for what was taken back; 404 for what never was public."""
    found = public.shown(agency).filter(year=year, quarter=quarter).first()
    if found is None:
        gone = public.taken_back(agency, year, quarter)
        return no_inspection(request, agency, year, quarter) if gone is None else _gone(request, gone)
    (told,) = public.told([found])
    return render(request, "portal/inspections/one.html", {"agency": agency, "one": found, "told": told})


def _gone(request: HttpRequest, gone: Inspection) -> HttpResponse:
    context = {"one": gone, "agency": gone.agency}
    response = render(request, "portal/inspections/gone.html", context, status=410)
    response["Cache-Control"] = "no-cache"
    return response


def _chosen(written: str, means: Sequence[Average]) -> Average | None:
    """The quarter that was asked for, if anything of it is public; else the latest."""
    by_word = {f"{one.year}-{one.quarter}": one for one in means}
    return by_word.get(written, means[-1] if means else None)


def _short(year: int, quarter: int) -> str:
    return f"{year % 100:02d}年{quarter}季"
