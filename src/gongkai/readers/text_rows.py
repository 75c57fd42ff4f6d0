"""Rows of cells in plain text: lines with bars, lines with tabs, cells on lines of their own after a tab."""

from __future__ import annotations

import re
from collections.abc import Sequence

Row = list[str]

_DASHES = re.compile(r"-{2}|={2}|:-|-:")
_OF_RULES = frozenset(" \t:|+=—-")
_BORDER = re.compile(r"\s*[+┌├└╔╠╚┏┣┗][-=+─━═┬┼┴╦╬╩┳╋┻┐┤┘╗╣╝┓┫┛\s]+")
_BARS = str.maketrans("｜│┃║", "||||")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def has_bars(line: str) -> bool:
    return "|" in line.translate(_BARS) or is_border(line)


def is_border(line: str) -> bool:
    """The frame line of a drawn table: ``+----+---+``."""
    return len(line) > 4 and _BORDER.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """The line under a Markdown header: ``|---|:--|``. Single dashes are figures not given, not a rule."""
    return _DASHES.search(line) is not None and _OF_RULES.issuperset(line)


def bar_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of lines with bars, or None where the lines hold one cell each and are no rows.

    A bar at the start is the frame only where every row starts with one; elsewhere it stands after an empty
    cell. A bar at the end is the frame where most rows end with one.
    """
    drawn = sum(is_border(line) for line in lines) > 2
    kept = [line.strip().translate(_BARS) for line in lines if is_border(line) or not is_rule(line)]
    rows = [line for line in kept if not is_border(line)]
    if not rows:
        return []
    framed = all(line.startswith("|") for line in rows)
    closed = sum(line.endswith("|") for line in rows) * 2 > len(rows)
    if not _are_rows([[c for c in line.split("|") if c.strip()] for line in rows], 3 if not framed else 2):
        return None
    if drawn:
        return _drawn(kept)
    return [_cells(line, framed, closed) for line in rows]


def _are_rows(cells: Sequence[Row], least: int) -> bool:
    """True where enough lines hold several cells; a single line must hold ``least``."""
    if len(cells) == 1:
        return len(cells[0]) >= least
    several = sum(len(row) > 1 for row in cells)
    return several * 4 >= sum(len(row) > 0 for row in cells) and several > 0


def _cells(line: str, framed: bool, closed: bool) -> Row:
    cells = line.replace(r"\|", "\x00").split("|")
    if framed:
        cells = cells[1:]
    if closed and len(cells) > 1 and line.endswith("|"):
        cells = cells[:-1]
    return [_LINE_BREAK.sub("\n", c.replace("\x00", "|")).strip() for c in cells]


def _drawn(lines: Sequence[str]) -> list[Row]:
    """A drawn table: the lines between two frame lines are one row, cell by cell."""
    out: list[Row] = []
    row: Row = []
    for line in (*lines, "+---+"):
        if not is_border(line):
            cells = _cells(line, True, True)
            row += [""] * (len(cells) - len(row))
            row = [f"{a}\n{b}".strip("\n") for a, b in zip(row, cells + [""] * len(row), strict=False)]
        elif row:
            out.append(row)
            row = []
    return out


def tab_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of lines with tabs (blank lines among them), or None where they are no rows."""
    tabbed = [line for line in lines if "\t" in line]
    alone = sum(line.startswith("\t") and "\t" not in line[1:].rstrip("\t") for line in tabbed)
    if alone * 10 >= len(tabbed) * 7:
        return _cell_lines(lines)
    leading = all(line.startswith("\t") for line in tabbed)
    closed = all(line.endswith("\t") for line in tabbed)
    rows = [line[leading : -1 if closed else None].split("\t") for line in tabbed]
    if not _are_rows([[c for c in row if c.strip()] for row in rows], 3):
        return None
    return [[c.strip() for c in row] for row in rows]


def _cell_lines(lines: Sequence[str]) -> list[Row] | None:
    """Word's own text export: each cell a line after a tab, rows parted by empty lines. A line with only the
    tab is a blank cell, so that blanks keep their place."""
    rows: list[Row] = [[]]
    for line in lines:
        if "\t" in line:
            rows[-1].append(" ".join(line.split()))
        elif rows[-1]:
            rows.append([])
    rows = [row for row in rows if row]
    short = sum(len(c) <= 12 for row in rows for c in row)
    if sum(len(row) > 1 for row in rows) < 2 or short * 2 < sum(map(len, rows)):
        return None
    return rows
