"""What goes into a spreadsheet: nothing in it is executed, and Excel reads the Chinese of a CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .zipped import packed

RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell whose text begins with one of these is a formula to a spreadsheet, the wide ones to a Chinese one."""
_SAVED_AT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
# One such character in one request would keep the whole list from being handed out.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


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
    return "".join(csv_lines(head, rows))


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same line by line: a long list does not stand in memory."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(head)
    for row in rows:
        yield _taken(out)
        writer.writerow([neutral(_plain(value)) for value in row])
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _plain(value: object) -> object:
    """A person or an agency by its name: a name is text like any other."""
    return value if value is None or isinstance(value, int | float | Decimal | date) else str(value)


def xlsx_bytes(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet, its head bold and always in sight. Written row by row: a long list does not stand in memory."""
    return filled(Workbook(write_only=True), title, head, rows)


def filled(
    book: Workbook,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    widths: Sequence[float] = (),
    settled: bool = False,
) -> bytes:
    """The same with the widths of its columns. ``settled``: the same bytes for the same rows, whenever it is
    made."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for letter, width in zip(map(get_column_letter, range(1, len(widths) + 1)), widths, strict=True):
        sheet.column_dimensions[letter].width = width
    cells = [WriteOnlyCell(sheet, value=word) for word in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return packed(out.getvalue(), _undated) if settled else out.getvalue()


def _undated(name: str, content: bytes) -> bytes:
    """The library notes when it saved."""
    return _SAVED_AT.sub(b"", content) if name == "docProps/core.xml" else content


def _cell(value: object) -> object:
    """What XML can hold, within what a cell can; a person or an agency by its name."""
    if value is None or isinstance(value, int | float | date | datetime):
        return value
    return neutral(_NOT_IN_XML.sub("", str(value))[:32_000])
