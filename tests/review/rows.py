"""Proceedings put straight into the tables, for tests that only count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.review.models import Instance, Proceeding
from gongkai.review.states import State
from gongkai.review.words import Kind, Level
from tests.district import SHANGHAI

# When an instance began, when it ended, and how: "" while it goes on.
Round = tuple[date, date | None, str]


def proceeding(
    agency: Agency, kind: str = Kind.RECONSIDERATION, *rounds: Round, state: str = State.PENDING, **more: Any
) -> Proceeding:
    made = Proceeding.objects.create(
        agency=agency,
        number=f"件{Proceeding.objects.count() + 1}",
        kind=kind,
        state=state,
        received_on=rounds[0][0],
        created_at=datetime(2026, 1, 1, tzinfo=SHANGHAI),
        **more,
    )
    instances(made, rounds)
    return made


def instances(of: Proceeding, rounds: Sequence[Round]) -> None:
    first = Level.REVIEW if of.is_review else Level.FIRST
    for number, (began, ended, outcome) in enumerate(rounds, start=1):
        level = first if number == 1 else Level.SECOND
        Instance.objects.create(
            proceeding=of, number=number, level=level, began_on=began, ended_on=ended, outcome=outcome
        )
