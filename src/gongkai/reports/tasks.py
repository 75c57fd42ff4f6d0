"""Work in the background: reading what waits, and the periodic tick. The record is our rows; ``wake`` only rings
for a worker.

work(at, *, limit=…, read=…) -> int      read waiting files, oldest first; how many were settled
tick(at) -> None                         the periodic job: catch up on everything
verify(at) -> None                       the daily job: published versions are what was locked
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR, within
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.documents import queries as documents
from gongkai.errors import GongkaiError, ReadError
from gongkai.jobs.registry import Periodic, register
from gongkai.readers.document import Reading
from gongkai.reports import leases, published, witness
from gongkai.reports.drafting import draft, record_draft
from gongkai.reports.matching import match, question
from gongkai.reports.models import Intake, IntakeReading, Rendering
from gongkai.reports.publishing import render_late
from gongkai.reports.states import intake_after
from gongkai.reports.stored import dump_reading

log = logging.getLogger(__name__)

READ_EVERY = timedelta(minutes=5)
VERIFY_EVERY = timedelta(days=1)
AT_A_TIME = 20
Read = Callable[[bytes, str], Reading]


class AlteredReport(GongkaiError):
    """What was published is no longer what was locked."""

    code = "reports.altered"


_WORN_OUT = (
    f"读取{leases.MAX_ATTEMPTS}次都中途停止，未能读完；请用原软件打开，只保留年度报告正文，另存为DOCX后重新上传。"
)


def read_file(data: bytes, name: str) -> Reading:
    """In a process of its own, bound in time and memory."""
    from gongkai.readers.guarded import read_in_child

    return read_in_child(data, name)


def work(at: datetime, *, limit: int = 1000, read: Read | None = None, among: Q | None = None) -> int:
    """Read files that wait, at most ``limit`` (``among`` narrows which); how many of them are settled now.
    ``at`` is when it begins."""
    began, settled = time.monotonic(), 0
    for _ in range(limit):
        now = at + timedelta(seconds=time.monotonic() - began)
        intake = leases.claim(now, among=among)
        if intake is None:
            break
        settled += _work_on(intake, read or read_file, now)
    return settled + _give_up(at)


def _work_on(intake: Intake, read: Read, at: datetime) -> bool:
    """Whether this file is settled: read, or known to be unreadable."""
    try:
        reading = read(documents.content(intake.file), intake.name)
        return finish(intake, reading, at=at)
    except ReadError as problem:
        return fail(intake, str(problem), code=problem.code, at=at)
    except Exception:
        # Whatever broke, the file is tried again, and in the end a person is told.
        log.exception("reading broke off", extra={"job": "reports.read", "object": intake.key})
        return _again(intake, at)


@transaction.atomic
def finish(intake: Intake, reading: Reading, *, at: datetime) -> bool:
    """Keep what was read, and make a version of it where agency and year are beyond doubt."""
    mine = leases.held(intake)
    if mine is None:
        return False
    _settle(mine, "finish", at)
    IntakeReading.objects.update_or_create(intake=mine, defaults={"data": dump_reading(reading)})
    found = match(reading.report, _candidates(mine))
    mine.question = question(reading.report, mine.agency, mine.year, found)
    if not mine.question:
        mine.agency = mine.agency or found.certain
        mine.year = mine.year or reading.report.year
    mine.save()
    version = None if mine.question else draft(mine, reading, by=mine.taken_in_by, at=at)
    data = {"sha256": mine.file.sha256, "attempts": mine.attempts, "question": bool(mine.question)}
    record("reports.read", actor="worker", agency=mine.agency or mine.collector, object=mine, data=data, at=at)
    if version is not None:
        record_draft(version, by="worker", at=at)
    return True


@transaction.atomic
def fail(intake: Intake, reason: str, *, code: str = "read.worn-out", at: datetime) -> bool:
    """Unreadable, with the sentence that says why and what to do. It may quote the file, so the chain is told
    the code alone."""
    mine = leases.held(intake)
    if mine is None:
        return False
    _settle(mine, "fail", at)
    mine.reason = reason
    mine.save()
    data = {"sha256": mine.file.sha256, "attempts": mine.attempts, "code": code}
    where = mine.agency or mine.collector
    record("reports.unreadable", actor="worker", agency=where, object=mine, data=data, at=at)
    return True


@transaction.atomic
def _again(intake: Intake, at: datetime) -> bool:
    """Back into the row, until it was tried often enough."""
    if intake.attempts >= leases.MAX_ATTEMPTS:
        return fail(intake, _WORN_OUT, at=at)
    mine = leases.held(intake)
    if mine is not None:
        mine.state = intake_after(mine.state, "release")
        mine.claimed_by, mine.claimed_until = "", None
        mine.save()
    return False


def _give_up(at: datetime) -> int:
    """Files on which every worker died: unreadable, and said so."""
    return sum(fail(intake, _WORN_OUT, at=at) for intake in leases.worn_out(at))


def _settle(mine: Intake, verb: str, at: datetime) -> None:
    mine.state = intake_after(mine.state, verb)
    mine.claimed_by, mine.claimed_until, mine.finished_at = "", None, at


def _candidates(intake: Intake) -> list[Agency]:
    """The agencies that whoever dropped the file may take reports in for."""
    who = intake.taken_in_by or OPERATOR
    return list(within(who, "reports.import", on=day(intake.taken_in_at)).order_by("rank"))


def tick(at: datetime) -> None:
    """What the periodic job does (``apps`` registers it; ``jobs`` notes when it ran): files that wait, and
    formats that could not be written."""
    work(at, limit=5 * AT_A_TIME)
    for missing in Rendering.objects.filter(file=None).select_related("version__report__agency"):
        render_late(missing.version, missing.format, at=at)


def verify(at: datetime) -> None:
    """A published version or an original that was altered is a job that fails: the desk shows it until it is put
    right."""
    changed = [version.key for version in published.altered()]
    for key in changed:
        log.error("a published report was altered", extra={"job": "reports.verify", "object": key})
    for one in witness.contradictions():
        words = f"a report is not what the audit chain tells: {', '.join(one.what)}"
        log.error(words, extra={"job": "reports.verify", "object": one.key})
        changed.append(one.key)
    if changed:
        raise AlteredReport(
            f"{len(set(changed))}份已发布的年度报告或收到的原文件与当时锁定、记录的不一致，请从备份核对。"
        )


register(Periodic("reports.read", "读取等待中的年度报告", READ_EVERY, tick))
register(Periodic("reports.verify", "核对已发布年报的校验值", VERIFY_EVERY, verify))
