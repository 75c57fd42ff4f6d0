"""What is left of a page's text, laid unseen over its picture: every letter where it is drawn, in lines.

Viewers put words together from places and advances; so letters that follow one another go into one line with the
advances they had, whichever way the line runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from .boxes import Rect
from .finding import stacked
from .glyphless import EM, Font
from .reading import Letter
from .spelling import usual

_SPACE: Final = 250
_LEAST_MOVE: Final = 8
"""Thousandths of the height: less is not moved for, but not forgotten either."""
_SOFT_HYPHEN: Final = "\u00ad"
_ACROSS: Final = ("1 0 0 1", "0 -1 1 0", "-1 0 0 -1", "0 1 -1 0")
"""The directions of a line, by quarter turns clockwise: to the right, down, to the left, up."""
_BASE: Final = 0.2
"""How high above its lower edge a line of text stands, in heights."""


class _Placed(NamedTuple):
    """A letter in the direction of its line: ``along`` and ``across`` in points; None for an inferred space."""

    text: str
    rect: Rect | None


def text(letters: Sequence[Letter], size: tuple[float, float], font: Font) -> bytes:
    """The operators that lay those letters over a page of that size; nothing if there are none."""
    lines = [
        _line(run, turn, size, font)
        for turn, group in groupby(_turned(list(_whole(letters)), size), key=lambda one: one[0])
        for run in _runs([placed for _, placed in group])
    ]
    return ("BT 3 Tr\n" + "\n".join(lines) + "\nET\n").encode("ascii") if lines else b""


def _whole(letters: Sequence[Letter]) -> Iterator[Letter]:
    """Letters that one shape draws (ffi), as one."""
    last: Letter | None = None
    for one in letters:
        if last is not None and last.body is not None and one.body == last.body:
            last = last._replace(text=last.text + one.text)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _turned(letters: Sequence[Letter], size: tuple[float, float]) -> Iterator[tuple[int, _Placed]]:
    """Each letter with the turn of its line; a space takes that of the letter before it."""
    turn, above = 0, None
    for at, one in enumerate(letters):
        if one.body is None:
            yield turn, _Placed(one.text, None)
            continue
        below = next((other.body for other in letters[at + 1 : at + 2] if other.body is not None), None)
        column = (above, one.body), (one.body, below)
        down = any(a and b and a.y0 < b.y0 and stacked(a, b) for a, b in column)
        turn = 1 if one.turn == 0 and down else one.turn
        above = one.body
        yield turn, _Placed(one.text, _along(one.body, turn, size))


def _along(one: Rect, turn: int, size: tuple[float, float]) -> Rect:
    wide, high = size
    x0, y0, x1, y1 = one.x0 * wide, one.y0 * high, one.x1 * wide, one.y1 * high
    match turn:
        case 1:
            return Rect(y0, wide - x1, y1, wide - x0)
        case 2:
            return Rect(wide - x1, high - y1, wide - x0, high - y0)
        case 3:
            return Rect(high - y1, x0, high - y0, x1)
    return Rect(x0, y0, x1, y1)


def _runs(letters: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """Letters that follow one another on one line; a space goes with the word before it, a line end ends it."""
    run: list[_Placed] = []
    for one in letters:
        if one.rect is None:
            if run and one.text.isspace() and one.text not in "\r\n" and not run[-1].text.isspace():
                run.append(_Placed(" ", None))
            elif run and one.text in "\r\n":
                yield run
                run = []
            continue
        if run and not _follows(_last(run), one.rect):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _last(run: Sequence[_Placed]) -> Rect:
    return next(one.rect for one in reversed(run) if one.rect is not None)


def _follows(last: Rect, one: Rect) -> bool:
    low, high = sorted((last.y1 - last.y0, one.y1 - one.y0))
    level = min(last.y1, one.y1) - max(last.y0, one.y0) > 0.7 * low
    return level and one.x0 >= last.x0 and high < 1.7 * max(low, 1e-9)


def _line(run: Sequence[_Placed], turn: int, size: tuple[float, float], font: Font) -> str:
    """One line: every letter at its place, by moving back or forth between letters."""
    rects = [one.rect for one in run if one.rect is not None]
    top, bottom = min(one.y0 for one in rects), max(one.y1 for one in rects)
    height = max(bottom - top, 0.01)
    at = start = rects[0].x0
    parts: list[str] = ["<"]
    for one in run:
        place, taken = (at, float(_SPACE)) if one.rect is None else (one.rect.x0, _width(one.rect, height))
        if abs(move := (at - place) / height * EM) >= _LEAST_MOVE:
            parts.append(f"> {move:.0f} <")
            at = place
        code, advance = font.code("-" if one.text == _SOFT_HYPHEN else "".join(map(usual, one.text)), taken)
        parts.append(f"{code:04X}")
        at += advance / EM * height
    x, y = _origin(start, bottom - _BASE * height, turn, size)
    return f"/T {height:.3f} Tf {_ACROSS[turn]} {x:.3f} {y:.3f} Tm [{''.join(parts)}>] TJ"


def _width(one: Rect, height: float) -> float:
    return (one.x1 - one.x0) / height * EM


def _origin(along: float, across: float, turn: int, size: tuple[float, float]) -> tuple[float, float]:
    """Where a line begins, in the page's units (from the lower left)."""
    wide, high = size
    match turn:
        case 1:
            return wide - across, high - along
        case 2:
            return wide - along, across
        case 3:
            return across, along
    return along, high - across
