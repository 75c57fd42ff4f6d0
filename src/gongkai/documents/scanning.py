"""Looking for viruses in what strangers send, where a scanner is configured (GONGKAI_CLAMD).

hold(file, *, at) -> Scan?      in the transaction that binds the file: nobody opens it before the scanner answers
ask(file, *, at) -> Scan?       ask now, outside any transaction; WAITING when there is no answer
ask_again(at) -> int            the periodic job
outcome(file) -> Looked         for the desk: 未查毒 where nobody looked

A scanner that does not answer holds the file and never passes it (``queries.content`` refuses). Where none is
configured nothing is held, and the desk says of every file that nobody looked.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongkai.documents import clamd, queries
from gongkai.documents.models import Scan, StoredFile
from gongkai.errors import ReadError
from gongkai.jobs.registry import Periodic, register

log = logging.getLogger("gongkai.documents")

UNSCANNED = "未查毒"
# Somebody waits at the page; the job has more time.
SECONDS, SECONDS_OF_THE_JOB = 10.0, 60.0
_AT_A_TIME = 50
_EVERY = timedelta(minutes=2)
_WAITING, _CLEAN, _INFECTED = Scan.State.WAITING, Scan.State.CLEAN, Scan.State.INFECTED


@dataclass(frozen=True, slots=True)
class Looked:
    """``state`` is "" where no scanner ever was asked."""

    state: str
    words: str

    @property
    def held(self) -> bool:
        return self.state in (_WAITING, _INFECTED)


def configured() -> bool:
    return bool(settings.GONGKAI_CLAMD)


def hold(file: StoredFile, *, at: datetime) -> Scan | None:
    """None where no scanner is configured. The same bytes that were looked at before are not held again."""
    if not configured():
        return None
    return Scan.objects.get_or_create(file=file, defaults={"asked_at": at})[0]


def ask(file: StoredFile, *, at: datetime, seconds: float = SECONDS) -> Scan | None:
    """What the scanner says, kept. Nothing is passed by a scanner that is not there, late, or says neither."""
    scan = hold(file, at=at)
    if scan is None or scan.state != _WAITING:
        return scan
    try:
        name = clamd.found(settings.GONGKAI_CLAMD, queries.unscanned(file), seconds=seconds)
    except (clamd.NoAnswer, ReadError) as error:
        log.warning("a file could not be scanned", extra={"scan": scan.pk, "error": str(error)[:100]})
        return _keep(scan, _WAITING, "", at)
    return _keep(scan, _INFECTED if name else _CLEAN, name, at)


def ask_again(at: datetime) -> int:
    """Those that wait, the longest first; how many got an answer. Where the scanner was taken out of the settings
    they wait for nothing any more, and count as never looked at."""
    waiting = Scan.objects.filter(state=_WAITING)
    if not configured():
        waiting.delete()
        return 0
    answered = 0
    for scan in waiting.select_related("file").order_by("asked_at", "pk")[:_AT_A_TIME]:
        asked = ask(scan.file, at=at, seconds=SECONDS_OF_THE_JOB)
        if asked is None or asked.state == _WAITING:
            break  # it does not answer now; the next run asks
        answered += 1
    return answered


def outcome(file: StoredFile) -> Looked:
    """For beside the file; asks nothing where the caller selected the file with its scan."""
    scan: Scan | None = getattr(file, "scan", None)
    if scan is None:
        return Looked("", UNSCANNED)
    return Looked(scan.state, Scan.State(scan.state).label + (f"（{scan.found}）" if scan.found else ""))


@transaction.atomic
def _keep(scan: Scan, state: str, found: str, at: datetime) -> Scan:
    """Unless somebody else's question was answered meanwhile."""
    held = Scan.objects.select_for_update(no_key=True, of=("self",)).filter(pk=scan.pk).first()
    if held is None or held.state != _WAITING:
        return held or scan
    held.state, held.found, held.asked_at = state, found[:200], at
    held.attempts = min(held.attempts + 1, 32_000)
    held.answered_at = None if state == _WAITING else at
    held.save(update_fields=["state", "found", "asked_at", "attempts", "answered_at"])
    return held


register(Periodic("documents.scan", "查毒", _EVERY, ask_again))
