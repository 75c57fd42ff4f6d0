"""From a reading to a version in review; the draft before it gives way."""

from __future__ import annotations

from datetime import datetime

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.actions import Keyed, record
from gongkai.readers.document import Reading
from gongkai.reports import checking, figures
from gongkai.reports.models import Intake, Report, ReportFigure, ReportVersion
from gongkai.reports.states import State, after
from gongkai.reports.stored import dump_candidates, dump_content, dump_finding
from gongkai.statute.form import AnnualReport, edition_for


def locked_report(agency: Agency, year: int, at: datetime) -> Report:
    """The report of an agency for a year, made when it is the first time, held until the transaction ends."""
    report, _ = Report.objects.get_or_create(agency=agency, year=year, defaults={"created_at": at})
    return Report.objects.select_for_update(no_key=True).select_related("agency").get(pk=report.pk)


def draft(intake: Intake, reading: Reading, *, by: Person | None, at: datetime) -> ReportVersion:
    """A version in review from what was read, in the caller's transaction; what was in review before it is
    superseded. An accepted or published version stays until this one is accepted or published."""
    if intake.agency is None or intake.year is None:
        raise ValueError("an intake becomes a version once its agency and year are known")
    report = locked_report(intake.agency, intake.year, at)
    supersede_drafts(report, at)
    version = ReportVersion.objects.create(
        report=report,
        number=next_number(report),
        intake=intake,
        edition=reading.report.edition or "",
        content=_content(reading.report, report.year),
        candidates=dump_candidates(reading.candidates),
        reader_findings=[dump_finding(f) for f in reading.findings],
        created_by=by,
        created_at=at,
    )
    ReportFigure.objects.bulk_create(figures.rows(version, reading, report.year))
    checking.refresh(version)
    return version


def record_draft(version: ReportVersion, *, by: str | Keyed, at: datetime) -> None:
    """Goes with ``draft``, at the end of the transaction."""
    intake = version.intake.key if version.intake else None
    data = {"year": version.year, "number": version.number, "intake": intake, "errors": version.errors}
    record("reports.draft", actor=by, agency=version.agency, object=version, data=data, at=at)


def supersede_drafts(report: Report, at: datetime) -> None:
    """What is in review or returned gives way to a newer draft."""
    for old in report.versions.select_for_update(no_key=True).filter(state__in=[State.READ, State.RETURNED]):
        supersede(old, at=at)


def supersede(version: ReportVersion, *, at: datetime) -> None:
    """A newer version took its place; the old one stays to be looked at."""
    version.state = after(version.state, "supersede")
    version.save(update_fields=["state"])


def next_number(report: Report) -> int:
    last = report.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _content(report: AnnualReport, year: int) -> dict[str, object]:
    """Head and text; a report without tables gets the blocks of the edition that its year wants."""
    content = dump_content(report)
    due = edition_for(year)
    if content["edition"] is None and due is not None:
        content["edition"] = due.code
    return content
