"""The time line of a case: what happened on which day, entered by whom, with its small facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.cases import lines
from gongkai.cases.models import Case, CaseEvent


@dataclass(frozen=True, slots=True)
class StoryLine:
    """``sub`` are the small facts beside it; ``struck`` why it was struck out."""

    on: date
    words: str
    sub: tuple[str, ...]
    by: str
    at: datetime
    struck: str
    pk: int


def story(case: Case) -> tuple[StoryLine, ...]:
    """The newest last; what was struck out stays, marked."""
    return tuple(_line(event) for event in case.events.select_related("by", "letter"))


def _line(event: CaseEvent) -> StoryLine:
    return StoryLine(
        on=event.on,
        words=lines.label(event.kind, event.data.get("route", "")),
        sub=tuple(lines.facts(event)),
        by=event.by.name if event.by else "系统",
        at=event.at,
        struck=event.struck_reason if event.struck_at else "",
        pk=event.pk,
    )
