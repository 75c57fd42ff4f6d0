"""What a letter does to its case when it leaves and when it arrives, by its kind.

A letter that is not named here tells something and changes nothing (a receipt, that others are being asked). The
law that a step must keep (once, in its period, with consent) is asked again on the day the letter acts. One that
the law no longer lets act may have left all the same: it is taken down and changes nothing (``without_effect``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import answering, consulting, events, extending, fees, papers, reasons, supplementing
from gongkai.cases.models import Case, Service
from gongkai.errors import Refused
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind
from gongkai.statute.letters import letter_kind

# The reply of a decision that the applicant made superfluous.
WITHDRAWN = "withdrawn"
APPLICANT = "applicant"
OTHERS = "others"
# user, case, the attempt, its day, the time of typing
Act = Callable[[Who, Case, Service, date, datetime], None]
# case, letter, the day it would act: Refused when the law does not let it
Law = Callable[[Case, Letter, date], None]


def tag_of(service: Service) -> str:
    """The consultation it belongs to, "" for none."""
    return "" if service.to in (APPLICANT, OTHERS) else service.to


def _told(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    data = {"kind": service.letter.kind, "service": service.pk, "route": service.route}
    events.add(
        case, "letter-dispatched", on, tag=tag_of(service), letter=service.letter, data=data, by=user, at=at
    )


def _arrived(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    data = {"kind": service.letter.kind, "service": service.pk, "result": service.result}
    events.add(case, "letter-received", on, tag=tag_of(service), letter=service.letter, data=data, by=user, at=at)


def _acts(kind: EventKind) -> Act:
    """Its line on the clock, with the days and the day that its draft set."""

    def leaves(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
        draft, data = papers.line_of(case, service.letter), {"service": service.pk}
        events.add(
            case, kind, on, days=draft.days, until=draft.until, letter=service.letter, data=data, by=user, at=at
        )

    return leaves


def _free(case: Case, letter: Letter, on: date) -> None:
    """The law asks nothing."""


@dataclass(frozen=True)
class Effect:
    """``verb`` is the step of the case when the letter acts; ``before`` when it is only on its way by hand.
    ``line``: what the clock calls it, for a letter that acts in its own period only."""

    verb: str = "seal"
    before: str = "seal"
    law: Law = _free
    leaves: Act = _told
    arrives: Act = _arrived
    answers: bool = False
    line: EventKind | None = None

    def on_result(self, *, acts: bool, came: bool) -> str:
        """The step of the case when the result of an attempt is entered."""
        if self.answers:
            return "serve" if came else "record"
        return self.verb if acts else "record"


def _of_the_clock(verb: str, law: Law, line: EventKind) -> Effect:
    """From here on the case waits, or has longer; whether the clock runs on meanwhile is for ``statute``."""
    return Effect(verb, law=law, leaves=_acts(line), line=line)


PLAIN = Effect()
ANSWER = Effect("dispatch", "dispatch", answering.law, answering.leaves, answering.arrives, answers=True)

EFFECTS: Mapping[str, Effect] = {
    "supplement-notice": _of_the_clock("notice-supplement", supplementing.law, EventKind.SUPPLEMENT_NOTICED),
    "reasons-notice": _of_the_clock("ask-reasons", reasons.law, EventKind.REASONS_ASKED),
    "delay-notice": _of_the_clock("delay", reasons.law_of_delay, EventKind.DELAYED_TO),
    "extension-notice": _of_the_clock("extend", extending.law, EventKind.EXTENDED),
    "fee-notice": Effect("notice-fee", law=fees.law, leaves=fees.leaves, arrives=fees.arrives,
                         line=EventKind.FEE_NOTICED),
    "third-party-consultation": Effect("consult", leaves=consulting.leaves, arrives=consulting.arrives),
    "joint-maker-consultation": Effect("consult", leaves=consulting.leaves, arrives=consulting.arrives),
    "agency-consultation": Effect("consult", leaves=consulting.leaves, arrives=consulting.arrives),
}  # fmt: skip


def of(case: Case, letter: Letter) -> Effect:
    """What this letter does to this case. Whoever withdrew is not answered: the letter only confirms it."""
    if case.decisions.filter(letter=letter).exclude(reply=WITHDRAWN).exists():
        return ANSWER
    return EFFECTS.get(letter.kind, PLAIN)


def of_service(service: Service) -> Effect:
    """The paper that follows an electronic service changes nothing: the letter has acted already."""
    return PLAIN if service.follows_id else of(service.case, service.letter)


def too_late(case: Case, letter: Letter, on: date) -> str:
    """Why this letter, leaving that day, changes nothing; "" for one that acts or has no period of its own."""
    effect = of(case, letter)
    if effect.line is None:
        return ""
    try:
        effect.law(case, letter, on)
    except Refused as refusal:
        return str(refusal)
    return ""


def receiver(case: Case, letter: Letter) -> str:
    """``APPLICANT``, the tag of the consultation whose letter it is, or ``OTHERS``. Refused for a form of the
    file: it does not leave."""
    asked = case.consultations.filter(letter=letter) | case.consultations.filter(notice=letter)
    found = asked.first()
    if found is not None:
        return found.tag
    to = letter_kind(letter.kind, day(letter.drafted_at)).to
    if to == "internal":
        raise Refused("这是存入案卷的表单，不对外发出。")
    return APPLICANT if to == "applicant" else OTHERS
