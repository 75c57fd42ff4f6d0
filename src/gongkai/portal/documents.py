"""现行有效的规章和规范性文件: all in one place with their validity; those repealed or lapsed stand apart."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.publication import queries
from gongkai.publication.models import Item
from gongkai.publication.words import ENDED, REGISTERED, Genre

from .asked import with_agency
from .cutting import cut
from .item_lists import choices, listed, narrowed
from .public_page import kept_page


@kept_page
def documents(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@kept_page
@with_agency
def agency_documents(request: HttpRequest, agency: Agency) -> HttpResponse:
    return _page(request, agency)


@kept_page
def interpretations(request: HttpRequest) -> HttpResponse:
    """Policy interpretations, each with the document that it interprets."""
    asked = narrowed(request)
    found = asked.among(queries.shown().filter(genre=Genre.INTERPRETATION))
    page = cut(request, listed(found).prefetch_related("relations__target"))
    context = {"asked": asked, "page": page, "filters": choices(asked), "column": "catalogue"}
    return render(request, "portal/items/interpretations.html", context)


def _page(request: HttpRequest, agency: Agency | None) -> HttpResponse:
    asked = narrowed(request, agency)
    ended = request.GET.get("ended") == "1"
    found = asked.among(_registered(timezone.localdate(), ended=ended))
    context = {
        "asked": asked,
        "agency": agency,
        "ended": ended,
        "page": cut(request, listed(found)),
        "filters": choices(asked, of_all=agency is None),
        "column": "catalogue",
    }
    return render(request, "portal/items/documents.html", context)


def _registered(on: date, *, ended: bool) -> QuerySet[Item]:
    over = Q(validity__in=ENDED) | Q(ended_on__lte=on)
    rows = queries.shown().filter(genre__in=REGISTERED)
    return rows.filter(over) if ended else rows.exclude(over)
