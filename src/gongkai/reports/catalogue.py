"""Finding what is published: by words, year, kind and agency; what came last; who would have a report.

All of it stands on ``published``, which says what everybody may see.

  agencies(on) -> agencies                   who owes a report that day or has published one, in official order
  agency(word) -> Agency | None              the same, by its word in addresses
  search(text, *, year, kind, agency) -> versions
  words(text) -> [str]                       how a search is cut
  latest(count) -> [ReportVersion]           newest first
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.reports import published
from gongkai.reports.due import NO_REPORT
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State

_WORDS = 8


def agencies(on: date) -> AgencyQuerySet:
    """Their names are public as a district's list of bodies is; of their work only what was published is."""
    has = Exists(ReportVersion.objects.filter(report__agency=OuterRef("pk"), state=State.PUBLISHED))
    owes = ~Q(kind__in=NO_REPORT) & Q(pk__in=Agency.objects.on(on))
    return Agency.objects.filter(owes | has).order_by("rank")


def agency(word: str, on: date) -> Agency | None:
    found = addresses.find(word)
    return found if found is not None and agencies(on).filter(pk=found.pk).exists() else None


def search(
    text: str = "", *, year: int | None = None, kind: str = "", agency: Agency | None = None
) -> QuerySet[ReportVersion]:
    """Reports whose agency's name has every word of ``text`` in it; a word that is a year means the year."""
    found = published.reports(agency=agency, year=year)
    for word in words(text):
        named = Q(report__agency__name__icontains=word)
        digits = word.removesuffix("年度").removesuffix("年")
        found = found.filter(named | Q(report__year=int(digits)) if _is_year(digits) else named)
    return found.filter(report__agency__kind=kind) if kind else found


def words(text: str) -> list[str]:
    """What was typed, cut at blanks; a NUL, which PostgreSQL refuses, is a blank."""
    return text.replace("\0", " ").split()[:_WORDS]


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isascii() and digits.isdigit()


def latest(count: int) -> list[ReportVersion]:
    return list(published.reports().order_by("-published_at", "-pk")[:count])
