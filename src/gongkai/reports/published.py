"""What everybody may see: published versions, locked with their hash, and nothing else. No user is asked for.

  agencies() -> QuerySet[Agency]                 who has published, in official order
  years() -> [int]                               newest first
  reports(*, agency=None, year=None) -> QuerySet[ReportVersion]     the current published version of each report
  report(code, year, number=None) -> ReportVersion                  permanent address; DoesNotExist
  versions(report) -> [ReportVersion]            every published version of a report, newest first, notes with them
  annual_report(version) -> AnnualReport
  rendering(version, format) -> Rendering        the bytes locked with it: ``content``; or ``error`` says why not
  renderings(versions) -> [Rendering]            every file of these versions that could be written
  content(rendering) -> bytes
  side_by_side(agency) -> Years                  years and cells side by side
  series(agency, cells) -> [Series]              the same for a chart
  altered() -> [ReportVersion]                   published versions that no longer are what was locked

A permanent address is agency code + year [+ public number]; ``code_of(agency)`` is the social credit code, or
``a`` and a number where there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from gongkai import writers
from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.documents import queries as documents
from gongkai.readers.own_json import parse
from gongkai.reports import figures
from gongkai.reports.models import Rendering, Report, ReportFigure, ReportVersion
from gongkai.reports.states import State
from gongkai.statute.form import AnnualReport, Value

# What lists do not show; read when it is asked for.
_HEAVY = ("canonical", "content", "candidates", "reader_findings", "check_findings", "unchecked", "accept_reasons")
_EVER = Q(public_number__isnull=False, state__in=[State.PUBLISHED, State.SUPERSEDED])


@dataclass(frozen=True, slots=True)
class Years:
    """Reports of one agency by year, oldest first; ``figures[year][cell]``."""

    years: tuple[int, ...]
    figures: Mapping[int, Mapping[str, Value]]
    editions: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Series:
    """One cell over the years; None where a year has no figure (a blank, or a form without that cell)."""

    cell: str
    values: tuple[tuple[int, Value], ...]


def code_of(agency: Agency) -> str:
    return addresses.word(agency)


def agency(code: str) -> Agency:
    """The agency at a permanent address that has published something; DoesNotExist."""
    found = addresses.find(code)
    if found is None:
        raise Agency.DoesNotExist(code)
    return agencies().get(pk=found.pk)


def agencies() -> QuerySet[Agency]:
    published = Report.objects.filter(versions__state=State.PUBLISHED).values("agency")
    return Agency.objects.filter(pk__in=published).order_by("rank")


def years() -> list[int]:
    found = Report.objects.filter(versions__state=State.PUBLISHED)
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


def reports(*, agency: Agency | None = None, year: int | None = None) -> QuerySet[ReportVersion]:
    """Current versions; newest year first, agencies in official order."""
    found = ReportVersion.objects.filter(_EVER, state=State.PUBLISHED).select_related("report__agency")
    if agency is not None:
        found = found.filter(report__agency=agency)
    if year is not None:
        found = found.filter(report__year=year)
    return found.defer(*_HEAVY).order_by("-report__year", "report__agency__rank")


def report(code: str, year: int, number: int | None = None) -> ReportVersion:
    """The current published version, or that with this public number however old. DoesNotExist."""
    agency = addresses.find(code)
    found = ReportVersion.objects.filter(_EVER, report__agency=agency, report__year=year)
    found = found.select_related("report__agency")
    return found.get(public_number=number) if number is not None else found.get(state=State.PUBLISHED)


def versions(report: Report) -> list[ReportVersion]:
    found = report.versions.filter(_EVER).select_related("report__agency").defer(*_HEAVY)
    return list(found.order_by("-public_number"))


def annual_report(version: ReportVersion) -> AnnualReport:
    """What was published; where it stood in the file it came from is the desk's business."""
    return replace(figures.annual_report(version), origins={})


def rendering(version: ReportVersion, format: str) -> Rendering:
    """DoesNotExist for a format that was not written, or a version that is not published."""
    ever = ReportVersion.objects.filter(_EVER, pk=version.pk)
    return Rendering.objects.select_related("file").get(version__in=ever, format=format)


def renderings(versions: Iterable[ReportVersion]) -> list[Rendering]:
    """Of these versions every file that could be written, in the order of ``writers.FORMATS``; of versions that
    are not published, none."""
    ever = ReportVersion.objects.filter(_EVER, pk__in=[v.pk for v in versions])
    found = Rendering.objects.filter(version__in=ever, file__isnull=False, format__in=writers.FORMATS)
    found = found.select_related("file", "version__report__agency").defer(*(f"version__{name}" for name in _HEAVY))
    return sorted(found, key=lambda r: (r.version_id, writers.FORMATS.index(r.format)))


def content(rendering: Rendering) -> bytes:
    if rendering.file is None:
        raise Rendering.DoesNotExist(rendering.error)
    return documents.content(rendering.file)


def side_by_side(agency: Agency) -> Years:
    found = {v.year: v for v in reports(agency=agency).order_by("report__year")}
    by_version: dict[int, dict[str, Value]] = {v.pk: {} for v in found.values()}
    for figure in ReportFigure.objects.filter(version__in=list(by_version)).only(
        "version", "cell", "state", "value"
    ):
        by_version[figure.version_id][figure.cell] = figures.value_of(figure.state, figure.value)
    return Years(
        tuple(found),
        {year: by_version[v.pk] for year, v in found.items()},
        {year: v.edition for year, v in found.items()},
    )


def series(agency: Agency, cells: Sequence[str]) -> list[Series]:
    beside = side_by_side(agency)
    return [Series(cell, tuple((y, beside.figures[y].get(cell)) for y in beside.years)) for cell in cells]


def altered() -> list[ReportVersion]:
    """Compares every locked version with its hash, and its figures with the document that was locked. Triggers
    refuse such changes; who owns the database can take triggers away."""
    found = ReportVersion.objects.filter(_EVER).select_related("report__agency").order_by("pk")
    return [version for version in found.iterator() if not _intact(version)]


def _intact(version: ReportVersion) -> bool:
    canonical = version.canonical.encode()
    if hashlib.sha256(canonical).hexdigest() != version.sha256:
        return False
    return parse(canonical).report == annual_report(version)
