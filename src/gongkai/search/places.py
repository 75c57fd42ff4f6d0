"""Numbers that put documents newest first, and their rows in the index with them.

A position is the day and the number of a document; a row of the index is a position and which piece of the
document it is. So the rows of SQLite's index, read backwards, are the documents from the newest to the oldest.
"""

from __future__ import annotations

from datetime import date
from typing import Final

DOCUMENT_BITS: Final = 30
ROW_BITS: Final = 16
DOCUMENT_MASK: Final = (1 << DOCUMENT_BITS) - 1
ROW_MASK: Final = (1 << ROW_BITS) - 1

# The row that stands for a whole document of several pieces, and the only row of a document of one piece.
SUMMARY: Final = ROW_MASK - 1
SINGLE: Final = ROW_MASK

_FIRST: Final = date(1900, 1, 1).toordinal()
_LAST: Final = (1 << (63 - DOCUMENT_BITS - ROW_BITS)) - 1


def position(document: int, on: date) -> int:
    """Where a document of this day stands; the later number first where the day is the same.

    ValueError for a number that does not fit (under 1, or of 1,073,741,824 and more).
    """
    if not 0 < document <= DOCUMENT_MASK:
        raise ValueError(f"document {document} cannot be numbered in the index")
    day = min(max(on.toordinal() - _FIRST, 0), _LAST)
    return day << DOCUMENT_BITS | document


def first_row(at: int) -> int:
    """The lowest row of the document at this position; the highest is ``first_row(at) | ROW_MASK``."""
    return at << ROW_BITS


def document(at: int) -> int:
    """The number of the document at a position."""
    return at & DOCUMENT_MASK


def day(at: int) -> date:
    """The day of a position."""
    return date.fromordinal((at >> DOCUMENT_BITS) + _FIRST)
