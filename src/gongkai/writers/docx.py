"""A report as an editable Word file on the page of an official document.

python-docx keeps the package; table rows are written as XML, for its cell interface is slow and knows no merged
cells of a given grid.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Mm

from gongkai.statute.form import AnnualReport

from . import page
from .docx_styles import (
    BODY,
    FOOTER,
    HEADING,
    SUBHEADING,
    TABLE_HEAD,
    TABLE_TEXT,
    TITLE,
    Style,
    fonts_xml,
    styles_xml,
)
from .layout import Box, Grid
from .outline import Heading, Part, Text, Title, parts, title
from .zipped import packed

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWIPS_A_MM = 1440 / 25.4
# Parts of python-docx's own template that say nothing about this document.
_LEFT_OUT = (
    "/docProps/thumbnail.jpeg",
    "/word/stylesWithEffects.xml",
    "/customXml/item1.xml",
    "/word/numbering.xml",
)


def write(report: AnnualReport) -> bytes:
    """The DOCX. Its fonts need not be installed here."""
    document = _document(report)
    body = document.element.body
    last = body.sectPr
    made = parts(report)
    for part in made:
        last.addprevious(parse_xml(_part(part)))
    if made and isinstance(made[-1], Grid):
        last.addprevious(parse_xml(_paragraph("", BODY)))  # Word wants a paragraph after a table
    out = io.BytesIO()
    document.save(out)
    return packed(out.getvalue())


def _document(report: AnnualReport) -> Any:
    document = Document()
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in list(parse_xml(styles_xml())):
        styles.append(child)
    _package(document)
    _properties(document, report)
    _page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    return document


def _package(document: Any) -> None:
    package = document.part.package
    for owner in (package, document.part):
        for key, link in list(owner.rels.items()):
            if not link.is_external and str(link.target_part.partname) in _LEFT_OUT:
                del owner.rels[key]
            elif not link.is_external and str(link.target_part.partname) == "/word/fontTable.xml":
                link.target_part._blob = fonts_xml().encode("utf-8")


def _properties(document: Any, report: AnnualReport) -> None:
    properties = document.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title = title(report)[:255]
    properties.author = (report.agency or "")[:255]
    properties.language = "zh-CN"


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(page.WIDTH), Mm(page.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    section.footer_distance = Mm(page.BOTTOM - 7 - 5)  # the number stands 7 mm below the text
    grid = parse_xml(f'<w:docGrid {_W} w:type="lines" w:linePitch="{round(page.LINE * 20)}"/>')
    for old in section._sectPr.findall(grid.tag):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    _footer(section.footer, "right")
    _footer(section.even_page_footer, "left")


def _footer(footer: Any, side: str) -> None:
    """``— 3 —``, one character in from the edge of the text."""
    footer.is_linked_to_previous = False
    for old in list(footer._element):
        footer._element.remove(old)
    footer._element.append(
        parse_xml(
            f'<w:p {_W}><w:pPr><w:pStyle w:val="{FOOTER.identity}"/>'
            f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
            '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
        )
    )


def _part(part: Part) -> str:
    match part:
        case Grid():
            return _table(part)
        case Title():
            return _paragraph(part.text, TITLE)
        case Heading():
            return _paragraph(part.text, HEADING)
        case Text():
            return _paragraph(part.text, SUBHEADING if part.subheading else BODY)


def _paragraph(
    text: str, style: Style, size: float | None = None, align: str | None = None, ns: str = f" {_W}"
) -> str:
    run = f'<w:rPr><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>' if size else ""
    side = f'<w:jc w:val="{align}"/>' if align else ""
    words = f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p{ns}><w:pPr><w:pStyle w:val="{style.identity}"/>{side}</w:pPr>{words}</w:p>'


def _table(grid: Grid) -> str:
    widths = [round(w * _TWIPS_A_MM) for w in page.column_widths(grid)]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
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
    words = _paragraph(box.text, style, size, "left" if box.head == "row" else None, ns="")
    shape = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{down}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{words}</w:tc>"
