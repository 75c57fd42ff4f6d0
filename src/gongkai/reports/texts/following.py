"""A text brought up to its records: what was drafted is drafted anew, what a person worded keeps its words and
only its figures change.

followed(text, facts, library) -> Followed
rejoined(text, facts, library) -> Text          what reads again as it would be drafted is the draft again
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongkai.reports.texts.facts import Facts, reads
from gongkai.reports.texts.library import Library
from gongkai.reports.texts.pieces import HAND, Bound, Paragraph, Piece, Run, Text, joined
from gongkai.reports.texts.writing import HEADING, headed, sentence


@dataclass(frozen=True, slots=True)
class Change:
    """Words that no longer say what the records say. ``now`` is None where the record is gone: the words stay, for
    the person to change. ``name`` is the fact that a figure is bound to, "" for a whole sentence as drafted."""

    name: str
    sentence: str
    before: str
    now: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    text: Text
    changes: tuple[Change, ...]


def followed(text: Text, facts: Facts, library: Library) -> Followed:
    changes: list[Change] = []
    made = tuple(replace(one, runs=tuple(_run(run, facts, library, changes) for run in one.runs)) for one in text)
    return Followed(headed(made, library), tuple(changes))


def rejoined(text: Text, facts: Facts, library: Library) -> Text:
    """After somebody took back what they wrote: the figures of that sentence follow their records again."""
    return tuple(replace(one, runs=_rejoined(one, facts, library)) for one in text)


def _rejoined(paragraph: Paragraph, facts: Facts, library: Library) -> tuple[Run, ...]:
    there = {run.code for run in paragraph.runs}
    drafted = (sentence(one, facts) for one in library.of(paragraph.code) if one.code not in there)
    by_text = {run.text: run for run in drafted if run.pieces}
    return tuple(run if run.code else by_text.get(run.text, run) for run in paragraph.runs)


def _run(run: Run, facts: Facts, library: Library, changes: list[Change]) -> Run:
    if run.code == HEADING:
        return run
    drafted = library.sentence(run.code) if run.code else None
    if drafted is None:
        return _by_hand(run, facts, changes)
    now = sentence(drafted, facts)
    if now.text != run.text:
        changes.append(Change("", run.code, run.text, now.text))
    return now


def _by_hand(run: Run, facts: Facts, changes: list[Change]) -> Run:
    return replace(run, code=run.code or HAND, pieces=joined(_pieces(run, facts, changes)))


def _pieces(run: Run, facts: Facts, changes: list[Change]) -> Iterator[Piece]:
    for piece in run.pieces:
        if isinstance(piece, str):
            yield piece
            continue
        now = reads(facts, piece.name)
        if now != piece.shown:
            changes.append(Change(piece.name, run.text, piece.shown, now or None))
        yield Bound(piece.name, now) if now else piece
