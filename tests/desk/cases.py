"""Requests laid down as rows, for pages that only show them; steps are tested with ``tests/cases``."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import due
from gongkai.cases.models import Applicant, Case, CaseEvent
from gongkai.cases.states import State

# A Friday in the middle of a request's twenty working days.
NOW = datetime(2026, 3, 13, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
RECEIVED = date(2026, 3, 2)
NAME = "欧阳某某"
NUMBER = "990001199001011234"
_numbers = itertools.count(1)


def applicant(agency: Agency, name: str = NAME, kind: str = "natural") -> Applicant:
    return Applicant.objects.create(
        agency=agency, kind=kind, name=name, name_hash="x", document="other", document_number=NUMBER,
        phone="13800001234", email="someone@example.cn", address="示范区公开路一百号", created_at=NOW,
    )  # fmt: skip


def made(agency: Agency, handler: Person | None = None, received_on: date = RECEIVED, **fields: Any) -> Case:
    """In hand unless ``fields`` say otherwise, with its receipt on the time line and its date worked out."""
    who = fields.pop("applicant", None) or applicant(agency)
    state = fields.pop("state", State.OPEN)
    fields.setdefault("number", f"示住建申〔2026〕{next(_numbers)}号")
    case = Case.objects.create(
        agency=agency, handler=handler, state=state,
        channel=fields.pop("channel", "signed_post"), applicant=who, applicant_class=who.kind,
        arrived_on=received_on, received_on=None if state == State.UNCONFIRMED else received_on,
        description=fields.pop("description", "老旧小区改造工程的招标文件"), created_at=NOW, **fields,
    )  # fmt: skip
    if case.received_on:
        happened(case, "received", received_on, handler)
    return case


def happened(case: Case, kind: str, on: date, by: Person | None = None, **fields: Any) -> CaseEvent:
    """One more line, and what follows from it."""
    event = CaseEvent.objects.create(case=case, kind=kind, on=on, by=by, at=NOW, round=case.round, **fields)
    due.refresh(case, on=TODAY)
    return event
