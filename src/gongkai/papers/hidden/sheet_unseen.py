"""Which rows and columns of a sheet nobody sees: hidden, filtered away, or of no height or width."""

from __future__ import annotations

from typing import Any

from .package import each
from .word_look import value


class Unseen:
    """``filtered``: the sheet has an active filter, so its hidden rows may be what the filter left out."""

    def __init__(self, root: Any) -> None:
        layout = next(each(root, "sheetFormatPr"), None)
        self._by_default = layout is not None and _yes(layout, "zeroHeight")
        self._rows: dict[int, bool] = {}
        number = 0
        for row in each(root, "row"):
            number = int(row.get("r") or number + 1)
            self._rows[number] = _row(row, self._by_default)
        narrow = layout is not None and value(layout, "defaultColWidth") in ("0", "0.0")
        self._columns = [
            (int(value(column, "min") or 0), int(value(column, "max") or 0))
            for column in each(root, "col")
            if _yes(column, "hidden") or _zero(column, "width")
        ]
        self._narrow = narrow
        self._set = [(int(value(c, "min") or 0), int(value(c, "max") or 0)) for c in each(root, "col")]
        self.filtered = any(next(iter(f), None) is not None for f in each(root, "autoFilter"))

    def cell(self, row: int, column: int) -> bool:
        return self.row(row) or self.column(column)

    def row(self, number: int) -> bool:
        return self._rows.get(number, self._by_default)

    def column(self, number: int) -> bool:
        if any(first <= number <= last for first, last in self._columns):
            return True
        return self._narrow and not any(first <= number <= last for first, last in self._set)


def _row(row: Any, by_default: bool) -> bool:
    if _yes(row, "hidden") or _zero(row, "ht"):
        return True
    return by_default and value(row, "hidden") is None and not _yes(row, "customHeight")


def _yes(element: Any, name: str) -> bool:
    return value(element, name) in ("1", "true")


def _zero(element: Any, name: str) -> bool:
    """A size nobody sees: up to a quarter of a character wide, up to two points high."""
    try:
        return float(value(element, name) or "nan") <= (2 if name == "ht" else 0.25)
    except ValueError:
        return False
