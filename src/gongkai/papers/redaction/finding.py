"""Where a term stands on a page: in the order of the file, and in the order of the eye."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from .boxes import PAGE, Rect
from .reading import Letter
from .spelling import Line, plain

_SAME: Final = 0.5
"""Two letters stand in one row if they share half the height of the lower one."""
_PAD: Final = 0.08
"""Heights of the row around what is burned: the soft edge of a letter goes, too."""
_MOST_PAD: Final = 1.0
"""Points: headlines need no more."""
_GAP: Final = 0.2
_COLUMN: Final = 0.7
_FAR: Final = 2.5
"""Heights of a letter: what stands further apart is not read as one word (the cells of a table)."""


class _Cell(NamedTuple):
    """A letter and its sides, along the row first."""

    start: float
    low: float
    end: float
    high: float
    at: int
    text: str


class Text:
    """The letters of a page, to be searched for many terms."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self.letters = letters
        self._has = set(plain("".join({one.text for one in letters})))
        self._known: dict[str, list[list[int]]] = {}

    def places(self, term: str) -> list[list[int]]:
        """The letters (by index) of every place where ``term`` stands, each place once."""
        if term not in self._known:
            self._known[term] = self._search(term)
        return self._known[term]

    def _search(self, term: str) -> list[list[int]]:
        wanted = plain(term)
        if not wanted or not set(wanted) <= self._has:
            return []
        found: dict[tuple[int, ...], None] = {}
        for line in self._orders:
            for start, end in line.find(term):
                found[tuple(sorted(set(line.places[start:end])))] = None
        return [list(one) for one in found]

    @cached_property
    def _orders(self) -> list[Line]:
        inked = [(at, one) for at, one in enumerate(self.letters) if one.ink and not one.text.isspace()]
        return [
            Line((at, one.text) for at, one in enumerate(self.letters)),
            *_lines(_Cell(*(one.body or one.ink or PAGE), at, one.text) for at, one in inked),
            *_lines(_Cell(*_turned(one.body or one.ink or PAGE), at, one.text) for at, one in inked),
        ]


def _turned(one: Rect) -> tuple[float, float, float, float]:
    """Sides swapped, so that a column is read as a row."""
    return one.y0, one.x0, one.y1, one.x1


def _lines(cells: Iterable[_Cell]) -> Iterator[Line]:
    rows: list[list[_Cell]] = []
    for one in sorted(cells, key=lambda cell: cell.low + cell.high):
        if rows and _level(rows[-1][-1], one):
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        yield Line(_spaced(sorted(row)))


def _level(one: _Cell, other: _Cell) -> bool:
    shared = min(one.high, other.high) - max(one.low, other.low)
    return shared > _SAME * min(one.high - one.low, other.high - other.low)


def _spaced(row: Iterable[_Cell]) -> Iterator[tuple[int, str]]:
    last: _Cell | None = None
    for one in row:
        if last is not None:
            gap, width = one.start - last.end, max(one.end - one.start, last.end - last.start)
            if gap > _FAR * width:
                yield last.at, "\ufffc"
            elif gap > _GAP * width:
                yield last.at, " "
        yield one.at, one.text
        last = one


def boxes(letters: Sequence[Letter], hit: Sequence[int], size: tuple[float, float]) -> list[Rect]:
    """Boxes over those letters, one for each row they stand in."""
    rows: list[Rect] = []
    for at in hit:
        if (whole := _whole(letters[at])) is None:
            continue
        if rows and (_beside(rows[-1], whole) or stacked(rows[-1], whole)):
            rows[-1] = rows[-1].join(whole)
        else:
            rows.append(whole)
    return [_padded(row, size) for row in rows]


def _padded(row: Rect, size: tuple[float, float]) -> Rect:
    pad = min(_PAD * (row.y1 - row.y0) * size[1], _MOST_PAD)
    return row.wider(pad / max(size[0], pad), pad / max(size[1], pad)) if pad > 0 else row


def _whole(one: Letter) -> Rect | None:
    """The ink, and the width the letter takes; None for a space that nobody wrote."""
    ink, body = one.ink, one.body
    if ink is None or body is None or body.area <= 0:
        return ink
    middle = (body.y1 - body.y0) * 0.15
    return ink.join(Rect(body.x0, body.y0 + middle, body.x1, body.y1 - middle))


def stacked(one: Rect, other: Rect) -> bool:
    """Whether one stands right over or under the other, as in a column of Chinese or a line that runs upwards."""
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    gap = max(one.y0, other.y0) - min(one.y1, other.y1)
    high = min(one.y1 - one.y0, other.y1 - other.y0)
    return shared > _COLUMN * max(one.x1 - one.x0, other.x1 - other.x0) and -0.3 * high < gap < 0.6 * high


def _beside(row: Rect, one: Rect) -> bool:
    shared = min(row.y1, one.y1) - max(row.y0, one.y0)
    height = max(row.y1 - row.y0, one.y1 - one.y0)
    return shared > _SAME * min(row.y1 - row.y0, one.y1 - one.y0) and (
        one.x0 - row.x1 < height * _FAR and row.x0 - one.x1 < height * _FAR
    )
