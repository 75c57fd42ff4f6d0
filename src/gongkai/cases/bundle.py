"""What an agency hands to a review body or a court: the file of one answer as it stood at the decision.

Nothing is in it that came after the decision (行诉法 35) but its own letter and the proof of its service.
In the simplified procedure of review five working days are given for it (复议法 54).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import bundle_pages, papers
from gongkai.cases.acting import allow, allowed
from gongkai.cases.models import Case, CaseFile, Decision, Service
from gongkai.documents import queries as documents
from gongkai.documents.models import StoredFile
from gongkai.documents.names import safe
from gongkai.errors import WrongState
from gongkai.letters import rendering
from gongkai.letters.models import Letter

_MAY = ("cases.work", "cases.approve")


@dataclass(frozen=True)
class Bundle:
    """The ZIP, what it is called, and its SHA-256, which stands in the audit chain."""

    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True)
class Piece:
    """One file in it."""

    path: str
    data: bytes
    label: str


@transaction.atomic
def make(user: Who, case: Case, *, round: int | None = None, at: datetime) -> Bundle:
    """The file of the last answer that was decided, or of that ``round``. NotAllowed for who neither works on it
    nor approves, and for the office it was given to: papers of identity are in it. WrongState before a
    decision."""
    case = Case.objects.select_related("agency", "applicant").get(pk=case.pk)
    if not any(allowed(user, one, case, on=day(at)) for one in _MAY):
        allow(user, _MAY[0], case, on=day(at))
    ensure(user, "cases.identity", case.agency, on=day(at))
    decision = _decided(case, round)
    pieces = [*bundle_pages.pages(case, decision), *_letters(case, decision), *_proofs(case, decision),
              *_files(case, decision)]  # fmt: skip
    numbered = [Piece(path, data, label) for path, data, label in pieces]
    data = _zipped([_index(case, decision, numbered), *numbered], decision)
    sha256 = hashlib.sha256(data).hexdigest()
    told = {"round": decision.round, "files": len(numbered), "sha256": sha256}
    record("cases.bundle", actor=actor(user), agency=case.agency, object=case, data=told, at=at)
    return Bundle(f"{safe(case.number)}案卷材料.zip", data, sha256)


def in_time(case: Case, decision: Decision) -> QuerySet[CaseFile]:
    """The papers that were in the file when it was decided."""
    return case.files.filter(added_at__lte=decision.frozen_at, after_decision=False).select_related("file")


def services(case: Case, decision: Decision) -> QuerySet[Service]:
    """Attempts of service before the decision, and those of its own letter."""
    before = Q(created_at__lte=decision.frozen_at) | Q(letter=decision.letter)
    return case.services.filter(before).select_related("letter", "dispatch_proof", "proof")


def _decided(case: Case, round: int | None) -> Decision:
    found = case.decisions.exclude(frozen_at=None).order_by("round")
    decision = found.filter(round=round).first() if round else found.last()
    if decision is None:
        raise WrongState("还没有作出处理决定，没有可以提交的案卷材料。")
    return decision


_Raw = tuple[str, bytes, str]


def _letters(case: Case, decision: Decision) -> Iterator[_Raw]:
    sent = set(services(case, decision).values_list("letter", flat=True))
    kept = papers.of_case(case).filter(state=Letter.State.SEALED, destroyed_at=None)
    for n, letter in enumerate(kept.filter(Q(pk__in=sent) | Q(pk=decision.letter_id)), 1):
        name = f"{papers.title(letter.kind, day(letter.drafted_at))}{letter.number}"
        yield f"文书/{n:02d}-{safe(name)}{_ending(letter.sealed_file)}", rendering.sealed(letter), name


def _proofs(case: Case, decision: Decision) -> Iterator[_Raw]:
    number = 0
    for service in services(case, decision):
        for file, what in ((service.dispatch_proof, "发出证明"), (service.proof, "送达证明")):
            if file is not None:
                number += 1
                name = f"{what}-{service.letter.number or service.letter.kind}"
                yield f"送达/{number:02d}-{safe(name)}{_ending(file)}", documents.content(file), name


def _files(case: Case, decision: Decision) -> Iterator[_Raw]:
    for n, one in enumerate(in_time(case, decision), 1):
        label = f"{one.get_what_display()}：{one.name}"
        yield f"材料/{n:02d}-{one.get_what_display()}-{safe(one.name)}", documents.content(one.file), label


def _ending(file: StoredFile | None) -> str:
    """By what it was called."""
    _, dot, ending = (file.name if file else "").rpartition(".")
    return f".{ending.lower()}" if dot and ending.isalnum() and len(ending) <= 4 else ""


def _index(case: Case, decision: Decision, pieces: list[Piece]) -> Piece:
    rows = [(piece.path, piece.label, hashlib.sha256(piece.data).hexdigest()) for piece in pieces]
    return Piece("00-目录.html", bundle_pages.index(case, decision, rows), "目录")


def _zipped(pieces: list[Piece], decision: Decision) -> bytes:
    """The same file for the same content: every entry has the time of the decision."""
    stamp = (decision.frozen_at or decision.drafted_at).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for piece in pieces:
            entry = zipfile.ZipInfo(piece.path, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, piece.data)
    return out.getvalue()
