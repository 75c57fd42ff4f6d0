"""A catalogue as an editable Word file, on sheets laid across."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from . import page, rich
from .catalogue import Catalogue, cell
from .catalogue_pdf import WIDTH
from .docx_package import new, paragraph, saved
from .docx_styles import BODY, FOOTER, TITLE, Style
from .outline import printable
from .rich_docx import CAPTION, CELL, CELL_HEAD, Links, table

UNDER = Style("Under", "说明", "宋体", 10.5, None, "center", custom=True, below=8)
STYLES: Final = (BODY, TITLE, FOOTER, UNDER, CAPTION, CELL, CELL_HEAD)
_SIZE: Final = 9.0


def render(catalogue: Catalogue) -> bytes:
    document = new(printable(catalogue.title), printable(catalogue.agency), STYLES)
    _across(document.sections[0])
    parts = [paragraph(printable(catalogue.title), TITLE), paragraph(catalogue.under, UNDER)]
    widths = [column.width for column in catalogue.columns]
    return saved(
        document, [*parts, *table(_grid(catalogue), Links(document.part), width=WIDTH, size=_SIZE, shares=widths)]
    )


def _across(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(page.HEIGHT), Mm(page.WIDTH)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)
    section.footer_distance = Mm(9)


def _grid(catalogue: Catalogue) -> rich.Table:
    boxes = [rich.Box(rich.plain(column.head), x, 0, head=True) for x, column in enumerate(catalogue.columns)]
    for y, row in enumerate(catalogue.rows, 1):
        boxes += [
            rich.Box(rich.plain(cell(text)), x, y, align="center" if x == 0 else "") for x, text in enumerate(row)
        ]
    return rich.Table(tuple(boxes), len(catalogue.columns), len(catalogue.rows) + 1, 1)
