"""Long imports from the desk: the list is kept, tried by a worker, shown row by row, and taken in once confirmed.

begin(user, agency, *, data, name, at) -> ImportRun
confirm(user, run, *, at)           take in what was tried without an error
discard(user, run, *, at)
work(at) -> int                     what a worker does: tries and takes in, one run after another
progress(run) -> int                rows so far of a run that is being worked on
visible(user, *, on)                the runs of the agencies where this user may import
"""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR, Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.documents import queries as stored
from gongkai.documents.models import StoredFile
from gongkai.errors import GongkaiError
from gongkai.jobs.registry import Periodic, register
from gongkai.publication.import_report import Report
from gongkai.publication.import_states import MOVES, ImportState, after
from gongkai.publication.importing import Outcome, import_items
from gongkai.publication.models import ImportRun
from gongkai.publication.stock_rows import open_rows

log = logging.getLogger(__name__)
# A list of a hundred thousand rows takes minutes; a worker that is silent for so long is dead.
LEASE: Final = timedelta(hours=1)
MAX_ATTEMPTS: Final = 3
_FREE = Q(state__in=[state for state, verb in MOVES if verb == "claim"])
_WORN_OUT = f"{MAX_ATTEMPTS}次都中途停止，没有导入任何内容；请把清单分成几份再导入。"


@transaction.atomic
def begin(user: Who, agency: Agency, *, data: bytes, name: str, at: datetime) -> ImportRun:
    """Refused for a file that is no such list, at once; what is wrong with its rows is told by the trial."""
    ensure(user, "items.import", agency, on=day(at))
    next(iter(open_rows(data)), None)
    file = documents.store(data, name, at=at)
    made = ImportRun.objects.create(agency=agency, file=file, name=name[:200], by=person(user), at=at)
    _told(user, "begin", made, {"sha256": file.sha256}, at)
    return made


@transaction.atomic
def confirm(user: Who, run: ImportRun, *, at: datetime) -> ImportRun:
    """WrongState for a list that was not tried, has errors, or was taken in; YearLocked for one with rows of a
    locked year, without a reason."""
    held = _held(user, run, at)
    held.state = after(held.state, "confirm")
    held.attempts = 0
    held.confirmed_by, held.confirmed_at = person(user), at
    held.late_because = locked_years.ask(user, held.agency, held.years, about=held, verb="items.import", at=at)
    held.save()
    _told(user, "confirm", held, {"rows": held.taken}, at)
    return held


@transaction.atomic
def discard(user: Who, run: ImportRun, *, at: datetime) -> ImportRun:
    """Nothing of it is taken in. WrongState while a worker has it, and afterwards."""
    held = _held(user, run, at)
    held.state = after(held.state, "discard")
    held.finished_at = at
    held.save(update_fields=["state", "finished_at"])
    _told(user, "discard", held, {}, at)
    return held


def visible(user: Who, *, on: date) -> QuerySet[ImportRun]:
    rows = ImportRun.objects.filter(agency__in=within(user, "items.import", on=on))
    return rows.select_related("agency", "by", "confirmed_by", "file", "report")


def progress(run: ImportRun) -> int:
    """0 before the first portion, and where nothing is being done."""
    try:
        return int(_aside(run).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def work(at: datetime) -> int:
    """How many runs were settled."""
    settled = 0
    while (run := _claim(at)) is not None:
        settled += _work_on(run, at)
    return settled


def _claim(at: datetime) -> ImportRun | None:
    """The oldest that waits, or whose worker died; one conditional UPDATE decides."""
    free = _FREE & (Q(claimed_until=None) | Q(claimed_until__lte=at))
    for found in ImportRun.objects.filter(free).order_by("pk"):
        mine = ImportRun.objects.filter(free, pk=found.pk, attempts=found.attempts)
        state, token = after(found.state, "claim"), uuid.uuid4().hex
        if mine.update(state=state, claimed_by=token, claimed_until=at + LEASE, attempts=F("attempts") + 1):
            return ImportRun.objects.select_related("agency", "by", "confirmed_by", "file").get(pk=found.pk)
    return None


def _work_on(run: ImportRun, at: datetime) -> bool:
    if run.attempts > MAX_ATTEMPTS:
        return _settle(run, "fail", at, reason=_WORN_OUT)
    try:
        data = stored.content(run.file)
        run.total = sum(1 for _ in open_rows(data))
        ImportRun.objects.filter(pk=run.pk).update(total=run.total)
        if run.state == ImportState.TRYING:
            return _tried(run, data, at)
        return _taken(run, data, at)
    except GongkaiError as refusal:
        return _settle(run, "fail", at, reason=str(refusal))
    except Exception:
        # Whatever broke, it is tried again when the lease has run out, and in the end a person is told.
        log.exception("an import broke off", extra={"job": "publication.import", "object": run.key})
        return False
    finally:
        _aside(run).unlink(missing_ok=True)


def _tried(run: ImportRun, data: bytes, at: datetime) -> bool:
    outcome = _import(run, data, at, dry_run=True)
    return _settle(run, "fault" if outcome.errors else "pass", at, outcome=outcome)


@transaction.atomic
def _taken(run: ImportRun, data: bytes, at: datetime) -> bool:
    """The items and that they are there, both or neither: a worker that dies after it takes nothing in twice."""
    outcome = _import(run, data, at, dry_run=False)
    return _settle(run, "fault" if outcome.errors else "pass", at, outcome=outcome)


def _import(run: ImportRun, data: bytes, at: datetime, *, dry_run: bool) -> Outcome:
    who = (run.by if dry_run else run.confirmed_by) or OPERATOR
    aside = _aside(run)
    aside.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with locked_years.because(run.late_because):
        return import_items(
            who, run.agency, data, name=run.name, dry_run=dry_run, progress=lambda rows: _note(aside, rows), at=at
        )


def _note(aside: Path, rows: int) -> None:
    aside.write_text(str(rows), "ascii")


def _aside(run: ImportRun) -> Path:
    """Beside the database: within the transaction of an import nobody else sees what it writes."""
    return Path(settings.HOME) / "progress" / f"import-{run.pk}"


def _settle(run: ImportRun, verb: str, at: datetime, *, outcome: Outcome | None = None, reason: str = "") -> bool:
    run.state = after(run.state, verb)
    run.reason, run.finished_at = reason, at
    run.claimed_by, run.claimed_until = "", None
    if outcome is not None:
        run.taken, run.errors = outcome.taken, outcome.errors
        run.years = list(outcome.years)
        run.first_errors = [vars(one) for one in outcome.report.first_errors]
        run.report = _stored(outcome.report, run, at)
    run.save()
    return True


def _stored(report: Report, run: ImportRun, at: datetime) -> StoredFile:
    data = "".join(report.csv()).encode()
    return documents.store(data, f"导入结果-{run.pk}.csv", at=at)


def _held(user: Who, run: ImportRun, at: datetime) -> ImportRun:
    rows = ImportRun.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=run.pk)
    ensure(user, "items.import", held.agency, on=day(at))
    return held


def _told(user: Who, verb: str, run: ImportRun, data: dict[str, object], at: datetime) -> None:
    record(f"imports.{verb}", actor=actor(user), agency=run.agency, object=run, data=data, at=at)


register(Periodic("publication.import", "导入已有的公开信息", timedelta(minutes=1), work, lease=LEASE))
