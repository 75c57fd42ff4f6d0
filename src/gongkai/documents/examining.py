"""What a file hides, found once for its bytes, and a copy of it that hides nothing.

examine(file, *, at) -> Examination                   the report that is there, else a new one
known(file) -> Examination?                           the report of today's rules, if there is one
findings(examination) -> (Finding, …)
clean_copy(file, *, at) -> Copy                       a new file, what was taken out, what is left

Both work in a process of their own and may take a minute: call them outside of a transaction. Whoever bound the
file asks whether this person may, and records it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gongkai.apart import apart
from gongkai.documents import actions, queries
from gongkai.documents.models import Examination, StoredFile
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.papers.hidden import Cleaned, Finding, Report

# Counts up with the rules of ``papers.hidden``: what was examined by older ones is examined again.
EDITION: Final = "1"
SECONDS: Final = 40.0


@dataclass(frozen=True, slots=True)
class Copy:
    """A cleaned copy. ``left`` is what an examination still finds in it."""

    file: StoredFile
    removed: tuple[Finding, ...]
    left: tuple[Finding, ...]


def known(file: StoredFile) -> Examination | None:
    """The report on these bytes by the rules of today."""
    return Examination.objects.filter(file=file, edition=EDITION).first()


def examine(file: StoredFile, *, at: datetime) -> Examination:
    """Never raises for what is in the file: one that nobody could look into is not examined, and says why. Asked
    again, it is tried again."""
    before = known(file)
    if before is not None and before.examined:
        return before
    report = _report(file)
    rows = [[one.kind, one.where, one.text] for one in report.findings]
    made, _ = Examination.objects.update_or_create(
        file=file,
        edition=EDITION,
        defaults={
            "examined": report.examined,
            "unexamined": report.unexamined,
            "findings": json.dumps(rows, ensure_ascii=False),
            "count": len(rows),
            "at": at,
        },
    )
    return made


def _report(file: StoredFile) -> Report:
    from gongkai.papers.hidden import Report

    try:
        found: Report = apart("gongkai.papers.hidden:examine", queries.content(file), file.name, seconds=SECONDS)
    except GongkaiError as error:
        return Report(examined=False, findings=(), unexamined=str(error))
    return found


def findings(examination: Examination) -> tuple[Finding, ...]:
    from gongkai.papers.hidden import Finding

    return tuple(Finding(*row) for row in json.loads(examination.findings))


def clean_copy(file: StoredFile, *, at: datetime, encrypted: bool = True) -> Copy:
    """``encrypted`` False for a file that is to be published. Refused where this kind of file cannot be cleaned;
    Unreadable or TooLarge where it cannot be read. The original stays as it is."""
    found: Cleaned = apart("gongkai.papers.hidden:clean", queries.content(file), file.name, seconds=SECONDS)
    kept = actions.store(found.data, file.name, at=at, encrypted=encrypted)
    return Copy(kept, found.removed, found.left)
