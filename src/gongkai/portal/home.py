"""The first page of the portal, the list of all agencies, and the list of all reports with its search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.prepared import Prepared
from gongkai.publication.models import Topic
from gongkai.reports import catalogue, published
from gongkai.reports.models import ReportVersion
from gongkai.ui.pages import page_of

from . import fronts
from .asked import kind_of, year_of
from .public_agencies import all_public
from .public_page import kept_page, public_page

_NEWEST = 4
_TOPICS = 8
_MAX_QUERY = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """An agency with its published reports, newest year first."""

    agency: Agency
    reports: tuple[ReportVersion, ...]


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    label: str
    listed: tuple[Listed, ...]

    @property
    def published(self) -> int:
        return sum(bool(one.reports) for one in self.listed)


@kept_page
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "column": "home",
        "doors": fronts.doors(None),
        "newest": fronts.newest(),
        "topics": _topics(today.year),
        "reports": _latest(),
        "kinds": _by_kind(today),
    }
    return render(request, "portal/home.html", context)


@kept_page
def agencies(request: HttpRequest) -> HttpResponse:
    """Every agency with its reports, by kind, in official order."""
    groups = _groups()
    context = {
        "column": "agencies",
        "groups": groups,
        "agencies": sum(len(group.listed) for group in groups),
        "reports": sum(len(one.reports) for group in groups for one in group.listed),
    }
    return render(request, "portal/agencies.html", context)


@public_page
def reports(request: HttpRequest) -> HttpResponse:
    text = " ".join(catalogue.words(request.GET.get("q", "")[:_MAX_QUERY]))
    year, kind = year_of(request), kind_of(request, list(Kind.values))
    found = catalogue.search(text, year=year, kind=kind)
    context = {
        "column": "reports",
        "text": text,
        "year": year,
        "kind": kind,
        "kinds": _kinds(),
        "years": published.years(),
        "page": page_of(request, found),
        "filtered": bool(text or year or kind),
        "without": _without(text, year, kind),
    }
    return render(request, "portal/reports.html", context)


def _groups() -> list[Group]:
    """By kind, in official order within; kinds in the order of ``Kind``."""
    by_agency: dict[int, list[ReportVersion]] = {}
    for version in published.reports():
        by_agency.setdefault(version.report.agency_id, []).append(version)
    listed = [Listed(a, tuple(by_agency.get(a.pk, ()))) for a in all_public(timezone.localdate())]
    groups = (Group(k, k.label, tuple(one for one in listed if one.agency.kind == k)) for k in Kind)
    return [group for group in groups if group.listed]


def _by_kind(on: date) -> list[tuple[str, list[Agency]]]:
    """Kinds that there are, with their agencies."""
    found = all_public(on)
    kinds = ((kind.label, [one for one in found if one.kind == kind]) for kind in Kind)
    return [(label, agencies) for label, agencies in kinds if agencies]


def _topics(year: int) -> list[Topic]:
    return _topics_of(year)


_latest = Prepared(lambda: published.reports().order_by("-published_at", "-pk")[:_NEWEST])
_topics_of = Prepared(lambda year: Topic.objects.filter(year=year).order_by("order", "pk")[:_TOPICS])


def _kinds() -> list[tuple[str, str]]:
    have = set(published.agencies().order_by().values_list("kind", flat=True))
    return [(kind.value, kind.label) for kind in Kind if kind.value in have]


def _without(text: str, year: int | None, kind: str) -> list[Agency]:
    """Agencies by that name that have not published what was asked for: the answer to "why do I not find it"."""
    names = [word for word in text.split() if not word.rstrip("年度").isdigit()]
    if not names:
        return []
    agencies = catalogue.agencies(timezone.localdate())
    for name in names:
        agencies = agencies.filter(name__icontains=name)
    if kind:
        agencies = agencies.filter(kind=kind)
    return list(
        agencies.exclude(pk__in=catalogue.search(text, year=year).values("report__agency").order_by())[:10]
    )
