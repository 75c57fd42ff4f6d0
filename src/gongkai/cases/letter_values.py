"""What the file and the law say in a letter; the clerk writes the rest.

Each element of a kind (``statute.letters``) that is not the clerk's has its provider here, by its code. A value
that a step hands in (the day an extension was agreed to) goes before what is found here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

from gongkai.cases import consenting, due, events, settings
from gongkai.cases.form_values import FORMS
from gongkai.cases.models import Case, Fee
from gongkai.cases.words import Kind, Route
from gongkai.statute import letters, outcomes, remedies
from gongkai.statute.clock import EventKind

Values = Mapping[str, object]
_LONGEST = 200
# The line of the decision in a letter that answers; anything else has its own words.
_Provider = Callable[[Case, str, date, Values], object]


def filled(case: Case, kind: str, values: Values, *, on: date) -> dict[str, object]:
    """All elements that can be known now. ``values`` are kept as they are."""
    known = dict(values)
    for element in letters.letter_kind(kind, on).elements:
        if element.filled in ("clerk", "issue") or element.code in known:
            continue
        found = _found(case, kind, element.code, on, known)
        if found not in (None, ""):
            known[element.code] = found
    return known


def _found(case: Case, kind: str, code: str, on: date, known: Values) -> object:
    provider = _PROVIDERS.get(code)
    if provider is not None and not (code == "route" and kind == "application-form"):
        return provider(case, kind, on, known)
    form = FORMS.get(code)
    return form(case) if form else None


def addressee(case: Case) -> str:
    """Whoever asks; joint applicants all stand in the letter."""
    joint = case.parties.filter(role="joint").select_related("applicant")
    return "、".join([case.applicant.name, *(party.applicant.name for party in joint)])


def remedy(case: Case, kind: str, on: date, values: Values) -> str:
    """The paragraph on remedies, by the ground and never by the row (rule 27)."""
    mine = settings.of(case.agency)
    body = settings.review_body(case.agency, on=on)
    found = letters.letter_kind(kind, on)
    link = mine.review_link
    if found.answers:
        parts = grounds_of(values)
        if kind == "partial" and not parts:
            return ""
        return remedies.remedy(kind, on=on, review_body=body, court=mine.court, parts=parts, review_link=link).text
    return remedies.worded(found.remedy_kind, on=on, review_body=body, court=mine.court, review_link=link).text


def parts_of(values: Values) -> list[Mapping[str, object]]:
    """The parts held back, as the clerk wrote them."""
    parts = values.get("withheld")
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list | tuple) else []


def grounds_of(values: Values) -> list[str]:
    """What each of them is held back for, where that was said."""
    return [str(part["ground"]) for part in parts_of(values) if part.get("ground")]


def _articles(case: Case, kind: str, on: date, values: Values) -> str:
    reply, values = _answer(case, kind, on, values)
    if not reply:
        return outcomes.cited(letters.letter_kind(kind, on).articles)
    return outcomes.cited(outcomes.articles_for(reply, on, grounds_of(values)))


def _decision(case: Case, kind: str, on: date, values: Values) -> str:
    reply, _ = _answer(case, kind, on, values)
    return outcomes.reply(reply, on).decision if reply else ""


def _answer(case: Case, kind: str, on: date, values: Values) -> tuple[str, Values]:
    """Of a letter that answers, itself; of the sheet that it is approved on, what was drafted."""
    if letters.letter_kind(kind, on).answers:
        return kind, values
    draft = case.decision() if kind == "approval-form" else None
    if draft is None or case.kind != Kind.DISCLOSURE:
        return "", values
    return draft.reply, json.loads(draft.values)


def _contact(case: Case, kind: str, on: date, values: Values) -> str:
    agency = case.agency
    parts = [agency.office or agency.name, agency.phone, agency.address]
    return "，".join(part for part in parts if part)


def _request(case: Case, kind: str, on: date, values: Values) -> str:
    text = " ".join(case.description.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def _event_day(kind: EventKind) -> _Provider:
    def provide(case: Case, letter: str, on: date, values: Values) -> object:
        found = events.of(case, kind)
        return found.on.isoformat() if found else None

    return provide


def _event_until(kind: EventKind) -> _Provider:
    def provide(case: Case, letter: str, on: date, values: Values) -> object:
        found = events.of(case, kind)
        return found.until.isoformat() if found and found.until else None

    return provide


def _supplement_served(case: Case, kind: str, on: date, values: Values) -> object:
    """The day the applicant got the notice, else the day it left."""
    noticed = events.of(case, EventKind.SUPPLEMENT_NOTICED)
    if noticed is None:
        return None
    got = case.services.filter(letter=noticed.letter, result="served").first()
    return (got.result_on if got and got.result_on else noticed.on).isoformat()


def _due(case: Case, kind: str, on: date, values: Values) -> object:
    last = due.last_day(case, on=on)
    return last.isoformat() if last else None


def _earlier_number(case: Case, kind: str, on: date, values: Values) -> object:
    answer = case.repeats.decisions.exclude(decided_on=None).last() if case.repeats else None
    return answer.letter.number if answer and answer.letter else None


def _earlier_on(case: Case, kind: str, on: date, values: Values) -> object:
    answer = case.repeats.decisions.exclude(decided_on=None).last() if case.repeats else None
    return answer.decided_on.isoformat() if answer and answer.decided_on else None


def _fee(case: Case) -> Fee | None:
    return Fee.objects.filter(case=case).select_related("letter").first()


def _fee_number(case: Case, kind: str, on: date, values: Values) -> object:
    fee = _fee(case)
    return fee.letter.number if fee and fee.letter else None


def _fee_noticed(case: Case, kind: str, on: date, values: Values) -> object:
    fee = _fee(case)
    return fee.notice_received_on.isoformat() if fee and fee.notice_received_on else None


def _fee_amount(case: Case, kind: str, on: date, values: Values) -> object:
    fee = _fee(case)
    return fee.amount if fee else None


def _fee_until(case: Case, kind: str, on: date, values: Values) -> object:
    fee = _fee(case)
    return fee.pay_by.isoformat() if fee and fee.pay_by else None


def _asked(case: Case, kind: str, on: date, values: Values) -> object:
    last = case.consultations.order_by("pk").last()
    return last.whom if last else None


def _asked_on(case: Case, kind: str, on: date, values: Values) -> object:
    asked = (EventKind.THIRD_PARTY_ASKED, EventKind.JOINT_MAKER_ASKED, EventKind.AGENCY_ASKED)
    days = [line.on for one in asked if (line := events.of(case, one)) is not None]
    return max(days).isoformat() if days else None


def _route(case: Case, kind: str, on: date, values: Mapping[str, object]) -> str:
    """How the letter says that it comes: as they wish, electronically only to whoever agreed and did not take it
    back."""
    if case.route not in ("", Route.ELECTRONIC):
        return case.route
    theirs = letters.letter_kind(kind, on).to == "applicant"
    return Route.ELECTRONIC if theirs and consenting.given(case) else Route.POST


_PROVIDERS: Mapping[str, _Provider] = {
    "organ": lambda case, kind, on, values: case.agency.name,
    "addressee": lambda case, kind, on, values: addressee(case),
    "contact": _contact,
    "case_number": lambda case, kind, on, values: case.number,
    "received_on": lambda case, kind, on, values: case.received_on.isoformat() if case.received_on else None,
    "arrived_on": lambda case, kind, on, values: case.arrived_on.isoformat(),
    "confirmed_on": lambda case, kind, on, values: case.received_on.isoformat() if case.received_on else None,
    "channel": lambda case, kind, on, values: case.get_channel_display(),
    "request": _request,
    "route": _route,
    "review_link": lambda case, kind, on, values: settings.of(case.agency).review_link,
    "how_to_pay": lambda case, kind, on, values: settings.of(case.agency).how_to_pay,
    "remedy": remedy,
    "articles": _articles,
    "decision": _decision,
    "due_on": _due,
    "supplement_noticed_on": _supplement_served,
    "supplement_until": _event_until(EventKind.SUPPLEMENT_NOTICED),
    "supplement_received_on": _event_day(EventKind.SUPPLEMENT_RECEIVED),
    "reasons_asked_on": _event_day(EventKind.REASONS_ASKED),
    "withdrawn_on": _event_day(EventKind.WITHDRAWN),
    "earlier_number": _earlier_number,
    "earlier_on": _earlier_on,
    "fee_number": _fee_number,
    "fee_noticed_on": _fee_noticed,
    "amount": _fee_amount,
    "pay_until": _fee_until,
    "asked": _asked,
    "asked_on": _asked_on,
}
