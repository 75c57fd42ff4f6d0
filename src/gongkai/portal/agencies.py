"""One agency: the four columns and 依申请公开, the newest, its reports by year, and whom to ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency, Succession
from gongkai.reports import published
from gongkai.supervision import public

from . import fronts
from .ask_agencies import askable
from .asked import with_agency
from .public_page import kept_page


@kept_page
@with_agency
def agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    can_ask = askable(timezone.localdate()).filter(pk=agency.pk).exists()
    context = {
        "column": "agencies",
        "agency": agency,
        "doors": fronts.doors(agency, can_ask),
        "newest": fronts.newest(agency),
        "reports": list(published.reports(agency=agency)),
        "inspected": public.shown(agency).first(),
        "successors": _related(agency, "successor"),
        "askable": can_ask,
        "predecessors": _related(agency, "predecessor"),
    }
    return render(request, "portal/agency.html", context)


def _related(agency: Agency, side: str) -> list[Succession]:
    other = "predecessor" if side == "successor" else "successor"
    return list(Succession.objects.filter(**{other: agency}).select_related(side))
