"""Tables without rules, or with level ones only: columns found by where the figures of several lines stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .document import TableCell
from .pdf_lines import Line, Segment
from .pdf_pages import Rows

Found = list[tuple[float, float, Rows]]
Span = tuple[float, float]

_FIGURE = re.compile(r"[+\-－]?[\d０-９][\d０-９,，.．]*(?:元|万元|件)?|[/／—－\-]|无")
_HEADING = re.compile(r"[一二三四五六七]\s*[、.．].*(?:情况|事项)$")
_LEAST_FIGURES = 3
_NEAR = 0.9  # of the size of type: lines of one row stand no further apart
_WORD = 1.35  # of the size of type, from middle to middle: another word
_LONGEST = 24  # characters of a line that goes on with a label


def unruled(lines: list[Line]) -> tuple[list[Line], Found]:
    """The lines that are text, and the tables that the others make (top, bottom, rows)."""
    text: list[Line] = []
    tables: Found = []
    run: list[Line] = []
    for line in (*lines, None):
        if line is not None and (len(line.segments) > 1 or (run and _goes_on(run[-1], line))):
            if not run and text and _heads(text[-1], line):
                run.append(text.pop())
            run.append(line)
            continue
        if run:
            rows = _table(run)
            if rows:
                tables.append((run[0].top, run[-1].bottom, rows))
            else:
                text += run
            run = []
        if line is not None:
            text.append(line)
    return text, tables


def _goes_on(before: Line, line: Line) -> bool:
    """A line with one part inside a table: the rest of a label, or a row that only has a label."""
    near = line.top - before.bottom < _NEAR * line.size
    return near and len(line.text) <= _LONGEST and not line.text.endswith("。") and not _HEADING.match(line.text)


def _heads(before: Line, line: Line) -> bool:
    """The first line of headings set so close that they look like one: 商业企 科研机 社会公."""
    near = line.top - before.bottom < _NEAR * line.size
    return near and len([w for s in before.segments for w in _words(s, before.size)]) > 2


def _figures(line: Line) -> list[Segment]:
    return [s for s in line.segments if _FIGURE.fullmatch(s.text)]


def _table(run: list[Line]) -> Rows:
    """Rows of a run of lines; none where too few of them hold figures."""
    anchors = [bool(_figures(line)) for line in run]
    if sum(len(_figures(line)) for line in run) < _LEAST_FIGURES or len(run) < 2:
        return []
    figured = [line for line, anchor in zip(run, anchors, strict=True) if anchor]
    columns, first = _columns(figured), min(s.x0 for line in figured for s in _figures(line))
    if len(columns) < 2:
        return []
    return [_cells(group, columns) for group in _groups(run, anchors, first)]


def _columns(lines: list[Line]) -> list[Span]:
    """The stretches of the page that hold figures, and before the first of them those that hold labels."""
    figures = _union([(s.x0, s.x1) for line in lines for s in _figures(line)])
    first = figures[0][0]
    labels = [
        (s.x0, min(s.x1, first))
        for line in lines
        for s in line.segments
        if s.x0 < first and s not in _figures(line)
    ]
    return [*_union(labels), *figures]


def _union(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for x0, x1 in sorted(spans):
        if out and x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


@dataclass(slots=True)
class _Group:
    lines: list[Line]
    anchored: bool  # holds figures
    aside: bool  # stands wholly before the first column of figures


def _groups(run: list[Line], anchors: list[bool], first: float) -> list[list[Line]]:
    """The lines of each row: one with figures, and those of its label above and below it, which stand nearer
    to it than to the next row; or the lines of one row of headings."""
    groups = [_Group([line], anchor, line.x1 <= first) for line, anchor in zip(run, anchors, strict=True)]
    at = 0
    while at + 1 < len(groups):
        one, two = groups[at], groups[at + 1]
        gap = two.lines[0].top - one.lines[-1].bottom
        after = groups[at + 2].lines[0].top - two.lines[-1].bottom if at + 2 < len(groups) else float("inf")
        if _belong(one, two) and gap < _NEAR * two.lines[0].size and gap <= after + 0.5:
            groups[at] = _Group(one.lines + two.lines, one.anchored or two.anchored, one.aside and two.aside)
            del groups[at + 1]
        else:
            at += 1
    return [group.lines for group in groups]


def _belong(one: _Group, two: _Group) -> bool:
    if one.anchored and two.anchored:
        return False
    return one.anchored == two.anchored or (two.aside if one.anchored else one.aside)


def _cells(lines: list[Line], columns: list[Span]) -> tuple[TableCell, ...]:
    """One row; each word stands in the column that it lines up with."""
    parts: list[list[str]] = [[] for _ in columns]
    for line in lines:
        words = [w for s in line.segments for w in _words(s, line.size)]
        texts = [""] * len(columns)
        for word in words:
            texts[_column(columns, word)] += word.text
        for part, text in zip(parts, texts, strict=True):
            if text:
                part.append(text)
    return tuple(TableCell("\n".join(part), n) for n, part in enumerate(parts))


def _words(segment: Segment, size: float) -> list[Segment]:
    """A run cut at narrow gaps too: headings of columns are often set close together. Figures stay whole."""
    if _FIGURE.fullmatch(segment.text) or len(segment.marks) != len(segment.text):
        return [segment]
    out: list[Segment] = []
    for sign, middle in zip(segment.text, segment.marks, strict=True):
        if out and sign != " " and middle - out[-1].marks[-1] <= _WORD * size:
            out[-1].text += sign
            out[-1].marks.append(middle)
        elif sign != " ":
            out.append(Segment(sign, middle - size / 2, 0.0, [middle]))
    for word in out:
        word.x1 = word.marks[-1] + size / 2
    return out


def _column(columns: list[Span], word: Segment) -> int:
    """The column that the word stands in, or the one whose left, middle or right it lines up with best."""
    middle = (word.x0 + word.x1) / 2
    for n, (x0, x1) in enumerate(columns):
        if x0 <= middle <= x1:
            return n
    return min(
        range(len(columns)),
        key=lambda n: min(
            abs(columns[n][0] - word.x0),
            abs((columns[n][0] + columns[n][1]) / 2 - middle),
            abs(columns[n][1] - word.x1),
        ),
    )
