"""A drafted text as what it is made of: plain words, and words that a record stands behind.

A paragraph is a row of runs. A run that keeps the code of its sentence stands as it was drafted; once a person
has worded it otherwise its code is "" and only what is bound in it still follows the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bound:
    """``name`` is that of the fact, or of one number of it (``results/予以公开``); ``shown`` is how it reads."""

    name: str
    shown: str


Piece = str | Bound


@dataclass(frozen=True, slots=True)
class Run:
    """One sentence. ``code`` names the sentence it was drafted from, "" where a person wrote it. A run without
    pieces is a sentence that has nothing to say, until there is a record of it."""

    code: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.shown for one in self.pieces)

    @property
    def bound(self) -> tuple[Bound, ...]:
        return tuple(one for one in self.pieces if isinstance(one, Bound))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``code`` names its place in the report (``publish``), "" for one that a person put in."""

    code: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def bound(self) -> tuple[Bound, ...]:
        return tuple(one for run in self.runs for one in run.bound)


Text = tuple[Paragraph, ...]
"""The paragraphs of one part of a report: its opening lines, or one section."""

HAND: Final = ""


def lines(text: Text) -> tuple[str, ...]:
    """The paragraphs as they are printed: one with nothing in it is not, and a sentence may begin new ones."""
    return tuple(line for one in text for line in one.text.split("\n") if line)


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same with neighbouring words in one piece."""
    made: list[Piece] = []
    for one in pieces:
        if isinstance(one, str) and made and isinstance(made[-1], str):
            made[-1] += one
        elif one != "":
            made.append(one)
    return tuple(made)


def dump(text: Text) -> list[Plain]:
    """As plain JSON; a bound piece is a pair, a plain one a string."""
    return [
        {"code": one.code, "runs": [{"code": run.code, "pieces": _plain(run.pieces)} for run in one.runs]}
        for one in text
    ]


def load(plain: Sequence[Plain]) -> Text:
    """What ``dump`` wrote."""
    return tuple(
        Paragraph(one["code"], tuple(Run(run["code"], _pieces(run["pieces"])) for run in one["runs"]))
        for one in plain
    )


def _plain(pieces: tuple[Piece, ...]) -> list[str | list[str]]:
    return [one if isinstance(one, str) else [one.name, one.shown] for one in pieces]


def _pieces(plain: Sequence[str | Sequence[str]]) -> tuple[Piece, ...]:
    return tuple(one if isinstance(one, str) else Bound(*one) for one in plain)
