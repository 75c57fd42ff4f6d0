"""Which agencies owe a report to a district's table, and which version of each counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports.due import NO_REPORT
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State

STANDING = (State.ACCEPTED, State.PUBLISHED)


def reporters(district: Agency, year: int) -> list[Agency]:
    """Those whose reports make up the district's, in official order: who existed on 31 December and owes a
    report (or has one), down to the next government, which brings its own total."""
    below = Agency.objects.below(district).exclude(pk=district.pk).exclude(kind__in=NO_REPORT)
    existed = below.on(date(year, 12, 31)) | below.filter(reports__year=year)
    return _down_to_governments(existed.distinct().order_by("rank"))


def _down_to_governments(agencies: Iterable[Agency]) -> list[Agency]:
    found: list[Agency] = []
    governments: list[str] = []
    for agency in agencies:
        if any(agency.path and agency.path.startswith(path) for path in governments):
            continue
        found.append(agency)
        if agency.kind == Kind.GOVERNMENT and agency.path:
            governments.append(agency.path)
    return found


def rolls_up(agency: Agency) -> bool:
    """Whether the agency's own report is the sum of others' (A9)."""
    return agency.kind == Kind.GOVERNMENT


def district_of(agency: Agency) -> Agency | None:
    """The nearest government at or above an agency, None where there is none."""
    keys = [int(part) for part in (agency.path or "").split("/") if part]
    return Agency.objects.filter(pk__in=keys, kind=Kind.GOVERNMENT).order_by("-rank").first()


def standing(agencies: Iterable[Agency], year: int) -> dict[int, ReportVersion]:
    """By agency the version that counts: accepted or published, the newer one where there are both."""
    versions = ReportVersion.objects.filter(
        report__agency__in=[a.pk for a in agencies], report__year=year, state__in=STANDING
    ).select_related("report__agency")
    return {v.report.agency_id: v for v in versions.order_by("number")}
