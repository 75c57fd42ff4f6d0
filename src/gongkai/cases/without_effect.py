"""What happened when the law gave it no effect any more: a notice posted after its day, a payment that was late.

It is taken down, for the file must say what happened; neither the dates nor the state of the case move, and the
working of the clock says so. The line keeps, under ``KEY``, what it would have been.
"""

from __future__ import annotations

from datetime import date, datetime

from gongkai.agencies.permissions import Who
from gongkai.cases import due, effects, events, papers
from gongkai.cases.models import Case, CaseEvent, Service

KEY = due.WITHOUT_EFFECT


def left(user: Who, case: Case, service: Service, on: date, at: datetime) -> CaseEvent:
    """A letter that left, or was signed for, when it could not act any more."""
    line, written = effects.of(case, service.letter).line, papers.line_of(case, service.letter)
    data = {"kind": service.letter.kind, "service": service.pk, "route": service.route, KEY: str(line or "")}
    return events.add(
        case, "letter-dispatched", on, days=written.days, until=written.until, letter=service.letter, data=data,
        by=user, at=at,
    )  # fmt: skip


def of(case: Case, service: Service) -> bool:
    """Did this attempt leave without effect?"""
    lines = due.standing(case, case.round)
    return any(line.data.get("service") == service.pk and line.data.get(KEY) for line in lines)
