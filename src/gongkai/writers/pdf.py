"""A report as PDF/A-2a: tagged, fonts embedded, the same bytes for the same report and the same fonts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any, Final

import typst

from gongkai.errors import WriteError
from gongkai.statute.form import AnnualReport

from . import fonts, page
from .layout import Box, Grid
from .outline import Heading, Part, Text, Title, parts, printable, title

STANDARD: Final = "a-2a"
_TITLE_WIDTH: Final = int(page.TEXT_WIDTH * 72 / 25.4 / page.TITLE)
_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def write(report: AnnualReport) -> bytes:
    """The PDF. Raises WriteError naming what to install where a character has no glyph in any font here."""
    data = json.dumps(_data(report), ensure_ascii=False)
    template = files("gongkai.writers").joinpath("report.typ").read_bytes()
    compiler = typst.Compiler(template, font_paths=fonts.system(), sys_inputs={"data": data})
    try:
        made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=_as_of(report))
    except typst.TypstError as error:
        raise _refused(error) from error
    if not isinstance(made, bytes):
        raise WriteError("排版没有给出PDF；请改用DOCX，并把这份报告交给维护人员查看。")
    return made


def _as_of(report: AnnualReport) -> datetime:
    """PDF/A wants a date and the same report wants the same bytes: the last day that the figures cover."""
    last = report.period[1] if report.period else date(report.year or 1980, 12, 31)
    return datetime(last.year, last.month, last.day, tzinfo=timezone(timedelta(hours=8)))


def _refused(error: typst.TypstError) -> WriteError:
    text = f"{error} {getattr(error, 'diagnostic', '')}"
    if found := _GLYPH.search(text):
        words = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), found[1])
        codes = "、".join(f"U+{ord(c):04X}" for c in words[:5])
        return WriteError(f"没有一种字体能显示“{words[:20]}”（{codes}），没有写出PDF；{fonts.HINT}也可改用DOCX。")
    return WriteError(f"PDF排版失败（{str(error)[:200]}）；请改用DOCX，并把这份报告交给维护人员查看。")


def _data(report: AnnualReport) -> dict[str, Any]:
    return {
        "title": title(report),
        "title-lines": _title_lines(report),
        "author": [report.agency] if report.agency else [],
        "fonts": fonts.chosen(fonts.families()),
        "page": {
            "width": page.WIDTH,
            "height": page.HEIGHT,
            "top": page.TOP,
            "bottom": page.BOTTOM,
            "left": page.LEFT,
            "right": page.RIGHT,
            "body": page.BODY,
            "title": page.TITLE,
            "number": page.PAGE_NUMBER,
            "line": page.LINE,
            "padding": page.PADDING,
        },
        "parts": [_part(p) for p in parts(report) if not isinstance(p, Title)],
    }


def _title_lines(report: AnnualReport) -> list[str]:
    """A long title breaks after the agency, as official titles do."""
    whole, agency = title(report), printable(report.agency or "")
    if len(whole) > _TITLE_WIDTH and agency and whole.startswith(agency) and whole != agency:
        return [agency, whole.removeprefix(agency).strip()]
    return [whole]


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
