"""Ruled tables of a PDF page: from the lines drawn on it to cells with their spans.

All lines that cross one another make one grid. Two neighbouring fields of the grid are one cell where no line
parts them, which also gives merged cells and tables whose outer lines are missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .document import TableCell
from .pdf_lines import Char, text_of

SNAP = 3.0  # points: lines nearer than this are one
_NARROWEST = 5.0  # a column that could hold no digit: two rows drew the same limit a little apart
_MOST_LINES = 4_000
_MOST_FIELDS = 20_000


@dataclass(slots=True)
class Grid:
    """``xs`` and ``ys`` are the limits of columns and rows; ``owner[row][column]`` numbers the cell a field
    belongs to; ``cells[number]`` is (row, column, rowspan, colspan)."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]
    cells: list[tuple[int, int, int, int]]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def rows(self, chars: Iterable[Char]) -> list[tuple[TableCell, ...]]:
        """The rows with the text that stands in each cell."""
        inside: list[list[Char]] = [[] for _ in self.cells]
        for char in chars:
            column = bisect_right(self.xs, (char["x0"] + char["x1"]) / 2) - 1
            row = bisect_right(self.ys, (char["top"] + char["bottom"]) / 2) - 1
            row, column = min(row, len(self.owner) - 1), min(column, len(self.owner[0]) - 1)
            inside[self.owner[row][column]].append(char)
        out: list[list[TableCell]] = [[] for _ in self.owner]
        for (row, column, down, across), content in zip(self.cells, inside, strict=True):
            out[row].append(TableCell(text_of(content) if content else "", column, across, down))
        return [tuple(sorted(row, key=lambda c: c.column)) for row in out]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A drawn line: ``at`` is its x (upright) or y (level), from ``start`` to ``end`` the other way."""

    at: float
    start: float
    end: float


def grids(edges: Iterable[Mapping[str, Any]]) -> list[Grid]:
    """The ruled tables that these lines make, from top to bottom; empty where there are too many lines."""
    upright, level = [], []
    for edge in edges:
        if edge["orientation"] == "v":
            upright.append(_Edge(edge["x0"], edge["top"], edge["bottom"]))
        else:
            level.append(_Edge(edge["top"], edge["x0"], edge["x1"]))
    upright, level = _joined(upright), _joined(level)
    if len(upright) + len(level) > _MOST_LINES:
        return []
    found = [_grid(v, h) for v, h in _connected(upright, level)]
    return sorted((g for g in found if g is not None), key=lambda g: (g.ys[0], g.xs[0]))


def _joined(edges: list[_Edge]) -> list[_Edge]:
    """Pieces of one line put together; what stays shorter than a line of type is no rule."""
    edges.sort(key=lambda e: (e.at, e.start))
    groups: list[list[_Edge]] = []
    for edge in edges:
        if groups and edge.at - groups[-1][0].at <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    out = []
    for group in groups:
        at = sum(e.at for e in group) / len(group)
        start, end = None, 0.0
        for edge in sorted(group, key=lambda e: e.start):
            if start is None:
                start, end = edge.start, edge.end
            elif edge.start <= end + SNAP:
                end = max(end, edge.end)
            else:
                out.append(_Edge(at, start, end))
                start, end = edge.start, edge.end
        if start is not None:
            out.append(_Edge(at, start, end))
    return [e for e in out if e.end - e.start > 2 * SNAP]


def _connected(upright: list[_Edge], level: list[_Edge]) -> list[tuple[list[_Edge], list[_Edge]]]:
    """Lines that cross, directly or through others, as groups."""
    parent = list(range(len(upright) + len(level)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, v in enumerate(upright):
        for j, h in enumerate(level, len(upright)):
            if v.start - SNAP <= h.at <= v.end + SNAP and h.start - SNAP <= v.at <= h.end + SNAP:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Edge], list[_Edge]]] = {}
    for n, edge in enumerate((*upright, *level)):
        groups.setdefault(root(n), ([], []))[n >= len(upright)].append(edge)
    return [g for g in groups.values() if g[0] and len(g[1]) > 1]


def _limits(values: Iterable[float], apart: float) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > apart:
            out.append(value)
    return out


def _grid(upright: list[_Edge], level: list[_Edge]) -> Grid | None:
    """One group of lines as a grid; None where it has no two cells side by side."""
    xs = _limits((*(e.at for e in upright), min(e.start for e in level), max(e.end for e in level)), _NARROWEST)
    ys = _limits((*(e.at for e in level), min(e.start for e in upright), max(e.end for e in upright)), SNAP)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > _MOST_FIELDS:
        return None
    left = _walls(upright, xs, ys)  # (column, row): a line on the left of this field
    above = _walls(level, ys, xs)  # (row, column): a line above this field
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] < 0:
                cells.append(_claim(row, column, owner, left, above, len(cells)))
    return Grid(xs, ys, owner, cells) if any(c[3] < columns for c in cells) else None


def _walls(edges: list[_Edge], positions: list[float], across: list[float]) -> set[tuple[int, int]]:
    middles = [(a + b) / 2 for a, b in pairwise(across)]
    out: set[tuple[int, int]] = set()
    for edge in edges:
        at = min(range(len(positions)), key=lambda n: abs(positions[n] - edge.at))
        out.update((at, n) for n, middle in enumerate(middles) if edge.start <= middle <= edge.end)
    return out


def _claim(
    row: int,
    column: int,
    owner: list[list[int]],
    left: set[tuple[int, int]],
    above: set[tuple[int, int]],
    number: int,
) -> tuple[int, int, int, int]:
    """The cell whose top left field this is: as far right and then as far down as no line parts it."""
    last = column
    while last + 1 < len(owner[0]) and owner[row][last + 1] < 0 and (last + 1, row) not in left:
        last += 1
    bottom = row
    while (
        bottom + 1 < len(owner)
        and all((bottom + 1, c) not in above and owner[bottom + 1][c] < 0 for c in range(column, last + 1))
        and all((c, bottom + 1) not in left for c in range(column + 1, last + 1))
    ):
        bottom += 1
    for r in range(row, bottom + 1):
        owner[r][column : last + 1] = [number] * (last - column + 1)
    return row, column, bottom - row + 1, last - column + 1
