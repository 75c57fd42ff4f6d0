"""法定主动公开内容: the catalogue of the district by matter, of an agency by column, and the items of a column.

Each line has what Art. 12 requires of it: index, name, summary, date of creation.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.publication import queries
from gongkai.publication.columns import Node, public_columns
from gongkai.publication.models import Column, NothingNew
from gongkai.statute import duties
from gongkai.statute.duties import Category

from .asked import with_agency
from .cutting import cut
from .gone import no_column
from .item_lists import listed
from .public_agencies import public_agencies
from .public_page import kept_page


@dataclass(frozen=True, slots=True)
class Matter:
    category: Category
    items: int


@kept_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """Of the whole district: by the matters of Arts 20 and 21, then by agency."""
    today = timezone.localdate()
    counts = _counts("category")
    per_agency = _counts("agency")
    matters = [Matter(one, counts.get(one.code, 0)) for one in duties.categories(today)]
    context = {
        "column": "catalogue",
        "matters": [one for one in matters if one.items],
        "waiting": [one for one in matters if not one.items],
        "agencies": [(one, per_agency.get(one.pk, 0)) for one in public_agencies(today)],
        "total": sum(per_agency.values()),
    }
    return render(request, "portal/columns/district.html", context)


@kept_page
@with_agency
def agency_catalogue(request: HttpRequest, agency: Agency) -> HttpResponse:
    context = {
        "column": "catalogue",
        "agency": agency,
        "nodes": public_columns(agency, timezone.localdate()),
        "page": cut(request, listed(queries.shown().filter(agency=agency))),
    }
    return render(request, "portal/columns/agency.html", context)


@kept_page
@with_agency
def agency_column(request: HttpRequest, agency: Agency, pk: int) -> HttpResponse:
    one = find_column(agency, pk)
    if one is None:
        return no_column(request)
    below = [one.pk, *Column.objects.filter(parent=one).values_list("pk", flat=True)]
    nothing = NothingNew.objects.filter(column=one).order_by("-until_on").first()
    context = {
        "column": "catalogue",
        "agency": agency,
        "shown": one,
        "period": one.period_words or _period(one),
        "children": _below(agency, one),
        "nothing_new": nothing,
        "page": cut(request, listed(queries.shown().filter(column__in=below))),
    }
    return render(request, "portal/columns/column.html", context)


def find_column(agency: Agency, pk: int) -> Column | None:
    """One of this agency's, also of its former list: an address that was public stays."""
    return Column.objects.filter(agency=agency, pk=pk).select_related("parent").first()


def _period(column: Column) -> str:
    found = duties.PERIODS.get(column.period)
    return found.title if found else ""


def _below(agency: Agency, column: Column) -> tuple[Node, ...]:
    tree = public_columns(agency, timezone.localdate())
    return next((one.children for one in tree if one.column.pk == column.pk), ())


def _counts(by: str) -> dict[object, int]:
    return dict(queries.shown().order_by().values_list(by).annotate(Count("pk")))
