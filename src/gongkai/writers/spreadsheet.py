"""What goes into a spreadsheet: nothing in it is executed, and Excel reads the Chinese of a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell whose text begins with one of these is a formula to a spreadsheet."""


def neutral(value: object) -> object:
    """A cell that no spreadsheet executes: text that begins like a formula gets an apostrophe.

    Numbers stay numbers, also when they are written with a sign; None is an empty cell.
    """
    if isinstance(value, str) and value.startswith(RISKY) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    body = text[1:].replace(".", "", 1)
    return text[:1] in "+-" and body.isascii() and body.isdigit()


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with a byte order mark, without which Excel reads Chinese as something else."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return out.getvalue()
