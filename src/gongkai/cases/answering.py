"""What happens when the letter that answers leaves and arrives."""

from __future__ import annotations

from datetime import date, datetime

from gongkai.agencies.permissions import Who
from gongkai.cases import counting, deciding, events, fit, releases
from gongkai.cases.models import Case, Consultation, Decision, Service
from gongkai.cases.words import Route
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind

# Handed over: the day of signature; else the day it was posted, or sent to where the applicant receives.
_SIGNED = frozenset({Route.DIRECT, Route.DELEGATED})


def law(case: Case, letter: Letter, on: date) -> None:
    """Refused before the decision, and before a third party who did not agree was told in writing what is
    given and why (Art. 32)."""
    decision = _of(case, letter)
    if decision.decided_on is None:
        raise WrongState("处理决定尚未批准，不能发出。")
    if on < decision.decided_on:
        raise Refused(f"发出日期早于作出处理决定的日期（{decision.decided_on}），请核对。")
    if decision.reply in releases.GIVES:
        _told(case, decision, on)
        _fit_to_leave(case)


def _told(case: Case, decision: Decision, on: date) -> None:
    for one in to_be_told(case, decision):
        if not _left(case, one, on):
            raise Refused(
                f"向第三方{one.tag}公开其信息以前，须书面告知决定公开的内容和理由（《条例》第三十二条）；"
                "请先发出第三方告知书。"
            )


def _fit_to_leave(case: Case) -> None:
    lacking = fit.lacking(case)
    if lacking:
        raise Refused(f"{'；'.join(lacking)}，不能发出。")


def to_be_told(case: Case, decision: Decision) -> list[Consultation]:
    """Third parties who did not agree and whose information is given all the same."""
    parties = case.consultations.filter(whom=Consultation.Whom.THIRD_PARTY).exclude(opinion="agrees")
    kept = decision.reply == "partial" and "third-party" in deciding.grounds_of(decision)
    return [one for one in parties if one.opinion and not (kept and one.override_at is None)]


def _left(case: Case, one: Consultation, on: date) -> bool:
    sent = case.services.filter(letter=one.notice, dispatched_on__lte=on) if one.notice else None
    if sent is None:
        return False
    return any(s.route not in _SIGNED or s.result in ("served", "refused") for s in sent)


def leaves(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    """The agency's clock stops, on the day of posting or of signature (国办公开办函〔2016〕235号)."""
    decision = _of(case, service.letter)
    first = decision.dispatched_on is None
    if first:
        decision.dispatched_on = on
        decision.save(update_fields=["dispatched_on"])
        counting.count(case, decision, on=on, moment="dispatch")
    kind = EventKind.SERVED if service.route in _SIGNED else EventKind.POSTED
    data = {"service": service.pk, "route": service.route, "again": not first}
    events.add(case, kind, on, letter=service.letter, data=data, by=user, at=at)


def arrives(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    """The applicant's periods begin."""
    decision = _of(case, service.letter)
    decision.served_on = on
    decision.save(update_fields=["served_on"])
    if service.route not in _SIGNED:
        data = {"service": service.pk, "route": service.route, "result": service.result}
        events.add(case, "answer-received", on, letter=service.letter, data=data, by=user, at=at)


def _of(case: Case, letter: Letter) -> Decision:
    return case.decisions.get(letter=letter)
