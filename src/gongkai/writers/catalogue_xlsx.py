"""A catalogue as a workbook."""

from __future__ import annotations

from openpyxl import Workbook

from .catalogue import Catalogue, cell
from .spreadsheet import filled


def render(catalogue: Catalogue) -> bytes:
    """Nothing in it is executed; the same bytes for the same catalogue."""
    book = Workbook(write_only=True)
    heads = [column.head for column in catalogue.columns]
    rows = ([cell(text) for text in row] for row in catalogue.rows)
    return filled(
        book, "目录", heads, rows, widths=[column.width * 2.2 for column in catalogue.columns], settled=True
    )
