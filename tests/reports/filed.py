"""Reports that are simply there, in whatever state, without a file having been read."""

from __future__ import annotations

from gongkai.agencies.models import Agency
from gongkai.readers.document import Reading
from gongkai.reports import figures
from gongkai.reports.models import Compilation, Report, ReportFigure, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.stored import dump_content

from .conftest import AT
from .made import report


def filed(
    agency: Agency, year: int = 2024, state: State = State.ACCEPTED, *, compiled: bool = False, **changes: object
) -> ReportVersion:
    value = report(agency.name, year, **changes)  # type: ignore[arg-type]
    one, _ = Report.objects.get_or_create(agency=agency, year=year, defaults={"created_at": AT})
    accepted = AT if state == State.ACCEPTED else None
    version = ReportVersion.objects.create(
        report=one, number=one.versions.count() + 1, state=state, edition="2021", content=dump_content(value),
        created_at=AT, submitted_at=AT, accepted_at=accepted, comments="请核对" if state == State.RETURNED else "",
    )  # fmt: skip
    ReportFigure.objects.bulk_create(figures.rows(version, Reading(value, (), {}), year))
    if compiled:
        Compilation.objects.create(version=version, data={}, compiled_at=AT, sha256="0" * 64)
    return version
