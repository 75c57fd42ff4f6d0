"""Rich text as the XML of a Word file: paragraphs with their runs, tables on a grid, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from . import page, rich
from .docx_package import W
from .docx_styles import BODY, HEADING, SUBHEADING, Style
from .rich_data import column_widths, table_size

_TWIPS_A_MM: Final = 1440 / 25.4
_TWIPS: Final = 20
_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_NS: Final = f" {W} {_R}"
_EMU_A_MM: Final = 36_000

THIRD = Style("Heading3", "heading 3", BODY.font, page.BODY, indent=2, outline=2, keep=True)
CELL = Style("CellText", "单元格", BODY.font, page.TABLE, None, "left", custom=True)
CELL_HEAD = Style("CellHead", "表头", "黑体", page.TABLE, None, "center", custom=True)
CAPTION = Style(
    "TableCaption", "表题", "黑体", page.TABLE, None, "center", custom=True, keep=True, above=8, below=4
)
STYLES: Final = (THIRD, CELL, CELL_HEAD, CAPTION)
_LEVELS: Final = (BODY, HEADING, SUBHEADING, THIRD)
_MARKS: Final = {
    "strong": '<w:rFonts w:eastAsia="黑体"/><w:b/>',
    "em": '<w:rFonts w:eastAsia="楷体_GB2312"/><w:i/>',
    "u": '<w:u w:val="single"/>',
    "s": "<w:strike/>",
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
# The order in which the schema wants them.
_ORDER: Final = ("w:rFonts", "w:b", "w:i", "w:strike", "w:sz", "w:u", "w:vertAlign")


@dataclass(slots=True)
class Links:
    """The relations of the document's main part, taken as they are needed."""

    part: Any

    def to(self, address: str) -> str:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        return str(self.part.relate_to(address, kind, is_external=True))


def paragraph(text: rich.Text, links: Links, *, style: Style | None = None, size: float | None = None,
              more: str = "") -> str:  # fmt: skip
    """One paragraph; an item of a list hangs by its mark."""
    chosen = style or _LEVELS[text.level]
    side = {"center": "center", "right": "right", "left": "left"}.get(text.align, "")
    shape = more + (_hanging(text) if style is None else "")
    if side and style is None:
        shape += '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    jc = f'<w:jc w:val="{side}"/>' if side else ""
    mark = rich.Run(f"{text.mark}\t" if style is None else f"{text.mark} ")
    runs = ((mark,) if text.mark else ()) + text.runs
    inner = "".join(_run(run, links, size) for run in runs)
    return f'<w:p{_NS}><w:pPr><w:pStyle w:val="{chosen.identity}"/>{shape}{jc}</w:pPr>{inner}</w:p>'


def _hanging(text: rich.Text) -> str:
    if text.depth == 0:
        return ""
    start = 2 * max(1, text.depth)
    lead = 0.0 if not text.mark else 2 if len(text.mark) > 2 else 1.5
    left = round((start + lead) * page.BODY * _TWIPS)
    back = round(lead * page.BODY * _TWIPS)
    stop = f'<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>' if lead else ""
    hang = f'w:hangingChars="0" w:hanging="{back}"' if lead else 'w:firstLineChars="0" w:firstLine="0"'
    return f'{stop}<w:ind w:leftChars="0" w:left="{left}" {hang}/>'


def _run(run: rich.Run, links: Links, size: float | None) -> str:
    found = [part for mark in sorted(run.marks) for part in _parts(_MARKS[mark])]
    found += [f'<w:sz w:val="{round(size * 2)}"/>'] if size else []
    found += ['<w:u w:val="single"/>'] if "://" in run.href and "u" not in run.marks else []
    named = {one[1:].split(" ")[0].rstrip("/>"): one for one in reversed(found)}
    shape = "".join(named[name] for name in _ORDER if name in named)
    words = "<w:br/>".join(_words(line) for line in run.text.split(rich.BREAK))
    made = f"<w:r><w:rPr>{shape}</w:rPr>{words}</w:r>"
    return f'<w:hyperlink r:id="{links.to(run.href)}">{made}</w:hyperlink>' if "://" in run.href else made


def _parts(shape: str) -> list[str]:
    return [f"{one}/>" for one in shape.split("/>") if one]


def _words(line: str) -> str:
    return "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(one)}</w:t>' if one else "" for one in line.split("\t")
    )


def table(
    made: rich.Table,
    links: Links,
    *,
    width: float = page.TEXT_WIDTH,
    size: float = page.TABLE,
    shares: Sequence[float] = (),
) -> Iterator[str]:
    """Its caption, and the table. ``shares`` of the width for each column; else by what is in it."""
    if made.caption:
        yield paragraph(rich.Text((rich.Run(made.caption),)), links, style=CAPTION)
    millimetres = [width * one / sum(shares) for one in shares] or column_widths(made, width)
    widths = [round(one * _TWIPS_A_MM) for one in millimetres]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    name = f"<w:tblCaption w:val={quoteattr(made.caption)}/>" if made.caption else ""
    rows = "".join(_rows(made, widths, links, table_size(made, size)))
    yield (
        f'<w:tbl{_NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"{name}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(made: rich.Table, widths: list[int], links: Links, size: float) -> Iterator[str]:
    """Each row with every cell of the grid: what a box covers below its first row goes on there, and a place that
    no box covers is an empty cell."""
    owner = {(x, y): box for box in made.boxes
             for x in range(box.x, box.x + box.colspan) for y in range(box.y, box.y + box.rowspan)}  # fmt: skip
    for y in range(made.rows):
        cells, x = list[str](), 0
        while x < made.columns:
            box = owner.get((x, y)) or rich.Box((), x, y)
            cells.append(_cell(box, y, widths, links, size))
            x = box.x + box.colspan
        shape = "<w:cantSplit/><w:tblHeader/>" if y < made.heads else "<w:cantSplit/>"
        yield f"<w:tr><w:trPr>{shape}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(box: rich.Box, y: int, widths: list[int], links: Links, size: float) -> str:
    width = sum(widths[box.x : box.x + box.colspan])
    span = f'<w:gridSpan w:val="{box.colspan}"/>' if box.colspan > 1 else ""
    merge = "" if box.rowspan == 1 else "restart" if y == box.y else "continue"
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    texts = (box.texts if y == box.y else ()) or (rich.Text(()),)
    style = CELL_HEAD if box.head else CELL
    words = "".join(
        paragraph(_aligned(one, box.align), links, style=style, size=size) for one in texts
    )  # fmt: skip
    shape = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{down}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{words}</w:tc>"


def _aligned(text: rich.Text, align: str) -> rich.Text:
    if text.align or align not in ("center", "right"):
        return text
    return rich.Text(text.runs, 0, "center" if align == "center" else "right", text.mark, text.depth)


def picture(relation: str, number: int, shows: str, across: float, down: float) -> str:
    """A paragraph with a picture of so many millimetres in it."""
    cx, cy = round(across * _EMU_A_MM), round(down * _EMU_A_MM)
    name = quoteattr(shows or "图")
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name="图{number}" descr={name}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图{number}" descr={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    return (
        f'<w:p{_NS}><w:pPr><w:pStyle w:val="{BODY.identity}"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr><w:r>{drawing}</w:r></w:p>'
    )
