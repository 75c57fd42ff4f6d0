"""The figures of a report as one row of numbers in the order of the form, and whether they are beyond doubt.

Of ten thousand reports nearly all are sound. ``sound`` says so by sums over slices, many times faster than the
relations that explain what is wrong; a report that it does not call sound is looked at by those. It is never more
lenient: what it calls sound has no finding of ``checking.check_tables`` (a test holds the two together).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

from .arithmetic import kinds
from .editions import editions
from .report import AnnualReport, counted
from .sums import Number, equations

Row = tuple[Number, ...]
# Where cells stand that are added up: slices of the row, one for each run of evenly spaced places.
_Side = tuple[slice, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One edition. ``names`` are its cells in order; the rest is for ``row``, ``sound``."""

    edition: str
    names: tuple[str, ...]
    pick: Any
    unsigned: tuple[int, ...]
    whole: tuple[int, ...]
    equal: tuple[tuple[_Side, _Side], ...]

    def sound(self, report: AnnualReport) -> Row | None:
        """The row of a report of this edition in which every cell has a figure of its kind and every sum of tables
        3 and 4 holds; None for any other, which may still be right (blanks, slashes)."""
        if report.edition != self.edition:
            return None
        try:
            row: Row = self.pick(report.figures)
        except KeyError:
            return None
        return row if self._plain(row) and self._adds_up(row) else None

    def row(self, report: AnnualReport) -> Row:
        """What each cell gives to a sum: a blank, a slash and a cell that is not there give nothing."""
        return tuple(counted(report.figures.get(name)) or 0 for name in self.names)

    def _plain(self, row: Row) -> bool:
        types = set(map(type, row))
        if not types <= {int, Decimal} or (
            Decimal in types and any(type(row[at]) is Decimal for at in self.whole)
        ):
            return False
        return min(row) >= 0 if len(self.unsigned) == len(row) else all(row[at] >= 0 for at in self.unsigned)

    def _adds_up(self, row: Row) -> bool:
        return all(_total(row, left) == _total(row, right) for left, right in self.equal)


def _total(row: Row, side: _Side) -> Number:
    if len(side) == 1:
        return sum(row[side[0]])
    return sum(sum(row[one]) for one in side)


@cache
def grid(edition: str) -> Grid:
    """Raises KeyError for an edition that there is not."""
    form = editions()[edition]
    names: list[str] = []
    kind: list[str] = []
    equal: list[tuple[_Side, _Side]] = []
    for block in form.blocks:
        if block.table in (3, 4):
            equal += [(_slices(one.left, len(names)), _slices(one.right, len(names))) for one in equations(block)]
        for name, of in kinds(block):
            names.append(name)
            kind.append(of)
    return Grid(
        edition,
        tuple(names),
        itemgetter(*names),
        tuple(at for at, of in enumerate(kind) if of != "signed"),
        tuple(at for at, of in enumerate(kind) if of != "money"),
        tuple(equal),
    )


def _slices(places: Sequence[int], offset: int) -> _Side:
    """``places`` as few slices, each of one step."""
    found: list[slice] = []
    rest = [place + offset for place in places]
    while rest:
        step = rest[1] - rest[0] if len(rest) > 1 else 1
        many = next((at for at in range(1, len(rest)) if rest[at] - rest[at - 1] != step), len(rest))
        found.append(slice(rest[0], rest[many - 1] + 1, step))
        del rest[:many]
    return tuple(found)
