"""The papers of a case as they are: letters as they were sent, proofs, what came in, what was given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import F, Q, QuerySet

from gongkai.agencies.who import day
from gongkai.cases import papers
from gongkai.cases.archiving.packing import Piece
from gongkai.cases.models import Case, CaseFile, Decision, IncomingFile, Release, Service
from gongkai.documents import queries as documents
from gongkai.documents.models import StoredFile
from gongkai.documents.names import safe
from gongkai.errors import WriteError
from gongkai.letters import rendering
from gongkai.letters.models import Letter


def of(case: Case, decision: Decision | None) -> Iterator[Piece]:
    """Folder by folder, in order; ``decision``: what was in the file when that was decided."""
    yield from _letters(case, decision)
    yield from _proofs(case, decision)
    yield from _files(case, decision)
    yield from _given(case, decision)
    if decision is None:
        yield from _came(case)


def in_time(case: Case, decision: Decision) -> QuerySet[CaseFile]:
    """The papers that were in the file when it was decided; not the originals of what was redacted or cleaned, by
    whatever name they lie there, which whoever may look at the evidence would see."""
    changed = Q(redaction__isnull=False) | Q(file=F("cleaned"))
    sealed = Release.objects.filter(changed, case=case).values("source__file")
    kept = case.files.filter(added_at__lte=decision.frozen_at, after_decision=False).exclude(file__in=sealed)
    return kept.select_related("file")


def services(case: Case, decision: Decision | None) -> QuerySet[Service]:
    """Attempts of service before the decision, and those of its own letter."""
    found = case.services.select_related("letter", "dispatch_proof", "proof")
    if decision is None:
        return found
    return found.filter(Q(created_at__lte=decision.frozen_at) | Q(letter=decision.letter))


def _letters(case: Case, decision: Decision | None) -> Iterator[Piece]:
    for n, letter in enumerate(_wanted(case, decision), 1):
        name = f"{papers.title(letter.kind, day(letter.drafted_at))}{letter.number}"
        if letter.state == Letter.State.SEALED:
            path = f"文书/{n:02d}-{safe(name)}{_ending(letter.sealed_file)}"
            yield Piece(path, name, partial(rendering.sealed, letter))
        else:
            ending, data = _rendered(letter)
            label = f"{name}（{letter.get_state_display()}，没有盖章件）"
            yield Piece(f"文书/{n:02d}-{safe(label)}{ending}", label, partial(bytes, data))


def _wanted(case: Case, decision: Decision | None) -> QuerySet[Letter]:
    kept = papers.of_case(case).filter(destroyed_at=None)
    if decision is None:
        return kept.exclude(state=Letter.State.VOID)
    sent = set(services(case, decision).values_list("letter", flat=True))
    return kept.filter(Q(pk__in=sent) | Q(pk=decision.letter_id), state=Letter.State.SEALED)


def _rendered(letter: Letter) -> tuple[str, bytes]:
    """PDF/A; what no font prints is given as Word has it."""
    try:
        return ".pdf", rendering.pdf(letter)
    except WriteError:
        return ".docx", rendering.docx(letter)


def _proofs(case: Case, decision: Decision | None) -> Iterator[Piece]:
    number = 0
    for service in services(case, decision):
        for file, what in ((service.dispatch_proof, "发出证明"), (service.proof, "送达证明")):
            if file is not None:
                number += 1
                name = f"{what}-{service.letter.number or service.letter.kind}"
                yield _piece(f"送达/{number:02d}-{safe(name)}{_ending(file)}", name, file)


def _files(case: Case, decision: Decision | None) -> Iterator[Piece]:
    kept = in_time(case, decision) if decision else case.files.select_related("file")
    for n, one in enumerate(kept, 1):
        late = "（决定后补入）" if one.after_decision else ""
        label = f"{one.get_what_display()}：{one.name}{late}"
        path = f"材料/{n:02d}-{one.get_what_display()}-{safe(one.name)}"
        yield _piece(path, label, one.file)


def _given(case: Case, decision: Decision | None) -> Iterator[Piece]:
    kept = case.releases.exclude(file=None).exclude(checked_at=None).select_related("file")
    if decision is not None:
        kept = kept.filter(round=decision.round, checked_at__lte=decision.frozen_at)
    for n, one in enumerate(kept, 1):
        if one.file is not None:
            path = f"提供/{n:02d}-{safe(one.title)}{_ending(one.file)}"
            yield _piece(path, f"提供的信息：{one.title}", one.file)


def _came(case: Case) -> Iterator[Piece]:
    """What came in and stands in the file under no name of its own: raw messages, scans of envelopes."""
    filed = case.files.values("file")
    rows = IncomingFile.objects.filter(incoming__case=case).exclude(file__in=filed).order_by("incoming", "pk")
    for n, one in enumerate(rows.select_related("file", "incoming"), 1):
        label = f"来件{one.incoming.number}：{one.name}"
        yield _piece(f"来件/{n:02d}-{safe(one.name)}", label, one.file)


def _piece(path: str, label: str, file: StoredFile) -> Piece:
    """In place of what the virus scanner did not pass stands a note that says so, with its SHA-256."""
    if reason := documents.held(file):
        note = f"{label}\n{reason}\nSHA-256 {file.sha256}\n".encode()
        return Piece(f"{path}.未放入.txt", f"{label}（没有通过查毒，未放入）", partial(bytes, note))
    return Piece(path, label, partial(documents.content, file))


def _ending(file: StoredFile | None) -> str:
    """By what it was called."""
    _, dot, ending = (file.name if file else "").rpartition(".")
    return f".{ending.lower()}" if dot and ending.isalnum() and len(ending) <= 4 else ""
