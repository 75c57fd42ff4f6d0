"""A catalogue as PDF/A-2a, on sheets laid across."""

from __future__ import annotations

from typing import Any, Final

from . import fonts, page, typesetting
from .catalogue import Catalogue, cell
from .outline import printable
from .record import loose

WIDTH: Final = float(page.HEIGHT - 30)
"""Millimetres between the margins."""


def render(catalogue: Catalogue) -> bytes:
    return typesetting.pdf("catalogue.typ", _data(catalogue), as_of=catalogue.on)


def _data(catalogue: Catalogue) -> dict[str, Any]:
    total = sum(column.width for column in catalogue.columns)
    return {
        "title": printable(catalogue.title),
        "author": [printable(catalogue.agency)] if printable(catalogue.agency) else [],
        "under": catalogue.under,
        "fonts": fonts.chosen(fonts.families()),
        "page": page.measures(),
        "widths": [WIDTH * column.width / total for column in catalogue.columns],
        "heads": [printable(column.head) for column in catalogue.columns],
        "rows": [[loose(cell(text)) for text in row] for row in catalogue.rows],
    }
