"""What the file must hold before an answer is decided (burden of proof: 法释〔2025〕8号), and whether it does.

missing(case, decision, on) -> the evidence that is lacking, each with what to do about it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from gongkai.cases import consulting, events, fees, reasons, searching
from gongkai.cases.models import Case, Consultation, Decision, Fee
from gongkai.cases.states import State
from gongkai.statute import outcomes
from gongkai.statute.clock import EventKind
from gongkai.statute.outcomes import Evidence

_Check = Callable[[Case, date], bool]
# Asked at the approval, of the revision that is approved; and before the letter leaves.
LATER = frozenset({"disclosure-review", "secrecy-review", "third-party-notified"})
_ANSWERED = (State.ANSWERED, State.CLOSED)


def wanted(case: Case, decision: Decision, *, grounds: list[str], on: date) -> tuple[Evidence, ...]:
    """All that this answer needs, with what its withheld parts need."""
    return outcomes.evidence_for(decision.reply, on, parts=grounds, override=overridden(case))


def missing(case: Case, decision: Decision, *, grounds: list[str], on: date) -> list[Evidence]:
    """What is lacking now, without what is only asked later."""
    asked = wanted(case, decision, grounds=grounds, on=on)
    return [one for one in asked if one.code not in LATER and not holds(case, one.code, on=on)]


def holds(case: Case, code: str, *, on: date) -> bool:
    """By what was recorded, else by a paper in the file that is said to prove it."""
    check = _CHECKS.get(code)
    if check is not None:
        return check(case, on)
    return case.files.filter(evidence=code).exists()


def overridden(case: Case) -> bool:
    """Is something given against a third party's will for the public interest."""
    return case.consultations.exclude(override_at=None).exists()


def _third_party(case: Case, on: date) -> bool:
    asked = case.consultations.filter(whom=Consultation.Whom.THIRD_PARTY).exclude(opinion="")
    return any(one.reasonable for one in asked)


def _supplement_expired(case: Case, on: date) -> bool:
    noticed = events.of(case, EventKind.SUPPLEMENT_NOTICED)
    over = noticed is not None and noticed.until is not None and on > noticed.until
    return over and events.of(case, "no-good-reason") is not None


def _fee_expired(case: Case, on: date) -> bool:
    fee = Fee.objects.filter(case=case).first()
    return fee is not None and fees.expired(fee, on=on)


def _earlier(case: Case, on: date) -> bool:
    return case.repeats is not None and case.repeats.state in _ANSWERED


def _override(case: Case, on: date) -> bool:
    return overridden(case)


_CHECKS: Mapping[str, _Check] = {
    "search-record": lambda case, on: searching.looked(case),
    "third-party-consulted": _third_party,
    "override-reasons": _override,
    "supplement-noticed": lambda case, on: events.of(case, EventKind.SUPPLEMENT_RECEIVED) is not None,
    "supplement-notice-expired": _supplement_expired,
    "fee-notice-expired": _fee_expired,
    "reasons-asked": lambda case, on: reasons.answered_or_expired(case, on=on),
    "earlier-reply": _earlier,
}


def open_consultations(case: Case) -> list[str]:
    """Whom to wait for still, in words."""
    return [f"{one.get_whom_display()}{one.tag}" for one in consulting.waiting(case)]
