"""A report as an editable Word file on the page of an official document.

Table rows are written as XML, for python-docx's cell interface is slow and knows no merged cells of a given grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from gongkai.statute.form import AnnualReport

from . import page
from .docx_package import W, new, paragraph, saved
from .docx_styles import BODY, HEADING, SUBHEADING, TABLE_HEAD, TABLE_TEXT, TITLE
from .layout import Box, Grid
from .outline import Heading, Part, Text, Title, parts, title

_TWIPS_A_MM = 1440 / 25.4


def write(report: AnnualReport) -> bytes:
    """The DOCX. Its fonts need not be installed here."""
    document = new(title(report), report.agency or "")
    return saved(document, [_part(part) for part in parts(report)])


def _part(part: Part) -> str:
    match part:
        case Grid():
            return _table(part)
        case Title():
            return paragraph(part.text, TITLE)
        case Heading():
            return paragraph(part.text, HEADING)
        case Text():
            return paragraph(part.text, SUBHEADING if part.subheading else BODY)


def _table(grid: Grid) -> str:
    widths = [round(w * _TWIPS_A_MM) for w in page.column_widths(grid)]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblCaption w:val="{escape(grid.caption)}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(_rows(grid, widths, page.table_size(grid)))}</w:tbl>"
    )


def _rows(grid: Grid, widths: list[int], size: float) -> Iterator[str]:
    open_spans: dict[int, tuple[Box, int]] = {}  # column -> box that goes on below, rows left
    for y, row in enumerate(grid.rows):
        cells = {box.column: _cell(box, widths, size, "restart" if box.rowspan > 1 else "") for box in row}
        for at, (box, left) in list(open_spans.items()):
            cells[at] = _cell(Box("", box.column, box.colspan, head=box.head), widths, size, "continue")
            open_spans[at] = (box, left - 1)
        open_spans |= {box.column: (box, box.rowspan - 1) for box in row if box.rowspan > 1}
        open_spans = {at: held for at, held in open_spans.items() if held[1]}
        repeat = "<w:tblHeader/>" if y < grid.heads else ""
        inner = "".join(cells[at] for at in sorted(cells))
        yield f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{inner}</w:tr>"


def _cell(box: Box, widths: list[int], size: float, merge: str) -> str:
    width = sum(widths[box.column : box.column + box.colspan])
    span = f'<w:gridSpan w:val="{box.colspan}"/>' if box.colspan > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    style = TABLE_HEAD if box.head == "col" else TABLE_TEXT
    words = paragraph(box.text, style, size=size, align="left" if box.head == "row" else None, ns="")
    shape = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{down}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{words}</w:tc>"
