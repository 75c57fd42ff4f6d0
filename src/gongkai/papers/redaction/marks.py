"""The strings that must be gone, and where each of them must be gone from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.papers import personal

from .boxes import Box
from .burning import covered
from .reading import Letter
from .spelling import plain

SENSIBLE = 4
"""Letters from which on what a hand-drawn box covers may be seen nowhere else: a box over 的 stops no release."""
LEAST = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """``written`` as it stands in the paper, ``text`` in its plainest form.

    ``everywhere``: it may not be seen on any page. Otherwise it may be seen where nobody boxed it, which is said
    to whoever checks unless ``here_only``; what nobody sees (names, strings, streams) must be free of it anyway.
    """

    text: str
    written: str
    everywhere: bool
    here_only: bool = False


def of_terms(terms: Iterable[str]) -> list[Mark]:
    return [Mark(text, term.strip(), True) for term in terms if (text := plain(term))]


def of_box(letters: Sequence[Letter], box: Box) -> list[Mark]:
    """What stands under a box: each unbroken piece of text, and every personal number in it."""
    made: list[Mark] = []
    for written in _pieces(letters, covered(letters, [box.rect])):
        text = plain(written)
        if len(text) >= LEAST:
            made.append(Mark(text, written, len(text) >= SENSIBLE and not box.here_only, box.here_only))
        for hit in personal.find(written, personal.ALL):
            made.append(Mark(plain(hit.text), hit.text, True))
    return made


def _pieces(letters: Sequence[Letter], under: set[int]) -> list[str]:
    """Covered letters that follow one another, a gap of white space being none."""
    pieces, piece = [], ""
    for at, one in enumerate(letters):
        if at in under and one.known:
            piece += one.text
        elif one.ink is None or one.text.isspace():
            piece += one.text if piece else ""
        elif piece:
            pieces.append(piece.strip())
            piece = ""
    return [*pieces, piece.strip()] if piece.strip() else pieces


def united(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """Each string once, under its strictest rule."""
    strictest: dict[str, Mark] = {}
    for one in found:
        known = strictest.get(one.text)
        if known is None or (one.everywhere, not one.here_only) > (known.everywhere, not known.here_only):
            strictest[one.text] = one
    return tuple(strictest.values())
