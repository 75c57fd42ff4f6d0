"""Tables that go on on the next page."""

from __future__ import annotations

import re

from .document import Table, TableCell

Rows = list[tuple[TableCell, ...]]

_FIGURE = re.compile(r"[\d０-９,，.．+\-－—/／\s]+")
_BLANKS = re.compile(r"\s+")


def width(rows: Rows | tuple[tuple[TableCell, ...], ...]) -> int:
    """Grid columns of a table."""
    return max((c.column + c.colspan for row in rows for c in row), default=0)


def continued(table: Table, rows: Rows) -> bool:
    """True where ``rows``, first on the next page, go on with ``table``; ``rows`` is then made ready to be
    put after it: a repeated header is taken off, a row that the page cut is put together again."""
    if width(table.rows) != width(rows):
        return False
    repeated = 0
    while repeated < min(len(rows), len(table.rows)) and _words(rows[repeated]) == _words(table.rows[repeated]):
        repeated += 1
    if repeated and any(_words(row) for row in rows[:repeated]):
        if repeated == len(rows):
            return False
        del rows[:repeated]
    if rows and _is_rest(table.rows[-1], rows[0]):
        for cell in rows[0]:
            if cell.text:
                _above(table, cell).text += f"\n{cell.text}"
        del rows[0]
    return True


def _words(row: tuple[TableCell, ...]) -> list[str]:
    return [_BLANKS.sub("", c.text) for c in row]


def _figures(row: tuple[TableCell, ...]) -> int:
    return sum(bool(c.text) and _FIGURE.fullmatch(c.text) is not None for c in row)


def _is_rest(last: tuple[TableCell, ...], first: tuple[TableCell, ...]) -> bool:
    """The first row of a page holds only the end of a label whose figures stand on the page before."""
    texts = [c for c in first if c.text]
    if not texts or _figures(first) or _figures(last) < 3:
        return False
    return len(texts) < 3 and {c.column for c in texts} <= {c.column for c in last if c.text}


def _above(table: Table, cell: TableCell) -> TableCell:
    return next(c for c in table.rows[-1] if c.column == cell.column)
