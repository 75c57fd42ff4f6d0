"""The strings that must be gone, and where each of them must be gone from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


def of_boxes(letters: Sequence[Letter], boxes: Sequence[Box]) -> list[Mark]:
    """What stands under the boxes of a page: each unbroken piece of text (that of a term over the end of a line is
    one, though it has two boxes), and every personal number in it."""
    made: list[Mark] = []
    for here_only in (False, True):
        rects = [box.rect for box in boxes if box.here_only is here_only]
        for written in _pieces(letters, covered(letters, rects)):
            made += _of_piece(written, here_only)
    return made


def _of_piece(written: str, here_only: bool) -> Iterator[Mark]:
    text = plain(written)
    if len(text) >= LEAST:
        yield Mark(text, written, len(text) >= SENSIBLE and not here_only, here_only)
    for hit in personal.find(written, personal.ALL):
        yield Mark(plain(hit.text), hit.text, not here_only, here_only)


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
