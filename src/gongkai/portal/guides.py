"""政府信息公开指南 and 政府信息公开制度: of an agency, and of the district with the way to those of all others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.publication import guide as guides
from gongkai.publication import work_rules
from gongkai.publication.models import Guide, WorkRule
from gongkai.ui.site import site

from .ask_agencies import askable
from .asked import with_agency
from .public_agencies import public_agencies
from .public_page import kept_page


@kept_page
def guide(request: HttpRequest) -> HttpResponse:
    """That of the agency at the top, and whose guides there are beside it."""
    root = site().root
    return _guide(request, root, others=_others())


@kept_page
@with_agency
def agency_guide(request: HttpRequest, agency: Agency) -> HttpResponse:
    return _guide(request, agency)


@kept_page
def rules(request: HttpRequest) -> HttpResponse:
    """Everybody's, by agency."""
    today = timezone.localdate()
    rows = work_rules.readable().filter(agency__in=public_agencies(today), repealed_on=None)
    groups: dict[Agency, list[WorkRule]] = {}
    for one in rows.select_related("agency", "item").order_by("agency__rank", "-made_on", "pk"):
        groups.setdefault(one.agency, []).append(one)
    return render(request, "portal/rules.html", {"column": "rules", "groups": list(groups.items())})


@kept_page
@with_agency
def agency_rules(request: HttpRequest, agency: Agency) -> HttpResponse:
    held = work_rules.public(agency, timezone.localdate()).order_by("-made_on")
    over = work_rules.readable().filter(agency=agency, repealed_on__isnull=False)
    context = {
        "column": "rules",
        "agency": agency,
        "groups": [(agency, list(held))] if held else [],
        "over": list(over.select_related("item").order_by("-repealed_on")),
    }
    return render(request, "portal/rules.html", context)


def _guide(request: HttpRequest, agency: Agency | None, others: list[Agency] | None = None) -> HttpResponse:
    context = {
        "column": "guide",
        "agency": agency,
        "of_all": others is not None,
        "guide": guides.current(agency) if agency else None,
        "others": [one for one in others or () if agency is None or one.pk != agency.pk],
        "askable": agency is not None and askable(timezone.localdate()).filter(pk=agency.pk).exists(),
    }
    return render(request, "portal/guide.html", context)


def _others() -> list[Agency]:
    """Those with a published guide; one that has lost a statutory field says so on its own page."""
    found = Guide.objects.filter(state=Guide.State.PUBLISHED).values("agency")
    return list(public_agencies(timezone.localdate()).filter(pk__in=found))
