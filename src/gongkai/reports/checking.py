"""What is found in a version: the reader's findings and the form's relations, with the other reports at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.reports import figures
from gongkai.reports.district import reporters, rolls_up, standing
from gongkai.reports.models import UNDECIDED, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.stored import dump_finding, load_finding
from gongkai.statute.form import AnnualReport, Finding, check


@dataclass(frozen=True, slots=True)
class Others:
    """The reports a check compares with. ``unchecked`` says in sentences what could not be compared."""

    last_year: AnnualReport | None = None
    subordinates: tuple[AnnualReport, ...] = ()
    unchecked: tuple[str, ...] = ()


def others(agency: Agency, year: int) -> Others:
    """Last year's report and, for a government, those it sums up, as far as they are accepted."""
    before = standing([agency], year - 1).get(agency.pk)
    unchecked = [] if before else [f"没有已接受的{year - 1}年度报告，未核对上年结转（A4）和现行有效件数（A7）。"]
    parts: tuple[AnnualReport, ...] = ()
    if rolls_up(agency):
        owing = reporters(agency, year)
        have = standing(owing, year)
        missing = [a.name for a in owing if a.pk not in have]
        if missing:
            unchecked.append(f"所属报告未齐（缺{len(missing)}份：{_some(missing)}），未核对汇总关系（A9）。")
        else:
            parts = tuple(figures.annual_reports(have.values()).values())
    last_year = figures.annual_report(before) if before else None
    return Others(last_year, parts, tuple(unchecked))


def refresh(version: ReportVersion) -> None:
    """Find everything anew and write it to the version; the caller holds its lock."""
    found = list(version.figures.all())
    beside = others(version.agency, version.year)
    report = figures.annual_report(version, found)
    checked = check(report, last_year=beside.last_year, subordinates=beside.subordinates or None)
    version.check_findings = [dump_finding(f) for f in checked]
    version.unchecked = list(beside.unchecked)
    version.open_cells = sum(f.state in UNDECIDED for f in found)
    corrected = {f.cell for f in found if f.corrected}
    _count(version, [f for f, resolved in findings(version, corrected) if not resolved])
    version.save(update_fields=["check_findings", "unchecked", "open_cells", "errors", "warnings", "hints"])


def refresh_dependents(agency: Agency, year: int) -> None:
    """After a report came to count (or no longer does): next year's of the same agency, and the sums above."""
    keys = [int(part) for part in (agency.path or "").split("/") if part]
    waiting = ReportVersion.objects.filter(state=State.READ).select_related("report__agency")
    for version in waiting.filter(report__agency=agency, report__year=year + 1):
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
