"""Files that come in: dropped, bound to an agency and a year, read again, or set aside."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.documents.names import safe
from gongkai.errors import NotAllowed, Refused, TooLarge, WrongState
from gongkai.reports import queries
from gongkai.reports.drafting import draft, record_draft
from gongkai.reports.models import Intake, ReportVersion
from gongkai.reports.states import IntakeState, intake_after
from gongkai.reports.stored import load_reading
from gongkai.reports.wake import wake

MAX_FILES = 200
MAX_TOTAL = 500 * 2**20
FIRST_YEAR = 2008


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file as it was uploaded."""

    name: str
    data: bytes


def take_in(
    user: Who, files: Sequence[Dropped], *, agency: Agency | None = None, year: int | None = None, at: datetime
) -> list[Intake]:
    """One intake for each file, all or none; reading begins when the transaction is through.

    Without ``agency`` and ``year`` they are taken from the files, and asked where a file leaves a doubt. The
    same bytes once more are taken in and marked as a duplicate. TooLarge over 200 files, 500 MB in all or 50 MB
    each.
    """
    collector = _collector(user, agency, at)
    _bounded(files, year, at)
    for one in files:
        documents.keep(one.data)  # the slow part, before the transaction in which others wait
    with transaction.atomic():
        batch = uuid.uuid4()
        taken = [_take(user, one, collector, agency, year, batch, at) for one in files]
        # The turn in the audit chain comes last in every action: whoever holds it waits for nothing else.
        for intake in taken:
            _record_taken(user, intake, at)
        transaction.on_commit(wake)
    return taken


def _collector(user: Who, agency: Agency | None, at: datetime) -> Agency:
    """The agency whose desk this is: the one named, else the uppermost where this person may take in."""
    if agency is not None:
        ensure(user, "reports.import", agency, on=day(at))
        return agency
    found = within(user, "reports.import", on=day(at)).order_by("rank").first()
    if found is None:
        raise NotAllowed("您没有导入年度报告的权限，请向本机关的系统管理员申请经办人角色。")
    return found


def _bounded(files: Sequence[Dropped], year: int | None, at: datetime) -> None:
    if not files:
        raise Refused("没有选择文件；请选择一个或多个年度报告文件。")
    if len(files) > MAX_FILES or sum(len(f.data) for f in files) > MAX_TOTAL:
        raise TooLarge(f"一次最多{MAX_FILES}个文件、共{MAX_TOTAL // 2**20}MB；请分几次上传。")
    _check_year(year, at)


def _check_year(year: int | None, at: datetime) -> None:
    if year is not None and not FIRST_YEAR <= year <= day(at).year:
        raise Refused(f"年度应在{FIRST_YEAR}年到{day(at).year}年之间，请核对。")


def _take(
    user: Who,
    one: Dropped,
    collector: Agency,
    agency: Agency | None,
    year: int | None,
    batch: uuid.UUID,
    at: datetime,
) -> Intake:
    file = documents.store(one.data, one.name, at=at)
    # Only among what this person sees: who holds a copy must not learn whether another agency handed it in.
    seen = queries.intakes(user, on=day(at)).filter(file=file).exclude(state=IntakeState.DISCARDED)
    before = seen.order_by("pk").first()
    return Intake.objects.create(
        batch=batch,
        file=file,
        name=safe(one.name),
        collector=collector,
        agency=agency,
        year=year,
        taken_in_by=person(user),
        taken_in_at=at,
        duplicate_of=before,
    )


def _record_taken(user: Who, intake: Intake, at: datetime) -> None:
    file = intake.file
    data = {"sha256": file.sha256, "size": file.size, "kind": file.kind, "year": intake.year}
    record("reports.take_in", actor=actor(user), agency=intake.collector, object=intake, data=data, at=at)


@transaction.atomic
def bind(user: Who, intake: Intake, *, agency: Agency, year: int, at: datetime) -> ReportVersion:
    """A person says whose report a file is and of which year; it becomes a version in review.

    WrongState while it is not read yet, or when it is bound already.
    """
    intake = locked_intake(intake)
    _ensure_both(user, intake, agency, at)
    intake_after(intake.state, "bind")
    if intake.versions.exists():
        raise WrongState("这份文件已经归入一份年度报告；要改机关或年度，请先退回那一版，再重新上传。")
    _check_year(year, at)
    reading = load_reading(intake.reading.data)
    intake.agency, intake.year, intake.question = agency, year, ""
    intake.save(update_fields=["agency", "year", "question"])
    version = draft(intake, reading, by=person(user), at=at)
    data = {"year": year, "to": agency.key}
    record("reports.bind", actor=actor(user), agency=agency, object=intake, data=data, at=at)
    record_draft(version, by=actor(user), at=at)
    return version


@transaction.atomic
def retry(user: Who, intake: Intake, *, at: datetime) -> Intake:
    """Read an unreadable file once more (a worker had died, or a converter was installed since)."""
    intake = locked_intake(intake)
    ensure(user, "reports.import", intake.agency or intake.collector, on=day(at))
    intake.state, intake.attempts, intake.reason = intake_after(intake.state, "retry"), 0, ""
    intake.save(update_fields=["state", "attempts", "reason"])
    record("reports.retry", actor=actor(user), agency=intake.agency or intake.collector, object=intake, at=at)
    transaction.on_commit(wake)
    return intake


@transaction.atomic
def discard(user: Who, intake: Intake, *, reason: str, at: datetime) -> Intake:
    """Set a file aside that no report comes from; it stays, with the reason. Not once a version came of it."""
    intake = locked_intake(intake)
    ensure(user, "reports.import", intake.agency or intake.collector, on=day(at))
    state = intake_after(intake.state, "discard")
    if intake.versions.exists():
        raise WrongState("这份文件已经归入一份年度报告，不能作废；请在年度报告中退回。")
    if not reason.strip():
        raise Refused("请写明作废的理由。")
    intake.state, intake.reason, intake.question = state, reason.strip(), ""
    intake.save(update_fields=["state", "reason", "question"])
    where = intake.agency or intake.collector
    record("reports.discard", actor=actor(user), agency=where, object=intake, reason=reason.strip(), at=at)
    return intake


def locked_intake(intake: Intake) -> Intake:
    """The row as it is now, held until the transaction ends."""
    return Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)


def _ensure_both(user: Who, intake: Intake, agency: Agency, at: datetime) -> None:
    """Where the file lies, and where it is to go."""
    ensure(user, "reports.import", intake.agency or intake.collector, on=day(at))
    ensure(user, "reports.import", agency, on=day(at))
