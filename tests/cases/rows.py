"""Cases written straight into the tables, where a test is about counting or listing them and not about a step."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.cases.models import Applicant, Case
from gongkai.cases.states import State

from .conftest import AT

_numbers = itertools.count(1)


def applicant(agency: Agency, kind: str = "natural", name: str = "张三丰") -> Applicant:
    return Applicant.objects.create(
        agency=agency, kind=kind, name=name, name_hash="x", phone="13800000000", created_at=AT
    )


def a_case(agency: Agency, received_on: date | None = date(2026, 2, 2), **fields: Any) -> Case:
    """In hand unless ``fields`` say otherwise; counted when they say in which row and on what day."""
    one = fields.pop("applicant", None) or applicant(agency, fields.get("applicant_class", "natural"))
    counted = bool(fields.get("counted_row"))
    state = fields.setdefault("state", State.CLOSED if counted else State.OPEN)
    if state == State.CLOSED:
        fields.setdefault("closed_on", fields.get("counted_on") or received_on)
    fields.setdefault("arrived_on", received_on or date(2026, 2, 2))
    fields.setdefault("applicant_class", one.kind)
    fields.setdefault("number", f"n{next(_numbers)}")
    return Case.objects.create(
        agency=agency,
        channel="window",
        applicant=one,
        received_on=received_on,
        description=fields.pop("description", "2025年低保资金发放情况"),
        created_at=AT,
        **fields,
    )
