"""The page of an official document (GB/T 9704-2012), as Word and PDF print it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .layout import Grid

# Millimetres: A4, margins above, below, left (binding) and right; the text block is 156 by 225.
WIDTH: Final = 210
HEIGHT: Final = 297
TOP: Final = 37
BOTTOM: Final = 35
LEFT: Final = 28
RIGHT: Final = 26
TEXT_WIDTH: Final = WIDTH - LEFT - RIGHT

# Points: body in 三号, title in 二号, page number in 四号; 22 lines on 225 mm.
BODY: Final = 16.0
TITLE: Final = 22.0
PAGE_NUMBER: Final = 14.0
LINE: Final = 29.0
CHARACTERS: Final = 28
# What 28 characters of 三号 are drawn together to stand on 156 mm, in points and as Word counts it (1/4096).
TRACKING: Final = TEXT_WIDTH * 72 / 25.4 / CHARACTERS - BODY
CHARACTER_SPACE: Final = int(TRACKING * 4096)
TABLE: Final = 10.5
_SMALLEST: Final = 5.0
_POINTS_A_MM: Final = 72 / 25.4
PADDING: Final = 2.0
_TITLE_WIDTH: Final = int(TEXT_WIDTH * _POINTS_A_MM / TITLE)
# Digits are at most this wide in the fonts we name (Noto Serif CJK: 0.557 of the size).
_DIGIT: Final = 0.56


def column_widths(grid: Grid) -> tuple[float, ...]:
    """Millimetres for each grid column; together the text width."""
    total = sum(grid.widths)
    return tuple(TEXT_WIDTH * w / total for w in grid.widths)


def table_size(grid: Grid) -> float:
    """The size in points at which the longest figure still fits on one line of its cell, 五号 at most."""
    widths = column_widths(grid)
    size = TABLE if grid.table != 4 else TABLE - 1.5
    for row in grid.rows:
        for box in row:
            if box.cell is not None and box.text:
                room = sum(widths[box.column : box.column + box.colspan]) * _POINTS_A_MM - 2 * PADDING
                size = min(size, room / (_DIGIT * len(box.text)))
    return max(_SMALLEST, int(size * 2) / 2)


def measures() -> Mapping[str, float]:
    """What a template has to know of the page: millimetres of the sheet, points of the text."""
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "top": TOP,
        "bottom": BOTTOM,
        "left": LEFT,
        "right": RIGHT,
        "body": BODY,
        "title": TITLE,
        "number": PAGE_NUMBER,
        "line": LINE,
        "padding": PADDING,
    }


def title_lines(title: str, agency: str) -> list[str]:
    """A long title breaks after the agency, as official titles do."""
    if len(title) > _TITLE_WIDTH and agency and title.startswith(agency) and title != agency:
        return [agency, title.removeprefix(agency).strip()]
    return [title]
