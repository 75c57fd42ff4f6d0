"""How a finding names cells and figures to a person."""

from __future__ import annotations

from decimal import Decimal

from .editions import cells_by_name
from .report import AnnualReport, Value


def cell_words(name: str) -> str:
    """``“（一）予以公开”自然人`` for ``3.1/自然人``; ``“规章”本年制发件数``; ``行政诉讼“复议后起诉”总计``."""
    known = cells_by_name().get(name)
    if known is None:
        return name
    cell, block = known
    row = cell.row
    if block.table == 3:
        label = "".join((*row.group[1:], row.label.partition("（区分")[0]))
        return f"“{label}”{cell.column.label}"
    return f"{''.join(row.group)}“{row.label}”{cell.column.label}"


def figure_words(value: Value | str) -> str:
    """A figure as a sentence quotes it: 21, 282.1, （空）, “/”."""
    if value is None:
        return "（空）"
    if isinstance(value, Decimal):
        return format(value, "f")
    return f"“{value}”" if isinstance(value, str) else str(value)


def place_of(report: AnnualReport, *cells: str) -> str | None:
    """Where the first of these cells stands in the original, None where the original is not known."""
    for name in cells:
        origin = report.origins.get(name)
        if origin is not None:
            return origin.place
    return None
