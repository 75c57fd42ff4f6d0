"""Characters of a PDF page as lines of text, each cut where a wide gap parts it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Char = Mapping[str, Any]

# Fonts often name a glyph by its radical or compatibility twin: U+2F00 looks like 一 and is not it.
_TWINS = {
    code: plain
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF))
    for code in range(first, last + 1)
    if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_GAP = 0.5  # of the size of type: a blank between words
_WIDE = 1.6  # of the size of type: another column


@dataclass(slots=True)
class Segment:
    """A run of text without a wide gap in it. ``marks`` holds the middle of each character of ``text``."""

    text: str
    x0: float
    x1: float
    marks: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One line of text; ``segments`` are its parts between wide gaps. Distances in points from the top left."""

    segments: list[Segment]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines(chars: Iterable[Char]) -> list[Line]:
    """Lines from top to bottom. Characters printed twice for a bold look count once."""
    rows: list[list[Char]] = []
    at, size = 0.0, 0.0
    for char in sorted(chars, key=_middle):
        middle = _middle(char)
        if rows and middle - at <= 0.4 * max(size, char["size"]):
            rows[-1].append(char)
        else:
            rows.append([char])
            at, size = middle, char["size"]
    return [line for row in rows if (line := _line(row)) is not None]


def text_of(chars: list[Char]) -> str:
    """The text of a cell, line by line."""
    if len(chars) == 1:
        return str(chars[0]["text"]).translate(_TWINS).strip()
    return "\n".join(line.text for line in lines(chars))


def _middle(char: Char) -> float:
    return (float(char["top"]) + float(char["bottom"])) / 2


def _line(row: list[Char]) -> Line | None:
    row.sort(key=lambda c: c["x0"])
    size = max(float(c["size"]) for c in row)
    segments: list[Segment] = []
    last: Char | None = None
    for char in row:
        text = str(char["text"])
        if not text.strip():
            continue
        if last is not None and text == last["text"] and char["x0"] - last["x0"] < 0.25 * size:
            continue
        x0, x1 = float(char["x0"]), float(char["x1"])
        gap = 0.0 if last is None else x0 - float(last["x1"])
        if last is None or gap > _WIDE * size:
            segments.append(Segment(text, x0, x1, [(x0 + x1) / 2] * len(text)))
        else:
            _put(segments[-1], text, x0, x1, gap / size)
        last = char
    if not segments:
        return None
    for segment in segments:
        segment.text = segment.text.translate(_TWINS)
    return Line(segments, min(float(c["top"]) for c in row), max(float(c["bottom"]) for c in row), size)


def _put(segment: Segment, text: str, x0: float, x1: float, gap: float) -> None:
    """Another character after a gap (in sizes of type). Justified Chinese is spaced out, and has no blanks
    between words."""
    if gap > (_GAP if text.isascii() or segment.text[-1].isascii() else 2 * _GAP):
        segment.text += " "
        segment.marks.append(x0)
    segment.text += text
    segment.marks += [(x0 + x1) / 2] * len(text)
    segment.x1 = max(segment.x1, x1)
