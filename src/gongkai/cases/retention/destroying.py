"""What goes with each kind, in the transaction that carries a line out. What stays of a case in the end: its
number, its days, its outcome, its class and its row of table 3, so that every figure that was published still
opens onto rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import ProtectedError, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.cases import masking
from gongkai.cases.models import (
    AccessCode,
    Applicant,
    Case,
    CaseFile,
    DataRequest,
    DestructionLine,
    Fee,
    Incoming,
    OnlinePaper,
    Submission,
    Withheld,
)
from gongkai.cases.retention import contents
from gongkai.documents import actions as documents
from gongkai.documents.models import Redaction
from gongkai.letters.destroying import destroy as destroy_letters
from gongkai.notices.models import Notice

GONE = masking.DESTROYED
_CONTACT = ("phone", "email", "address", "postcode")
# By kind: what goes of an applicant, and of the form as it was submitted on the portal (``asking.wanted``).
_OF_APPLICANT = {"identity": ("document_number",), "contact": _CONTACT}
_OF_FORM = {"identity": ("document_number", "party_number"), "contact": (*_CONTACT, "party_phone")}


def destroy(case: Case, kind: str, number: str, *, at: datetime) -> int:
    """One kind of one case, held by the caller; how many files were let go of. ``number`` is that of the list."""
    files = list(contents.files_of(case, kind).values_list("pk", flat=True))
    _HOW[kind](case, number, at)
    documents.forget(files)
    return len(files)


def destroy_incoming(came: Incoming, *, at: datetime) -> int:
    """Something that was no request, held by the caller; how many files were let go of."""
    files = list(contents.files_of_incoming(came).values_list("pk", flat=True))
    came.files.all().delete()
    _empty_incoming(Incoming.objects.filter(pk=came.pk), at)
    asked = DataRequest.objects.filter(incoming=came)
    people = list(Applicant.objects.filter(pk__in=asked.values("applicant"), anonymous=False))
    asked.update(text="", identity_proof="", answer="", applicant=None)
    for one in people:
        _drop(one)
    documents.forget(files)
    return len(files)


def _identity(case: Case, number: str, at: datetime) -> None:
    contents.came_with_identity(case).delete()
    papers = contents.identity_papers(case)
    case.parties.filter(authority__in=papers).update(authority=None)
    papers.delete()
    _of_people(case, "identity")


def _contact(case: Case, number: str, at: datetime) -> None:
    _of_people(case, "contact")
    case.services.update(address="")
    case.consultations.update(party_contact="")
    Incoming.objects.filter(case=case).update(sender_contact="")
    _notices(case).exclude(address="").update(address="")


def _papers(case: Case, number: str, at: datetime) -> None:
    contents.came(case).delete()
    case.parties.filter(authority__in=contents.working_papers(case)).update(authority=None)
    contents.working_papers(case).delete()
    contents.working_services(case).update(proof=None, dispatch_proof=None, signed_by="", address="")
    destroy_letters(contents.working_letters(case), at=at)
    _empty_steps(case)
    _empty_incoming(Incoming.objects.filter(case=case), at)
    _notices(case).update(body="", address="")
    Case.objects.filter(pk=case.pk).update(
        description=f"内容已按期限销毁，见销毁清册{number}", original_description="", document_number=""
    )


def _empty_steps(case: Case) -> None:
    """What was written on the way; who was asked, when, and what came of it stays as a code."""
    case.consultations.update(
        party="", party_contact="", extract="", opinion_reasons="", finding="", override_reasons=""
    )
    case.tasks.update(question=GONE, answer="")
    case.searches.update(systems=GONE, keywords="", offices="", result="", searched_by="")
    case.reviews.filter(passed=True).update(opinion="")
    case.reviews.filter(passed=False).update(opinion=GONE)
    case.events.exclude(struck_at=None).update(struck_reason=GONE)
    Fee.objects.filter(case=case).exclude(refund_reason="").update(refund_reason=GONE)
    case.holds.update(reason=GONE)


def _decision(case: Case, number: str, at: datetime) -> None:
    redactions = list(contents.redactions(case).values_list("pk", flat=True))
    case.releases.all().delete()
    Redaction.objects.filter(pk__in=redactions).delete()
    case.services.update(proof=None, dispatch_proof=None, signed_by="", address="")
    destroy_letters(contents.decision_letters(case), at=at)
    case.decisions.update(values="{}", path=[], returned_comments="")
    Withheld.objects.filter(decision__case=case).update(part="", reason="", reassessment="", reassess_on=None)
    _approvals(case, at)
    case.files.exclude(pk__in=_signed(case)).delete()
    _nobody(case, at)


def _approvals(case: Case, at: datetime) -> None:
    """The row of a signed sheet stays, for the decision rests on it; an empty one lies in its place."""
    empty = documents.store(GONE.encode(), "已销毁.txt", at=at, encrypted=True)
    _signed(case).update(file=empty, name=GONE)


def _signed(case: Case) -> QuerySet[CaseFile]:
    return CaseFile.objects.filter(pk__in=case.decisions.exclude(approval_scan=None).values("approval_scan"))


def _nobody(case: Case, at: datetime) -> None:
    """Nobody in particular asked: one row an agency and class stands in their place."""
    people = _people(case)
    case.parties.all().delete()
    case.applicant = anonymous(case.agency, case.applicant_class, at=at)
    Case.objects.filter(pk=case.pk).update(applicant=case.applicant)
    for one in people:
        _drop(one)


def _drop(one: Applicant) -> None:
    """Unless another request is theirs."""
    try:
        one.delete()
    except ProtectedError:
        return


def anonymous(agency: Agency, kind: str, *, at: datetime) -> Applicant:
    made, _ = Applicant.objects.get_or_create(
        agency=agency, kind=kind, anonymous=True, defaults={"name": GONE, "name_hash": "", "created_at": at}
    )
    return made


def _people(case: Case) -> list[Applicant]:
    """Whoever asked, jointly or as agent."""
    keys = {case.applicant_id, *case.parties.values_list("applicant", flat=True)}
    return list(Applicant.objects.filter(pk__in=keys, anonymous=False).order_by("pk"))


def _of_people(case: Case, kind: str) -> None:
    """Of an applicant who asks elsewhere, too, it stays as long as that other request needs it."""
    for one in _people(case):
        theirs = Case.objects.filter(Q(applicant=one) | Q(parties__applicant=one)).exclude(pk=case.pk)
        if theirs.exclude(destruction_lines__in=_done(kind)).exists():
            continue
        values: dict[str, object] = dict.fromkeys(_OF_APPLICANT[kind], "")
        if kind == "identity":
            values |= {"document_hash": "", "document": ""}
        Applicant.objects.filter(pk=one.pk).update(**values)
    for form in Submission.objects.filter(incoming__case=case):
        _without(form, _OF_FORM[kind])


def _done(kind: str) -> QuerySet[DestructionLine]:
    return DestructionLine.objects.filter(kind=kind).exclude(done_at=None)


def _without(form: Submission, names: tuple[str, ...]) -> None:
    values = json.loads(form.values)
    form.values = json.dumps({k: "" if k in names else v for k, v in values.items()}, ensure_ascii=False)
    form.save(update_fields=["values"])


def _empty_incoming(rows: QuerySet[Incoming], at: datetime) -> None:
    """The line of the register stays: that something came, by which way, when, and what became of it."""
    keys = list(rows.values_list("pk", flat=True))
    Submission.objects.filter(incoming__in=keys).delete()
    OnlinePaper.objects.filter(incoming__in=keys).update(text="", answer="")
    codes = AccessCode.objects.filter(incoming__in=keys)
    codes.update(proof="")
    codes.filter(ended_at=None).update(ended_at=at)
    Notice.objects.filter(about__in=[f"incoming:{key}" for key in keys]).update(body="", address="")
    for one in rows:
        one.sender = one.sender_contact = one.subject = one.settled_reason = one.source_key = one.postal_number = (
            ""
        )
        one.save(
            update_fields=["sender", "sender_contact", "subject", "settled_reason", "source_key", "postal_number"]
        )


def _notices(case: Case) -> QuerySet[Notice]:
    return Notice.objects.filter(about=case.key)


_HOW: Mapping[str, Callable[[Case, str, datetime], None]] = {
    "identity": _identity,
    "contact": _contact,
    "papers": _papers,
    "decision": _decision,
}
