"""What the applicant is told of a step, by mail and text message, in the step's own transaction.

submitted(incoming, to, *, code, at)                the receipt, with number and query code
tell(case, what, *, occasion, at, …)                an occasion of ``notices.occasions``, each told once
letter_left(service)                                what ``finish`` does after a letter has left

Applicants who asked on the portal are told in the ways they chose, all others by what they gave us. Neither name
nor what was asked is ever in it. Without a gateway a text message is begun for who chose one, and fails visibly;
nobody else is told that way then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.conf import settings

from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.cases.models import Case, Incoming, Service, Submission
from gongkai.cases.words import PartyRole, Route
from gongkai.notices import outbox, texting, wording
from gongkai.notices.models import Notice
from gongkai.notices.occasions import occasion as occasion_of

# The applicant's own copy of a letter, by its kind; an answer is told by the way it went.
_LETTERS: Mapping[str, str] = {
    "supplement-notice": "supplement",
    "reasons-notice": "reasons",
    "extension-notice": "extension",
    "delay-notice": "extension",
    "fee-notice": "fee",
}
_SET_BY_LETTER = frozenset({"supplement", "reasons"})
_NO_DAY = "另行告知的日期"

# case, the time of typing: told when the step is done and before it is recorded
Tell = Callable[[Case, datetime], None]


def submitted(incoming: Incoming, to: Mapping[str, str], *, code: str, at: datetime) -> list[Notice]:
    """``to``: the address of each means by which the applicant wants to hear."""
    values = {"number": incoming.number, "code": code}
    return _put(incoming.agency, "submitted", to, values, about=incoming.key,
                once=f"tell:{incoming.key}:submitted", at=at)  # fmt: skip


def tell(case: Case, what: str, *, occasion: str = "", at: datetime, **values: str) -> list[Notice]:
    """``occasion`` tells apart what may happen twice (the letter, the paper); "" for what happens once. Nothing
    where the applicant gave no address."""
    told = {"number": case.number, "due": _day_words(case.due_on, case), **values}
    every = occasion_of(what).secret
    return _put(case.agency, what, ways(case, every=every), told, about=case.key,
                once=f"tell:{case.key}:{what}:{occasion}", at=at)  # fmt: skip


def ways(case: Case, *, every: bool = False) -> dict[str, str]:
    """The address of each means that can be used, "" for none. An applicant who chose is told in those ways;
    ``every``: and by all there are where none of those reaches them."""
    people = [case.applicant, *(one.applicant for one in case.parties.filter(role=PartyRole.AGENT))]
    found = {
        "mail": next((one.email for one in people if one.email), ""),
        "text": next((m for one in people if (m := texting.mobile(one.phone))), ""),
    }
    usable = ["mail", *(["text"] if texting.available() else [])]
    chosen = _chosen(case)
    if chosen is None or (every and not any(found[means] for means in chosen)):
        chosen = usable
    return {means: address if means in chosen else "" for means, address in found.items()}


def _chosen(case: Case) -> list[str] | None:
    """None for who was never asked."""
    form = Submission.objects.filter(incoming__case__in=[case.pk, case.split_from_id or case.pk])
    made = form.filter(incoming__settled_as=Incoming.SettledAs.CASE).first()
    if made is None:
        return None
    found = json.loads(made.values or "{}").get("notify", [])
    return [found] if isinstance(found, str) else list(found)


def letter_left(service: Service) -> Tell | None:
    """None where nobody has to be told: a letter to somebody else, or one that is handed over."""
    if service.to != "applicant" or service.route != Route.POST or service.follows_id:
        return None
    kind = service.letter.kind
    answers = service.case.decisions.filter(letter=service.letter).exclude(reply="withdrawn").exists()
    what = "posted" if answers else _LETTERS.get(kind, "")
    if not what:
        return None

    def say(case: Case, at: datetime) -> None:
        line = case.events.filter(letter=service.letter).exclude(until=None).last()
        values = {"postal": service.postal_number}
        if what in _SET_BY_LETTER and line is not None:
            values["due"] = _day_words(line.until)
        tell(case, what, occasion=service.letter.key, at=at, **values)

    return say


def _put(
    agency: Agency, what: str, to: Mapping[str, str], values: Mapping[str, str], *, about: str, once: str,
    at: datetime,
) -> list[Notice]:  # fmt: skip
    kind, made = occasion_of(what), []
    values = {"link": f"{settings.GONGKAI_ADDRESS}/follow/", **values}
    for means, address in to.items():
        if address:
            body = wording.written(agency, what, means, values, on=day(at))
            made.append(outbox.put(
                agency, means=means, address=address, subject=kind.subject, body=body, about=about,
                once=f"{once}:{means}", secret=kind.secret, at=at,
            ))  # fmt: skip
    return made


def _day_words(on: date | None, case: Case | None = None) -> str:
    if on is None:
        return _NO_DAY
    return f"{on.year}年{on.month}月{on.day}日{'（暂定）' if case and case.provisional else ''}"
