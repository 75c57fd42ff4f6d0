"""What is found in a version: the reader's findings and the form's relations, with the other reports at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import heirs, origins
from gongkai.reports import figures
from gongkai.reports.district import reporters, rolls_up, standing
from gongkai.reports.models import UNDECIDED, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.stored import dump_finding, load_finding
from gongkai.statute.form import AnnualReport, Finding, check


@dataclass(frozen=True, slots=True)
class Others:
    """The reports a check compares with; ``merged`` are last year's of bodies that became part of this one.
    ``unchecked`` says in sentences what could not be compared."""

    last_year: AnnualReport | None = None
    merged: tuple[AnnualReport, ...] = ()
    subordinates: tuple[AnnualReport, ...] = ()
    unchecked: tuple[str, ...] = ()


def others(agency: Agency, year: int) -> Others:
    """Last year's report, those of bodies that became part of this one since, and for a government those it sums
    up, as far as they are accepted."""
    before, unchecked = _year_before(agency, year)
    parts: tuple[AnnualReport, ...] = ()
    if rolls_up(agency):
        owing = reporters(agency, year)
        have = standing(owing, year)
        missing = [a.name for a in owing if a.pk not in have]
        if missing:
            unchecked.append(f"所属报告未齐（缺{len(missing)}份：{_some(missing)}），未核对汇总关系（A9）。")
        else:
            parts = tuple(figures.annual_reports(have.values()).values())
    own = before.pop(agency.pk, None)
    return Others(own, tuple(before.values()), parts, tuple(unchecked))


_NOT_COMPARED = "未核对上年结转（A4）和现行有效件数（A7）。"


def _year_before(agency: Agency, year: int) -> tuple[dict[int, AnnualReport], list[str]]:
    """By agency the reports of last year that this one goes on from, all of them or, with the reason, none."""
    came = origins(agency, year - 1)
    if came.parted:
        names = _some([one.name for one in came.parted])
        return {}, [f"{names}在{year}年分出部分职能，上年办件归谁无法由报告得知，{_NOT_COMPARED}"]
    bodies = came.whole or (agency,)
    have = standing(bodies, year - 1)
    missing = [one.name for one in bodies if one.pk not in have]
    if missing and bodies == (agency,):
        return {}, [f"没有已接受的{year - 1}年度报告，{_NOT_COMPARED}"]
    if missing:
        return {}, [f"{year}年合并前的机关中，{_some(missing)}没有已接受的{year - 1}年度报告，{_NOT_COMPARED}"]
    reports = figures.annual_reports(have.values())
    return {one.pk: reports[have[one.pk].pk] for one in bodies}, []


def refresh(version: ReportVersion) -> None:
    """Find everything anew and write it to the version; the caller holds its lock."""
    found = list(version.figures.all())
    beside = others(version.agency, version.year)
    report = figures.annual_report(version, found)
    checked = check(
        report, last_year=beside.last_year, subordinates=beside.subordinates or None, merged=beside.merged
    )
    version.check_findings = [dump_finding(f) for f in checked]
    version.unchecked = list(beside.unchecked)
    version.open_cells = sum(f.state in UNDECIDED for f in found)
    corrected = {f.cell for f in found if f.corrected}
    _count(version, [f for f, resolved in findings(version, corrected) if not resolved])
    version.save(update_fields=["check_findings", "unchecked", "open_cells", "errors", "warnings", "hints"])


def refresh_dependents(agency: Agency, year: int) -> None:
    """After a report came to count (or no longer does): next year's of the same agency or of those that carry its
    work on, and the sums above."""
    keys = [int(part) for part in (agency.path or "").split("/") if part]
    waiting = ReportVersion.objects.filter(state=State.READ).select_related("report__agency")
    for version in waiting.filter(report__agency__in=heirs(agency, year + 1), report__year=year + 1):
        refresh(version)
    for version in waiting.filter(report__agency__in=keys, report__year=year).exclude(report__agency=agency):
        if rolls_up(version.agency):
            refresh(version)


def findings(version: ReportVersion, corrected: Collection[str]) -> list[tuple[Finding, bool]]:
    """Every finding, and whether a person has since decided all the cells it is about (reader's only)."""
    read = [load_finding(f) for f in version.reader_findings]
    checked = [load_finding(f) for f in version.check_findings]
    return [(f, bool(f.cells) and set(f.cells) <= set(corrected)) for f in read] + [(f, False) for f in checked]


def standing_findings(version: ReportVersion) -> tuple[Finding, ...]:
    """What the form's relations still find in a version."""
    return tuple(load_finding(f) for f in version.check_findings)


def _count(version: ReportVersion, found: Iterable[Finding]) -> None:
    severities = [f.severity for f in found]
    version.errors = severities.count("error")
    version.warnings = severities.count("warning")
    version.hints = severities.count("hint")


def _some(names: list[str]) -> str:
    return "、".join(names[:5]) + ("等" if len(names) > 5 else "")
