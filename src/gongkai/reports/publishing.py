"""Publishing: the version is locked with its hash and written in every format; a correction is a new version."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from gongkai import writers
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.errors import Refused, WriteError, WrongState
from gongkai.reports import checking, drafting, figures
from gongkai.reports.compiling import freezing
from gongkai.reports.district import rolls_up
from gongkai.reports.due import latest
from gongkai.reports.models import DueDate, Rendering, ReportFigure, ReportVersion
from gongkai.reports.reviewing import permitted
from gongkai.reports.states import State, after
from gongkai.statute.form import AnnualReport


@transaction.atomic
def publish(user: Who, version: ReportVersion, *, note: str = "", at: datetime) -> ReportVersion:
    """Lock an accepted version with its hash, write it in every format, and show it to everybody.

    Where the report was published before, ``note`` tells the public what changed, and the version before is
    superseded but stays reachable.
    """
    version = permitted(user, "reports.publish", version, at)
    state = after(version.state, "publish")
    before = version.report.versions.filter(state=State.PUBLISHED).first()
    note = note.strip() or version.note
    if before is not None and not note:
        raise Refused("这份报告已发布过；请写明更正说明（改了什么、为什么），它将与新版本一同公布。")
    report = replace(figures.annual_report(version), origins={})
    canonical = writers.write(report, "json")
    if before is not None:
        drafting.supersede(before, at=at)
    version.state, version.note = state, note
    version.published_by, version.published_at = person(user), at
    version.public_number = _next_public_number(version)
    version.canonical = canonical.decode()
    version.sha256 = hashlib.sha256(canonical).hexdigest()
    version.save()
    behind = freezing.freeze(version, version.sha256)
    written = [render(version, format, report=report, at=at) for format in writers.FORMATS]
    files = {one.format: one.file.sha256 for one in written if one.file is not None}
    data = {"year": version.year, "number": version.public_number, "sha256": version.sha256, "files": files}
    if behind:
        data["records"] = behind
    record(
        "reports.publish", actor=actor(user), agency=version.agency, object=version, reason=note, data=data, at=at
    )
    checking.refresh_dependents(version.agency, version.year)
    return version


@transaction.atomic
def revise(user: Who, version: ReportVersion, *, note: str, at: datetime) -> ReportVersion:
    """A new version in review that begins as the published one; ``note`` will tell the public what changed.

    WrongState while another version of the report is in review or accepted.
    """
    version = permitted(user, "reports.correct", version, at)
    after(version.state, "revise")
    if not note.strip():
        raise Refused("请写明更正说明：改了什么、为什么；它将与新版本一同公布。")
    report = drafting.locked_report(version.agency, version.year, at)
    if report.versions.filter(state__in=[State.READ, State.ACCEPTED]).exists():
        raise WrongState("该报告另有一版正在审核或等待发布；请先处理那一版。")
    drafting.supersede_drafts(report, at)
    fresh = _copy(version, note.strip(), user, at)
    checking.refresh(fresh)
    data = {"year": report.year, "number": fresh.number, "from": version.key}
    record(
        "reports.revise",
        actor=actor(user),
        agency=report.agency,
        object=fresh,
        reason=fresh.note,
        data=data,
        at=at,
    )
    return fresh


@transaction.atomic
def set_due_date(user: Who, district: Agency, *, year: int, due_on: date | None, at: datetime) -> DueDate | None:
    """The district's own day for reports on ``year``, no later than 31 March after it (Art. 49); None takes
    it back, and the statutory days hold."""
    ensure(user, "reports.settings", district, on=day(at))
    if not rolls_up(district):
        raise Refused(f"“{district.name}”不是一级政府，不能规定提交日期；请在所属的人民政府上设置。")
    found: DueDate | None = None
    if due_on is None:
        DueDate.objects.filter(district=district, year=year).delete()
    elif not date(year + 1, 1, 1) <= due_on <= latest(year):
        raise Refused(
            f"{year}年度报告的提交日期应在{year + 1}年1月1日至3月31日之间"
            "（《条例》第四十九条，部门最迟1月31日），请核对。"
        )
    else:
        found, _ = DueDate.objects.update_or_create(
            district=district, year=year, defaults={"due_on": due_on, "set_by": person(user), "set_at": at}
        )
    data = {"year": year, "due_on": due_on.isoformat() if due_on else None}
    record("reports.due_date", actor=actor(user), agency=district, object=district, data=data, at=at)
    return found


def render(version: ReportVersion, format: str, *, report: AnnualReport | None = None, at: datetime) -> Rendering:
    """Write a locked version in one format and keep the bytes; a format that cannot be written (no font) keeps
    its sentence, and ``tick`` tries again. What was written once is never written again."""
    done = Rendering.objects.filter(version=version, format=format).first()
    if done is not None and done.file is not None:
        return done
    file, error = None, ""
    try:
        report = report or replace(figures.annual_report(version), origins={})
        data = version.canonical.encode() if format == "json" else writers.write(report, format)
        file = documents.store(data, f"{version.agency.name}{version.year}年度报告.{format}", at=at)
    except WriteError as problem:
        error = str(problem)
    rendering, _ = Rendering.objects.update_or_create(
        version=version, format=format, defaults={"file": file, "error": error, "rendered_at": at}
    )
    return rendering


@transaction.atomic
def render_late(version: ReportVersion, format: str, *, at: datetime) -> Rendering:
    """What could not be written when it was published (no font), tried again; the chain tells of a new file."""
    made = render(version, format, at=at)
    if made.file is not None:
        data = {"format": format, "sha256": made.file.sha256}
        record("reports.render", actor="worker", agency=version.agency, object=version, data=data, at=at)
    return made


def _next_public_number(version: ReportVersion) -> int:
    numbers = version.report.versions.exclude(public_number=None).values_list("public_number", flat=True)
    return max((n for n in numbers if n is not None), default=0) + 1


def _copy(version: ReportVersion, note: str, user: Who, at: datetime) -> ReportVersion:
    fresh = ReportVersion.objects.create(
        report=version.report,
        number=drafting.next_number(version.report),
        intake=version.intake,
        based_on=version,
        note=note,
        edition=version.edition,
        content=version.content,
        candidates=version.candidates,
        reader_findings=version.reader_findings,
        created_by=person(user),
        created_at=at,
    )
    copies = list(version.figures.all())
    for figure in copies:
        figure.pk, figure.version = None, fresh
        figure._state.adding = True
    ReportFigure.objects.bulk_create(copies)
    return fresh
