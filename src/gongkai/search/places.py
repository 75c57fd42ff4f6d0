"""Numbers that put documents newest first: the day of a document, then its own number."""

from __future__ import annotations

from datetime import date
from typing import Final

DOCUMENT_BITS: Final = 30
DOCUMENT_MASK: Final = (1 << DOCUMENT_BITS) - 1

_FIRST: Final = date(1900, 1, 1).toordinal()
_LAST: Final = (1 << 17) - 1


def position(document: int, on: date) -> int:
    """Where a document of this day stands; the later number first where the day is the same.

    ValueError for a number that does not fit (under 1, or of 1,073,741,824 and more).
    """
    if not 0 < document <= DOCUMENT_MASK:
        raise ValueError(f"document {document} cannot be numbered in the index")
    day = min(max(on.toordinal() - _FIRST, 0), _LAST)
    return day << DOCUMENT_BITS | document


def document(at: int) -> int:
    """The number of the document at a position."""
    return at & DOCUMENT_MASK


def day(at: int) -> date:
    """The day of a position."""
    return date.fromordinal((at >> DOCUMENT_BITS) + _FIRST)
