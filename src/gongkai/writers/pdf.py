"""A report as PDF/A-2a: tagged, fonts embedded, the same bytes for the same report and the same fonts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.statute.form import AnnualReport

from . import fonts, page, typesetting
from .layout import Box, Grid
from .outline import Heading, Part, Text, Title, parts, printable, title


def write(report: AnnualReport) -> bytes:
    """The PDF. Raises WriteError naming what to install where a character has no glyph in any font here."""
    return typesetting.pdf("report.typ", _data(report), as_of=_as_of(report))


def _as_of(report: AnnualReport) -> date:
    """The last day that the figures cover."""
    return report.period[1] if report.period else date(report.year or 1980, 12, 31)


def _data(report: AnnualReport) -> dict[str, Any]:
    return {
        "title": title(report),
        "title-lines": page.title_lines(title(report), printable(report.agency or "")),
        "author": [report.agency] if report.agency else [],
        "fonts": fonts.chosen(fonts.families()),
        "page": page.measures(),
        "parts": [_part(p) for p in parts(report) if not isinstance(p, Title)],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Grid():
            return _table(part)
        case Heading():
            return {"kind": "heading", "level": 1, "text": part.text}
        case Text() if part.subheading:
            return {"kind": "heading", "level": 2, "text": part.text}
    return {"kind": "text", "text": part.text}


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "table",
        "widths": page.column_widths(grid),
        "size": page.table_size(grid),
        "breakable": grid.table == 3,
        "heads": list(_boxes(grid, 0, grid.heads)),
        "boxes": list(_boxes(grid, grid.heads, len(grid.rows))),
    }


def _boxes(grid: Grid, start: int, end: int) -> Iterator[dict[str, Any]]:
    for y in range(start, end):
        for box in grid.rows[y]:
            yield _box(box, y)


def _box(box: Box, y: int) -> dict[str, Any]:
    return {
        "text": box.text,
        "x": box.column,
        "y": y,
        "colspan": box.colspan,
        "rowspan": box.rowspan,
        "head": box.head,
    }
