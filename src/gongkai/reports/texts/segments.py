"""A text in the pieces that a page shows apart: words, figures that follow a record, numbers that equal none.

segments(text, facts) -> ((Segment, …), …)      one row a printed paragraph
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gongkai.reports.texts.facts import Facts, reads
from gongkai.reports.texts.marks import Mark, marks
from gongkai.reports.texts.pieces import Bound, Paragraph, Text


class Kind(StrEnum):
    WORDS = "words"
    # Follows its record.
    BOUND = "bound"
    # Its record says something else by now, or is gone.
    BEHIND = "behind"
    # A number that equals no record.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Segment:
    """``label`` names the fact it follows, or the facts of the same value; ``now`` is what the record says."""

    kind: Kind
    text: str
    label: str = ""
    name: str = ""
    now: str = ""


def segments(text: Text, facts: Facts) -> tuple[tuple[Segment, ...], ...]:
    found = marks(text, facts)
    rows: list[tuple[Segment, ...]] = []
    for at, paragraph in enumerate(text):
        if paragraph.text:
            mine = [one for one in found if one.paragraph == at]
            rows += _lines(tuple(_segments(paragraph, mine, facts)))
    return tuple(rows)


def label_of(facts: Facts, name: str) -> str:
    """公开属性：主动公开, 存在的问题."""
    code, _, inner = name.partition("/")
    label = facts[code].label if code in facts else ""
    value = facts[code].value if code in facts else None
    named = inner and not isinstance(value, tuple)
    return f"{label}：{inner}" if named and label else label


def _segments(paragraph: Paragraph, found: Sequence[Mark], facts: Facts) -> Iterator[Segment]:
    at = 0
    for piece in (piece for run in paragraph.runs for piece in run.pieces):
        if isinstance(piece, Bound):
            yield _bound(piece, facts)
            at += len(piece.shown)
        else:
            yield from _words(piece, at, found, facts)
            at += len(piece)


def _bound(piece: Bound, facts: Facts) -> Segment:
    now = reads(facts, piece.name)
    kind = Kind.BOUND if now == piece.shown else Kind.BEHIND
    return Segment(kind, piece.shown, label_of(facts, piece.name), piece.name, now or "")


def _words(words: str, start: int, found: Sequence[Mark], facts: Facts) -> Iterator[Segment]:
    at = 0
    for one in sorted(found, key=lambda one: one.start):
        begin, end = one.start - start, one.end - start
        if at <= begin < end <= len(words):
            yield Segment(Kind.WORDS, words[at:begin])
            yield Segment(Kind.UNKNOWN, words[begin:end], "、".join(label_of(facts, name) for name in one.near))
            at = end
    yield Segment(Kind.WORDS, words[at:])


def _lines(row: Sequence[Segment]) -> Iterator[tuple[Segment, ...]]:
    """A sentence may begin new paragraphs."""
    line: list[Segment] = []
    for one in row:
        first, *others = one.text.split("\n")
        line.append(replace(one, text=first))
        for words in others:
            yield tuple(segment for segment in line if segment.text)
            line = [replace(one, text=words)]
    yield tuple(segment for segment in line if segment.text)
