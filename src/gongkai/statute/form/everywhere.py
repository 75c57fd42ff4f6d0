"""The sum at every node of a tree of agencies at once (A9): each county, city and province of a country.

Each report is looked at once and added upwards once, whatever the depth. ``rollup.roll_up`` tells of one node what
makes up every figure; this tells of every node what it comes to, how many have filed, and where a government's own
report says something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import add

from gongkai.errors import Refused

from .checking import check_tables
from .editions import edition_for
from .findings import Finding
from .grid import Grid, Row, grid
from .report import AnnualReport
from .tree import Body, Tree


@dataclass(frozen=True, slots=True)
class Sum:
    """What a body and all below it come to. ``row`` is in the order of ``Everywhere.names``. ``owing``: how many
    reports it should be the sum of; ``filed``: of how many it is, those of bodies that have since been merged
    included; ``faulty``: how many of these have findings. ``differing``: the cells where the government's own
    report, which is a sum as well, says otherwise."""

    body: Body
    row: Row
    owing: int
    filed: int
    faulty: int
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Everywhere:
    """``sums`` by code, every body with others below it, in official order. ``findings`` by code, of reports that
    have any. ``unplaced``: codes that the tree has not. ``contrary``: codes with two reports that differ, neither
    of which is in any sum."""

    year: int
    names: tuple[str, ...]
    sums: Mapping[str, Sum]
    findings: Mapping[str, tuple[Finding, ...]]
    unplaced: tuple[str, ...]
    contrary: tuple[str, ...]


def add_up(tree: Tree, filed: Iterable[tuple[str, AnnualReport]], *, year: int) -> Everywhere:
    """``filed``: each report with the code of its agency; read once, and not kept.

    A body's own report is its own business and is added to what is below it, but for a government's, which is the
    sum already: it counts only where nothing below it was filed, and is compared otherwise. Raises Refused for a
    year before the first form.
    """
    form = edition_for(year)
    if form is None:
        raise Refused(f"{year}年没有统一的年度报告格式（2019年起才有），不能汇总。")
    cells = grid(form.code)
    taken = _Taken(cells)
    for code, report in filed:
        taken.take(code, report)
    rows = {code: row for code, row in taken.rows.items() if code not in taken.contrary}
    return Everywhere(
        year,
        cells.names,
        _upwards(tree, rows, frozenset(taken.findings), year, cells),
        taken.findings,
        tuple(code for code in taken.rows if code not in tree.bodies),
        tuple(sorted(taken.contrary)),
    )


class _Taken:
    """The reports as rows, with what is wrong in them."""

    def __init__(self, cells: Grid) -> None:
        self._cells = cells
        self.rows: dict[str, Row] = {}
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self.contrary: set[str] = set()

    def take(self, code: str, report: AnnualReport) -> None:
        row = self._cells.sound(report)
        if row is None:
            row = self._cells.row(report)
            if found := check_tables(report):
                self.findings[code] = found
        if self.rows.setdefault(code, row) != row:
            self.contrary.add(code)


@dataclass(slots=True)
class _Node:
    """A sum while it grows; ``row`` None while nothing was filed."""

    row: Row | None = None
    owing: int = 0
    filed: int = 0
    faulty: int = 0

    def gains(self, other: _Node) -> None:
        if other.row is not None:
            self.row = other.row if self.row is None else tuple(map(add, self.row, other.row))
        self.owing += other.owing
        self.filed += other.filed
        self.faulty += other.faulty


def _upwards(
    tree: Tree, rows: Mapping[str, Row], faulty: frozenset[str], year: int, cells: Grid
) -> dict[str, Sum]:
    order = list(_downwards(tree))
    nodes: dict[str, _Node] = {}
    sums: dict[str, Sum] = {}
    nothing: Row = (0,) * len(cells.names)
    # The last come first: every body after all that is below it.
    for body in reversed(order):
        own = rows.get(body.code) if body.reports else None
        node = nodes.setdefault(body.code, _Node())
        differing: tuple[str, ...] = ()
        if body.sums_others and node.row is not None:
            differing = _differing(cells, node.row, own)
        else:
            owing = body.reports and body.owes(year) and not (body.sums_others and node.owing)
            node.gains(_Node(own, int(owing), int(own is not None), int(own is not None and body.code in faulty)))
        if tree.children(body.code):
            sums[body.code] = Sum(body, node.row or nothing, node.owing, node.filed, node.faulty, differing)
        if body.parent is not None:
            nodes.setdefault(body.parent, _Node()).gains(node)
        del nodes[body.code]
    return {body.code: sums[body.code] for body in order if body.code in sums}


def _differing(cells: Grid, below: Row, own: Row | None) -> tuple[str, ...]:
    if own is None or own == below:
        return ()
    return tuple(name for name, one, other in zip(cells.names, below, own, strict=True) if one != other)


def _downwards(tree: Tree) -> Iterator[Body]:
    """Every body after the one it is under, in official order."""
    waiting = list(reversed(tree.roots))
    while waiting:
        body = waiting.pop()
        yield body
        waiting += reversed(tree.children(body.code))
