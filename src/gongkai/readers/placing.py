"""The raw cells of one row -> one text for each column of its header, or the reason why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .found import Found
from .headers import Header
from .values import figure, is_filled

_SEVEN, _MANY = 7, 8
_ROW = 5  # a 0 before nothing but blanks is a merged cell only in the wide rows of tables 3 and 4
_SLASHED = frozenset("0123456789/")
_AT_SLASHES = re.compile(r"/|\d+")
_MERGED = frozenset(("slash", "none", "blank"))


@dataclass(slots=True)
class Placed:
    """``texts``: one for each slot of the header, None where the row could not be laid out. ``run``: digits
    without limits, for the sums to cut. ``inferred``: the texts are not each a cell of their own.
    ``more``: texts of further rows without a label that stood in the same run."""

    texts: list[str] | None
    run: str | None = None
    inferred: bool = False
    more: tuple[list[str], ...] = ()


class Leads:
    """Where figures start, learnt from the rows where that is plain: the same grid column in a table with whole
    rows, else so many empty cells after the label (per number of cells, or at the left or right edge)."""

    def __init__(self, rows: Iterable[Found]) -> None:
        self._own: dict[tuple[int | None, int], set[int]] = {}
        self._left: dict[int | None, bool] = {}
        self._right: dict[int | None, bool] = {}
        starts: dict[int | None, Counter[int]] = {}
        self._start: dict[int | None, int] = {}
        rows = [r for r in rows if r.cells is not None and r.header is not None]
        if all(r.cells and r.header and len(r.cells) == len(r.header.slots) for r in rows):
            return
        for row in rows:
            if row.cells is None or row.header is None or len(row.cells) < len(row.header.slots):
                continue
            extra = len(row.cells) - len(row.header.slots)
            fits = _fitting(row.cells, len(row.header.slots))
            if len(fits) != 1:
                continue
            starts.setdefault(row.block, Counter())[row.column + fits[0]] += 1
            if extra:
                self._own.setdefault((row.block, len(row.cells)), set()).add(fits[0])
                self._left[row.block] = self._left.get(row.block, True) and fits[0] == 0
                self._right[row.block] = self._right.get(row.block, True) and fits[0] == extra
        self._start = {block: at for block, count in starts.items() if (at := _agreed(count)) is not None}

    def of(self, row: Found, wide: int) -> tuple[int | None, bool]:
        """The lead of a row, None where the other rows do not tell; and whether it must be this one."""
        start = self._start.get(row.block)
        if start is not None:
            return start - row.column, True
        size = len(row.cells or ())
        own = self._own.get((row.block, size), set())
        if own:
            return (next(iter(own)) if len(own) == 1 else None), False
        if self._left.get(row.block):
            return 0, False
        return (size - wide if self._right.get(row.block) else None), False


def _agreed(count: Counter[int]) -> int | None:
    """The value that all but one or two of many share."""
    (value, most), total = count.most_common(1)[0], sum(count.values())
    return value if most >= _MANY and total - most <= total // 10 else None


def _is_long(runs: Sequence[str]) -> bool:
    return len(runs) == 1 and len(runs[0]) >= _SEVEN and runs[0].isdigit()


def _fitting(cells: Sequence[str], wide: int) -> list[int]:
    extra = len(cells) - wide
    return [at for at in range(extra + 1) if not any(is_filled(c) for c in (*cells[:at], *cells[at + wide :]))]


def place(row: Found, header: Header, leads: Leads, full: bool, glued: bool) -> Placed:
    """One text for each column. ``leads``: of the other rows; ``full``: they have no blank cells; ``glued``:
    digits of several cells run together in this text."""
    wide = len(header.slots)
    if row.cells is None:
        return _runs(row.runs or [], wide, glued)
    if len(row.cells) == wide:  # as most rows are
        return _whole(row.cells, full)
    return _cells(row, row.cells, header, *leads.of(row, wide), full)


def are_glued(rows: Iterable[Found]) -> bool:
    """Whether a text prints several cells as one run. A run of many digits that begins with 0 (or a slash)
    shows it; so do many rows of table 3 that are one run each, long enough for seven cells and right behind
    their label."""
    long = 0
    for row in rows:
        for run in row.runs or ():
            if any(len(p) > 1 and p[0] in "0/" and set(p) <= _SLASHED for p in run.split()):
                return True
        long += row.table == 3 and row.joined and row.runs is not None and _is_long(row.runs)
    return long >= _MANY


def _whole(cells: Sequence[str], full: bool) -> Placed:
    if full and len(cells) >= _ROW and cells[0] == "0" and not any(cells[1:]):
        return Placed(["0"] * len(cells), inferred=True)
    return Placed(list(cells))


def _cells(row: Found, cells: Sequence[str], header: Header, usual: int | None, must: bool, full: bool) -> Placed:
    """Of a row that has more cells than the header, or fewer."""
    wide = len(header.slots)
    if len(cells) > wide:
        under = _under(row, cells, header)
        if under is not None:
            return _cells_exact(under, full)
        fits = _fitting(cells, wide)
        if not any(is_filled(c) for c in cells):
            return Placed([""] * wide)
        if usual is not None and (must or len(fits) > 1):
            fits = [usual] if usual in fits else []
        if len(fits) == 1:
            at = fits[0]
            if full and not is_filled(cells[at]):
                return Placed(None)  # no other row has a blank: a cell of this one is lost
            return _cells_exact(list(cells[at : at + wide]), full)
        return Placed(None)
    tiled = _tiled(row, cells, header)
    if tiled is not None:
        return tiled
    filled = [c for c in cells if is_filled(c)]
    if len(filled) == 1 and len(filled[0].split()) == wide:
        return Placed(filled[0].split(), inferred=True)
    if len(cells) == 1:
        return _merged(cells[0], wide)
    return Placed(None)


def _cells_exact(texts: list[str], full: bool) -> Placed:
    if full and len(texts) >= _ROW and texts[0] == "0" and not any(is_filled(t) for t in texts[1:]):
        return Placed(["0"] * len(texts), inferred=True)
    return Placed(texts)


def _under(row: Found, cells: Sequence[str], header: Header) -> list[str] | None:
    """The cells that stand exactly under the header's, where what stands under none of them is blank (a gap
    that the page's lines made) or words behind them all (a column of remarks)."""
    spans = row.spans
    if header.spans is None or len(spans) != len(cells):
        return None
    at = dict(zip(spans, cells, strict=True))
    beside = [(span, text) for span, text in at.items() if span not in header.spans and is_filled(text)]
    if len(at) < len(cells) or not set(header.spans) <= set(at):
        return None
    if any(span < header.spans[-1] or figure(text).what in ("number", "slash") for span, text in beside):
        return None
    return [at[span] for span in header.spans]


def _merged(text: str, wide: int) -> Placed:
    """One cell for the whole row: a 0 (a slash, a blank) is meant for each column; a number is not."""
    found = figure(text)
    if found.what == "number" and found.number == 0:
        return Placed(["0"] * wide, inferred=True)
    if found.what in _MERGED:
        return Placed([text] * wide, inferred=found.what == "slash")
    return Placed(None)


def _tiled(row: Found, cells: Sequence[str], header: Header) -> Placed | None:
    """Cells that together span exactly what the header spans: each stands for the columns it covers."""
    spans = row.spans
    if header.spans is None or not spans:
        return None
    if spans[0][0] != header.spans[0][0] or spans[-1][1] != header.spans[-1][1]:
        return None
    texts: list[str | None] = [None] * len(header.slots)
    inferred = False
    for text, (start, end) in zip(cells, spans, strict=True):
        under = [i for i, (a, b) in enumerate(header.spans) if a < end and start < b]
        if len(under) > 1:
            merged = _merged(text, len(under))
            if merged.texts is None:
                return None
            inferred = inferred or merged.inferred
        for i in under:
            if texts[i] is not None:
                return None
            texts[i] = text
    if any(t is None for t in texts):
        return None
    return Placed([t or "" for t in texts], inferred=inferred)


def _runs(runs: list[str], wide: int, glued: bool) -> Placed:
    if len(runs) == wide:
        return Placed(list(runs))
    parts = [p for run in runs for p in _split(run)]
    if any(len(p) > 1 and p[-1] == "-" for p in parts):
        return Placed(None)  # a page number (- 4 -) ran into the figures
    if len(parts) == wide:
        return Placed(parts)
    if wide > 1 and parts and len(parts) % wide == 0 and not any(_is_glued(p) for p in parts):
        rows = [parts[i : i + wide] for i in range(0, len(parts), wide)]
        return Placed(rows[0], more=tuple(rows[1:]))
    if len(runs) == 1 and parts and glued:
        return Placed(None, run=" ".join(parts))
    return Placed(None)


def _split(run: str) -> list[str]:
    """A run at its blanks, and at slashes and dashes that stand for a cell each."""
    out: list[str] = []
    for part in run.split():
        if "/" in part and set(part) <= _SLASHED:
            out += _AT_SLASHES.findall(part)
        else:
            out.append(part)
    return out


def _is_glued(part: str) -> bool:
    return part.isdigit() and len(part) > 1 and part[0] == "0"
