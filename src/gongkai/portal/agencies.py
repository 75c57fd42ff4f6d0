"""One agency: whom to ask, and its reports by year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency, Succession
from gongkai.reports import published

from .ask_agencies import askable
from .asked import with_agency
from .public_page import public_page


@public_page
@with_agency
def agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    context = {
        "agency": agency,
        "reports": list(published.reports(agency=agency)),
        "successors": _related(agency, "successor"),
        "askable": askable(timezone.localdate()).filter(pk=agency.pk).exists(),
        "predecessors": _related(agency, "predecessor"),
    }
    return render(request, "portal/agency.html", context)


def _related(agency: Agency, side: str) -> list[Succession]:
    other = "predecessor" if side == "successor" else "successor"
    return list(Succession.objects.filter(**{other: agency}).select_related(side))
