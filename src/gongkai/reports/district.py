"""Which agencies owe a report to a district's table, and which version of each counts."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.states import State
from gongkai.statute.form.tree import Body, Tree

STANDING = (State.ACCEPTED, State.PUBLISHED)


def reporters(district: Agency, year: int) -> list[Agency]:
    """Those whose reports make up the district's, in official order: who existed on 31 December, or ended in the
    year with nobody to carry on, or has a report; down to the next government, which brings its own total."""
    agencies = {str(a.pk): a for a in Agency.objects.below(district).order_by("rank")}
    mine = Report.objects.filter(year=year, agency__in=list(agencies.values()))
    reported = set(mine.values_list("agency", flat=True))
    found = tree(agencies.values(), top=district).below(str(district.pk))
    return [agencies[b.code] for b in found if int(b.code) in reported or b.owes(year)]


def tree(agencies: Iterable[Agency], *, top: Agency, flat: bool = False) -> Tree:
    """The agencies as the law's own tree (``statute.form.tree``), by their keys; ``flat`` puts all of them right
    under ``top``, where some between are left out."""
    listed = {a.pk: a for a in (top, *agencies)}
    successors: dict[int, list[str]] = {}
    for before, after in Succession.objects.filter(predecessor__in=listed, successor__in=listed).values_list(
        "predecessor", "successor"
    ):
        successors.setdefault(before, []).append(str(after))
    return Tree.of(
        Body(
            code=str(a.pk),
            name=a.name,
            kind=Kind(a.kind).label,
            parent=None if a.pk == top.pk else str(top.pk if flat else a.parent_id),
            order=order,
            since=a.valid_from,
            until=a.valid_until,
            successors=tuple(successors.get(a.pk, ())),
        )
        for order, a in enumerate(listed.values())
    )


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
