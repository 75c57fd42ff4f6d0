"""A case as data, for whoever takes it in by machine: its metadata, and its entries of the audit chain as they
were hashed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.audit.chain import canonical, instant
from gongkai.audit.models import Entry
from gongkai.audit.verify import link
from gongkai.cases import papers
from gongkai.cases.models import Case, CaseEvent, Decision, Incoming
from gongkai.statute import outcomes

# Making a bundle is told in the chain as well, and would make the next one another.
_OF_ITSELF = ("cases.bundle",)
_FORMAT = "gongkai-case-1"


def metadata(case: Case, decision: Decision | None) -> bytes:
    """JSON: what the case is, its days, its answers. What a person wrote stands in the papers, not here."""
    answers = [decision] if decision else case.decisions.exclude(decided_on=None).select_related("letter")
    told: dict[str, Any] = {
        "format": _FORMAT,
        "agency": {"name": case.agency.name, "credit_code": case.agency.credit_code},
        "number": case.number,
        "kind": case.kind,
        "state": case.state if decision is None else "",
        "channel": case.channel,
        "applicant_class": case.applicant_class,
        "arrived_on": case.arrived_on,
        "received_on": case.received_on,
        "due_on": case.due_on,
        "answered_on": case.answered_on,
        "closed_on": case.closed_on if decision is None else None,
        "table_3": {"row": case.counted_row, "on": case.counted_on},
        "decisions": [_decision(one) for one in answers],
        "events": [_event(one) for one in _events(case, decision)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "round": one.round,
        "reply": one.reply,
        "row": one.row,
        "row_title": outcomes.row_label(one.row) if one.row else "",
        "number": one.letter.number if one.letter else "",
        "sealed_sha256": one.letter.sealed_sha256 if one.letter else "",
        "decided_on": one.decided_on,
        "dispatched_on": one.dispatched_on,
        "served_on": one.served_on,
    }


def _events(case: Case, decision: Decision | None) -> QuerySet[CaseEvent]:
    found = case.events.all()
    return found.filter(at__lte=decision.frozen_at) if decision else found


def _event(one: CaseEvent) -> dict[str, Any]:
    return {
        "kind": one.kind, "on": one.on, "round": one.round, "tag": one.tag, "days": one.days, "until": one.until,
        "struck": one.struck_at is not None,
    }  # fmt: skip


def entries(case: Case, decision: Decision | None) -> QuerySet[Entry]:
    """What the audit chain tells of the case, its letters and what it came from; up to the decision."""
    keys = [case.key, *(letter.key for letter in papers.of_case(case))]
    keys += [one.key for one in Incoming.objects.filter(case=case)]
    found = Entry.objects.filter(object__in=keys).exclude(verb__in=_OF_ITSELF).order_by("sequence")
    return found.filter(at__lte=decision.frozen_at) if decision and decision.frozen_at else found


def audit_extract(case: Case, decision: Decision | None) -> bytes:
    """One entry a line, with its digest. The digest is the SHA-256 of the line without it, as canonical JSON
    (sorted keys, no white space); ``previous`` is that of the entry before it in the whole chain."""
    return "".join(f"{_line(one)}\n" for one in entries(case, decision)).encode()


def _line(one: Entry) -> str:
    return canonical({**link(one).__dict__, "at": instant(one.at), "digest": one.digest})


def last_touched(case: Case) -> datetime:
    """When anything last happened that stands in the whole file."""
    last = entries(case, None).last()
    return max(case.created_at, last.at) if last else case.created_at
