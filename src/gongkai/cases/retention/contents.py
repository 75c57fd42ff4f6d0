"""Which files go with each kind. A file that anything else refers to stays, and is only let go of here."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.cases.identity import PERSONAL_PAPERS
from gongkai.cases.models import Case, CaseFile, Incoming, IncomingFile, Release, Service
from gongkai.documents.models import Redaction, StoredFile
from gongkai.letters.models import Letter

# What the answer itself consists of stays as long as it does.
_OF_THE_DECISION = (CaseFile.What.APPROVAL,)


def files_of(case: Case, kind: str) -> QuerySet[StoredFile]:
    """All that would be let go of."""
    found: set[int | None] = set()
    if kind == "identity":
        found |= set(identity_papers(case).values_list("file", flat=True))
        found |= set(came_with_identity(case).values_list("file", flat=True))
    if kind == "papers":
        found |= set(working_papers(case).values_list("file", flat=True))
        found |= set(came(case).values_list("file", flat=True))
        found |= _of_letters(working_letters(case)) | _proofs(working_services(case))
    if kind == "decision":
        found |= set(CaseFile.objects.filter(case=case).values_list("file", flat=True))
        found |= _of_releases(case) | _of_redactions(case)
        found |= _of_letters(decision_letters(case)) | _proofs(Service.objects.filter(case=case))
    return StoredFile.objects.filter(pk__in=[one for one in found if one is not None])


def files_of_incoming(came_in: Incoming) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk__in=came_in.files.values("file"))


def identity_papers(case: Case) -> QuerySet[CaseFile]:
    return CaseFile.objects.filter(case=case, what__in=PERSONAL_PAPERS)


def came(case: Case) -> QuerySet[IncomingFile]:
    return IncomingFile.objects.filter(incoming__case=case)


def came_with_identity(case: Case) -> QuerySet[IncomingFile]:
    """The same bytes where they came in, and the whole message that brought them."""
    bytes_ = identity_papers(case).values("file")
    brought = came(case).filter(file__in=bytes_).values("incoming")
    return came(case).filter(Q(file__in=bytes_) | Q(raw=True, incoming__in=brought))


def working_papers(case: Case) -> QuerySet[CaseFile]:
    """All but what goes with the decision: its approval, and the information that was given."""
    given = Release.objects.filter(case=case).values("source")
    return CaseFile.objects.filter(case=case).exclude(what__in=_OF_THE_DECISION).exclude(pk__in=given)


def decision_letters(case: Case) -> QuerySet[Letter]:
    return Letter.objects.filter(pk__in=case.decisions.exclude(letter=None).values("letter"))


def working_letters(case: Case) -> QuerySet[Letter]:
    return Letter.objects.filter(subject=case.key).exclude(pk__in=decision_letters(case).values("pk"))


def working_services(case: Case) -> QuerySet[Service]:
    return Service.objects.filter(case=case).exclude(letter__in=decision_letters(case))


def redactions(case: Case) -> QuerySet[Redaction]:
    return Redaction.objects.filter(pk__in=Release.objects.filter(case=case).values("redaction"))


def _of_releases(case: Case) -> set[int | None]:
    return {key for pair in case.releases.values_list("file", "cleaned") for key in pair}


def _of_redactions(case: Case) -> set[int | None]:
    return {key for pair in redactions(case).values_list("original", "result") for key in pair}


def _of_letters(letters: QuerySet[Letter]) -> set[int | None]:
    return set(letters.values_list("sealed_file", flat=True))


def _proofs(services: QuerySet[Service]) -> set[int | None]:
    return {key for pair in services.values_list("dispatch_proof", "proof") for key in pair}
