"""Where title and signature of a paper stand, as those of a letter do."""

from __future__ import annotations

from . import letter_layout
from .letter import Letter
from .paper import Paper


def title_lines(paper: Paper) -> list[str]:
    return letter_layout.title_lines(_as_letter(paper))


def right_of(paper: Paper) -> tuple[float, float]:
    """Characters left free right of the names and of the date: the longest name counts."""
    return letter_layout.signature_right(_as_letter(paper))


def _as_letter(paper: Paper) -> Letter:
    longest = max(paper.signed, key=letter_layout.width, default=paper.agency)
    name = longest if paper.signed else paper.agency
    return Letter(kind="paper", title=paper.title, agency=name or paper.agency, on=paper.on)
