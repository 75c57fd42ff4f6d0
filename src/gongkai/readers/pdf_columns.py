"""Tables without rules: columns found by where the text of several lines stands."""

from __future__ import annotations

import re

from .document import TableCell
from .pdf_lines import Line, Segment
from .pdf_pages import Rows

Columns = list[tuple[float, float, Rows]]

_FIGURE = re.compile(r"[+\-－]?[\d０-９][\d０-９,，.．]*(?:元|万元|件)?|[/／—－\-]|无")
_LEAST_FIGURES = 3  # in a line that begins a table by itself
_LEAST_LINES = 2


def _figures(line: Line) -> list[Segment]:
    return [s for s in line.segments if _FIGURE.fullmatch(s.text)]


def unruled(lines: list[Line]) -> tuple[list[Line], Columns]:
    """The lines that are text, and the tables that the others make (top, bottom, rows)."""
    text: list[Line] = []
    tables: Columns = []
    run: list[Line] = []
    for line in (*lines, None):
        if line is not None and (len(line.segments) > 1 or (run and _goes_on(run, line))):
            run.append(line)
            continue
        if run:
            if (table := _table(run)) is not None:
                tables.append((run[0].top, run[-1].bottom, table))
            else:
                text += run
            run = []
        if line is not None:
            text.append(line)
    return text, tables


def _goes_on(run: list[Line], line: Line) -> bool:
    """A line with one part inside a table: a label of two lines, or a heading row of it."""
    return line.top - run[-1].bottom < 0.9 * line.size and len(line.text) < 24 and not line.text.endswith("。")


def _table(run: list[Line]) -> Rows | None:
    """Rows of a run of lines, or None where too few of them hold figures in columns."""
    figured = [line for line in run if _figures(line)]
    if sum(len(_figures(ln)) for ln in figured) < _LEAST_FIGURES or len(run) < _LEAST_LINES:
        return None
    limits = _limits(run)
    if len(limits) < 2:
        return None
    return [_cells(line, limits) for line in run]


def _limits(run: list[Line]) -> list[tuple[float, float]]:
    """The stretches of the page that hold text in lines with several parts; each is a column."""
    spans = sorted((s.x0, s.x1) for line in run if len(line.segments) > 1 for s in line.segments)
    out: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if out and x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _cells(line: Line, columns: list[tuple[float, float]]) -> tuple[TableCell, ...]:
    cells = [TableCell("", n) for n in range(len(columns))]
    for segment in line.segments:
        middle = (segment.x0 + segment.x1) / 2
        at = min(range(len(columns)), key=lambda n: _distance(columns[n], middle))
        cells[at].text = f"{cells[at].text} {segment.text}".strip()
    return tuple(cells)


def _distance(column: tuple[float, float], x: float) -> float:
    return 0.0 if column[0] <= x <= column[1] else min(abs(column[0] - x), abs(column[1] - x))
