"""What is asked, and as which field of a sheet.

options_of(kind, text) -> [{"label": …, "points": …}]      as a person writes them, one a line
written(question) -> str                                   the same way back
asked_of(questionnaire) -> (Asked, …)                      every field of a sheet in its order
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.supervision.appraisal.states import Kind
from gongkai.supervision.models import Question, Questionnaire

# What "I do not know this" is in a sheet; a place in ``options`` is a number.
UNKNOWN: Final = "u"
UNKNOWN_LABEL: Final = "不了解"
MOST_OPTIONS: Final = 20
LONGEST_LABEL: Final = 100
_MOST_POINTS: Final = Decimal(1000)
_LEAST_OPTIONS: Final = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a sheet: a question, of one body where it is asked of each (None: of all together)."""

    name: str
    question: Question
    subject: Agency | None
    number: int

    @property
    def label(self) -> str:
        about = f"{self.subject.name}：" if self.subject else ""
        return f"{self.number}. {about}{self.question.text}"


def asked_of(questionnaire: Questionnaire) -> tuple[Asked, ...]:
    bodies: list[Agency] = [one.agency for one in questionnaire.appraised.select_related("agency")]
    return tuple(
        Asked(f"q{one.pk}-{body.pk}" if body else f"q{one.pk}", one, body, number)
        for number, one in enumerate(questionnaire.questions.all(), start=1)
        for body in (bodies if one.each else [None])
    )


def options_of(kind: str, text: str) -> list[dict[str, str]]:
    """Refused, saying which line. A question in words has none. A point of a scale is written ``5 非常满意``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if kind == Kind.TEXT:
        return []
    if not _LEAST_OPTIONS <= len(lines) <= MOST_OPTIONS:
        raise Refused(f"请写{_LEAST_OPTIONS}到{MOST_OPTIONS}个选项，一行一个。")
    found = [_point(line) if kind == Kind.SCALE else {"label": line} for line in lines]
    labels = [one["label"] for one in found]
    if long := next((one for one in labels if len(one) > LONGEST_LABEL), None):
        raise Refused(f"选项“{long[:20]}…”超过{LONGEST_LABEL}个字，请缩短。")
    if twice := next((one for one in labels if labels.count(one) > 1), None):
        raise Refused(f"选项“{twice}”写了两次。")
    if UNKNOWN_LABEL in labels:
        raise Refused(f"“{UNKNOWN_LABEL}”不是一个选项：它不计分，请勾选“可以选不了解”。")
    if kind == Kind.SCALE:
        _ensure_ordered([Decimal(one["points"]) for one in found])
    return found


def _point(line: str) -> dict[str, str]:
    written, _, label = line.replace("\u3000", " ").replace("\t", " ").partition(" ")
    try:
        points = Decimal(written.removesuffix("分"))
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or abs(points) > _MOST_POINTS or not label.strip():
        raise Refused(f"“{line[:20]}”应先写分值再写含义，例如：5 非常满意。")
    return {"label": label.strip(), "points": f"{points.normalize():f}"}


def _ensure_ordered(points: Sequence[Decimal]) -> None:
    """A scale goes from one end to the other; else nobody could read its mean."""
    if list(points) not in (sorted(set(points)), sorted(set(points), reverse=True)):
        raise Refused("量表的分值应从高到低或者从低到高排列，不能重复。")


def written(question: Question) -> str:
    return "\n".join(" ".join(filter(None, (one.get("points"), one["label"]))) for one in question.options)
