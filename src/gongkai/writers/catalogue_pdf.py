"""A catalogue as PDF/A-2a, on sheets laid across."""

from __future__ import annotations

from typing import Any, Final

from . import fonts, page, typesetting
from .catalogue import Catalogue, cell
from .outline import printable
from .record import loose
from .rich_data import TALL, height

WIDTH: Final = float(page.HEIGHT - 30)
"""Millimetres between the margins."""
_SIZE: Final = 9.0


def render(catalogue: Catalogue) -> bytes:
    return typesetting.pdf("catalogue.typ", _data(catalogue), as_of=catalogue.on)


def _data(catalogue: Catalogue) -> dict[str, Any]:
    total = sum(column.width for column in catalogue.columns)
    widths = [WIDTH * column.width / total for column in catalogue.columns]
    return {
        "title": printable(catalogue.title),
        "author": [printable(catalogue.agency)] if printable(catalogue.agency) else [],
        "under": catalogue.under,
        "fonts": fonts.chosen(fonts.families()),
        "page": page.measures(),
        "widths": widths,
        "heads": [printable(column.head) for column in catalogue.columns],
        "rows": [_row([cell(text) for text in row], widths) for row in catalogue.rows],
    }


def _row(texts: list[str], widths: list[float]) -> dict[str, Any]:
    """``tall``: no sheet may hold it in one piece."""
    tall = any(height(text.split("\n"), width, _SIZE) > TALL for text, width in zip(texts, widths, strict=True))
    return {"cells": [loose(text) for text in texts], "tall": tall}
