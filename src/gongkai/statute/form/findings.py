"""What a check finds: a fact to show to a person, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .report import Value

Severity = Literal["error", "warning", "hint"]
RELATIONS = (
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "A6",
    "A7",
    "A8",
    "A9",
    "A10",
    "period",
    "sections",
    "edition",
    "reading",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One violated or doubtful relation (核验问题).

    relation: A1 to A10 (勾稽关系), or period, sections, edition, reading. cells: names of the cells it is
    about, the wrong or doubtful one first. expected, found: the figures (or words) compared. message: one
    Chinese sentence for a person. place: where in the original. culprit: the one cell that explains this and
    other findings, where there is exactly one.
    """

    relation: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    expected: Value | str = None
    found: Value | str = None
    place: str | None = None
    culprit: str | None = None
