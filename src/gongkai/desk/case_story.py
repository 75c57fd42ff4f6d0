"""The time line of a case in words: what happened on which day, by whom, with its letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.cases.models import Case, CaseEvent
from gongkai.statute.clock import EventKind
from gongkai.ui.templatetags.ui import day_text

# What only tells, beside the kinds of the clock.
_TOLD: Mapping[str, str] = {
    "registered": "登记为申请",
    "confirmed": "双方确认收到",
    "assigned": "分派",
    "claimed": "认领",
    "handed-over": "移交",
    "letter-prepared": "拟写文书",
    "extension-consented": "负责人同意延期",
    "service-failed": "送达未成",
    "reopened": "重新办理",
    "split": "拆分",
    "merged": "并案",
}
_KINDS: Mapping[str, str] = {kind.value: kind.label for kind in EventKind}


@dataclass(frozen=True, slots=True)
class StoryLine:
    """``sub`` are the small facts beneath; ``struck`` why it was struck out."""

    on: date
    words: str
    sub: tuple[str, ...]
    by: str
    at: datetime
    struck: str
    letter: int | None
    pk: int


def words(kind: str) -> str:
    return _KINDS.get(kind) or _TOLD.get(kind, kind)


def story(case: Case) -> tuple[StoryLine, ...]:
    """The newest last; what was struck out stays, marked."""
    events: Iterable[CaseEvent] = case.events.select_related("by", "letter")
    tags = {one.tag: one.party for one in case.consultations.all()}
    return tuple(_line(event, tags) for event in events)


def _line(event: CaseEvent, tags: Mapping[str, str]) -> StoryLine:
    return StoryLine(
        on=event.on,
        words=words(event.kind),
        sub=tuple(_facts(event, tags)),
        by=event.by.name if event.by else "系统",
        at=event.at,
        struck=event.struck_reason if event.struck_at else "",
        letter=event.letter_id,
        pk=event.pk,
    )


def _facts(event: CaseEvent, tags: Mapping[str, str]) -> Iterable[str]:
    if event.tag:
        yield tags.get(event.tag, event.tag)
    if event.days:
        yield f"{event.days} 个工作日"
    if event.until:
        yield f"至{day_text(event.until)}"
    if event.letter and event.letter.number:
        yield event.letter.number
