"""What stands in the forms of the file: the application, its registration, the sheet of reviews and approval, the
receipt of service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from gongkai.agencies.who import day
from gongkai.cases.models import Case, CaseFile, ReviewRecord, Service
from gongkai.letters.models import Letter
from gongkai.statute import letters

Provider = Callable[[Case], object]
What = ReviewRecord.What


def identity(case: Case) -> str:
    """How the applicant proved who they are; the number itself stays where it is. "" when they did not."""
    if case.files.filter(what=CaseFile.What.IDENTITY).exists() or case.applicant.document_number:
        return str(case.applicant.get_document_display()) or "身份证明见附件"
    return ""


def contact(case: Case) -> str:
    """By which the applicant can be reached."""
    who = case.applicant
    return "，".join(one for one in (who.phone, who.email, who.address) if one)


def _review(what: str, *, opinion: bool) -> Provider:
    """The last review of the draft as it stands."""

    def provide(case: Case) -> object:
        decision = case.decision()
        if decision is None:
            return None
        kept = decision.reviews.filter(what=what, decision_revision=decision.revision).select_related("by")
        last = kept.order_by("pk").last()
        if last is None:
            return None
        said = last.opinion or ("同意" if last.passed else "不同意")
        return said if opinion else last.by.name

    return provide


def _drafter(case: Case) -> object:
    decision = case.decision()
    return decision.drafted_by.name if decision and decision.drafted_by else None


def _approver(case: Case) -> object:
    decision = case.decision()
    if decision is None or decision.decided_on is None:
        return None
    return decision.approved_on_paper_by or (decision.approved_by.name if decision.approved_by else None)


def _approval(case: Case) -> object:
    decision = case.decision()
    return "同意" if decision and decision.decided_on else None


def _answer(case: Case) -> Letter | None:
    """The letter that the receipt of service is for."""
    decision = case.decision()
    letter = decision.letter if decision else None
    return letter if letter and letter.state != Letter.State.VOID else None


def _title(case: Case) -> object:
    letter = _answer(case)
    return letters.letter_kind(letter.kind, day(letter.drafted_at)).title if letter else None


def _number(case: Case) -> object:
    letter = _answer(case)
    return letter.number if letter else None


def _served(case: Case) -> Service | None:
    letter = _answer(case)
    return case.services.filter(letter=letter, result="served").last() if letter else None


def _served_on(case: Case) -> object:
    service = _served(case)
    return service.result_on.isoformat() if service and service.result_on else None


def _signed_by(case: Case) -> object:
    service = _served(case)
    return service.signed_by if service else None


def _registered_by(case: Case) -> object:
    return case.created_by.name if case.created_by else "网上提交"


def lacking(case: Case, on: date) -> list[str]:
    """What the application lacks (Art. 29(2)); it is to be supplemented, never a reason to refuse (rule 47)."""
    values = {code: FORMS[code](case) for code in _APPLICATION}
    return [one.label for one in letters.supplement_items(values)]


_APPLICATION = ("applicant_name", "identity_proof", "applicant_contact", "description", "form", "route")
FORMS: Mapping[str, Provider] = {
    "applicant_name": lambda case: case.applicant.name,
    "identity_proof": identity,
    "applicant_contact": contact,
    "description": lambda case: case.description,
    "form": lambda case: case.get_form_display() if case.form else "",
    "route": lambda case: case.get_route_display() if case.route else "",
    "applicant_class": lambda case: case.get_applicant_class_display(),
    "registered_by": _registered_by,
    "drafted_by": _drafter,
    "reviewed_by": _review(What.DISCLOSURE, opinion=False),
    "review_opinion": _review(What.DISCLOSURE, opinion=True),
    "secrecy_reviewed_by": _review(What.SECRECY, opinion=False),
    "secrecy_opinion": _review(What.SECRECY, opinion=True),
    "approved_by": _approver,
    "approval_opinion": _approval,
    "letter_title": _title,
    "letter_number": _number,
    "served_on": _served_on,
    "signed_by": _signed_by,
}
