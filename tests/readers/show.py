"""Documents written short, so that a test says what it expects at a glance."""

from __future__ import annotations

from gongkai.readers.document import Document, Paragraph, TableCell

Shown = str | list[str]


def cell(one: TableCell) -> str:
    """``text``, then ``@column`` with ``xN`` for a colspan and ``vN`` for a rowspan."""
    across = f"x{one.colspan}" if one.colspan > 1 else ""
    down = f"v{one.rowspan}" if one.rowspan > 1 else ""
    return f"{one.text}@{one.column}{across}{down}"


def shown(document: Document) -> list[Shown]:
    """A paragraph as its text; a table as a list of rows, cells parted by blanks."""
    return [
        b.text if isinstance(b, Paragraph) else [" ".join(map(cell, row)) for row in b.rows]
        for b in document.blocks
    ]


def plain(document: Document) -> list[Shown]:
    """As ``shown``, without columns and spans: cells parted by bars."""
    return [
        b.text if isinstance(b, Paragraph) else ["|".join(c.text for c in row) for row in b.rows]
        for b in document.blocks
    ]
