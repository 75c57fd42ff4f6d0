"""Takes the requests of a demonstration away: rows before what they point to, files with the commit."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from gongkai.agencies.models import AgencyQuerySet
from gongkai.cases.models import (
    AccessCode,
    AnsweringSettings,
    Applicant,
    Case,
    CaseEvent,
    CaseFile,
    CaseParty,
    Consultation,
    DataRequest,
    Decision,
    Destruction,
    Draft,
    DraftFile,
    Fee,
    Handover,
    Incoming,
    IncomingFile,
    OfficeTask,
    OnlinePaper,
    OpenChannel,
    OpeningBalance,
    QuarterLook,
    Release,
    RetentionPeriod,
    ReviewRecord,
    SearchRecord,
    Service,
    Submission,
    Withheld,
)
from gongkai.documents import actions as documents
from gongkai.documents.models import Redaction
from gongkai.letters.models import Letter, Series, Wording
from gongkai.notices.models import Notice, NoticeWording, QuietHours

# Beneath a case, in the order in which they can go.
_OF_A_CASE: tuple[type[Model], ...] = (
    CaseEvent, Service, ReviewRecord, Consultation, OfficeTask, SearchRecord, Fee, Release,
)  # fmt: skip
# What refers to requests and goes before them.
_OF_THE_ARCHIVE: tuple[type[Model], ...] = (DataRequest, Destruction, Handover, RetentionPeriod)
_OF_A_PAPER: tuple[type[Model], ...] = (OnlinePaper, Submission, AccessCode)
_OF_AN_AGENCY: tuple[type[Model], ...] = (
    Letter, Wording, Series, Notice, NoticeWording, QuietHours, Applicant, OpenChannel, OpeningBalance,
    QuarterLook, AnsweringSettings, Draft,
)  # fmt: skip


def everything_of(agencies: AgencyQuerySet) -> int:
    """Every request, letter and notice of these agencies, in the caller's transaction; how many rows."""
    files, redactions = _files(agencies), list(_redactions(agencies).values_list("pk", flat=True))
    count = 0
    Service.objects.filter(case__agency__in=agencies).update(follows=None)
    for of_the_archive in _OF_THE_ARCHIVE:
        count += of_the_archive._default_manager.filter(agency__in=agencies).delete()[0]
    for of_a_case in _OF_A_CASE:
        count += of_a_case._default_manager.filter(case__agency__in=agencies).delete()[0]
    count += Redaction.objects.filter(pk__in=redactions).delete()[0]
    count += Withheld.objects.filter(decision__case__agency__in=agencies).delete()[0]
    count += Decision.objects.filter(case__agency__in=agencies).delete()[0]
    count += CaseParty.objects.filter(case__agency__in=agencies).delete()[0]
    count += CaseFile.objects.filter(case__agency__in=agencies).delete()[0]
    for of_a_paper in _OF_A_PAPER:
        count += of_a_paper._default_manager.filter(incoming__agency__in=agencies).delete()[0]
    Incoming.objects.filter(agency__in=agencies).update(duplicate_of=None, matched_case=None)
    count += Incoming.objects.filter(agency__in=agencies).delete()[0]
    Case.objects.filter(agency__in=agencies).update(repeats=None, split_from=None)
    count += Case.objects.filter(agency__in=agencies).delete()[0]
    for of_an_agency in _OF_AN_AGENCY:
        count += of_an_agency._default_manager.filter(agency__in=agencies).delete()[0]
    documents.forget(files)
    return count


def _redactions(agencies: AgencyQuerySet) -> QuerySet[Redaction]:
    given = Release.objects.filter(case__agency__in=agencies)
    return Redaction.objects.filter(pk__in=given.values("redaction"))


def _files(agencies: AgencyQuerySet) -> set[int]:
    """What their papers, letters and proofs lie in; documents drops those that nothing else holds."""
    of_services = Service.objects.filter(case__agency__in=agencies)
    given = Release.objects.filter(case__agency__in=agencies)
    found = {
        *given.values_list("file", flat=True),
        *given.values_list("cleaned", flat=True),
        *_redactions(agencies).values_list("result", flat=True),
        *CaseFile.objects.filter(case__agency__in=agencies).values_list("file", flat=True),
        *IncomingFile.objects.filter(incoming__agency__in=agencies).values_list("file", flat=True),
        *DraftFile.objects.filter(draft__agency__in=agencies).values_list("file", flat=True),
        *Letter.objects.filter(agency__in=agencies).values_list("sealed_file", flat=True),
        *Handover.objects.filter(agency__in=agencies).values_list("manifest", flat=True),
        *Handover.objects.filter(agency__in=agencies).values_list("receipt", flat=True),
        *of_services.values_list("proof", flat=True),
        *of_services.values_list("dispatch_proof", flat=True),
    }
    return {one for one in found if one is not None}
