"""A letter (文书) of an agency as PDF/A-2a and as an editable Word file, in the layout of GB/T 9704-2012.

One text, two renderers: ``lines`` is everything that is printed, in order, and both formats print just that. A
character that no font of this machine prints is an error in both, for the letter would leave with an empty box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from typing import Any, Final, Literal

from gongkai.errors import WriteError

from .outline import printable

FORMATS: Final = ("pdf", "docx")
# "official": red head, number, addressee, seal. "form": a table to fill in and to sign.
Layout = Literal["official", "form"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a form. ``span`` counts columns; a ``head`` is a label. Line breaks in ``text`` are kept; a line
    that begins with a tab stands at the right."""

    text: str
    span: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``height`` is how many lines it has room for at least, to write in."""

    cells: tuple[Cell, ...]
    height: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` are shares of the width of the page; the cells of a row span them all."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it is printed. ``kind`` is its code; ``number`` is empty while it is a draft. ``addressee``
    goes without its colon, ``contact`` without its brackets. ``remedy`` is the last paragraph, ``on`` the day
    under the agency's name; a form without a day is not signed."""

    kind: str
    title: str
    agency: str
    number: str = ""
    addressee: str = ""
    paragraphs: tuple[str | Table, ...] = ()
    remedy: str = ""
    on: date | None = None
    attachments: tuple[str, ...] = ()
    contact: str = ""
    layout: Layout = "official"


def write(letter: Letter, format: str) -> bytes:
    """The bytes of one file: "pdf" or "docx". The same letter gives the same bytes (PDF: with the same fonts).

    WriteError for another format, for a letter without title or agency, and for a character without a glyph.
    """
    if format not in FORMATS:
        raise WriteError(f"不认识的格式“{format}”；可用 {'、'.join(FORMATS)}。")
    check(letter)
    render: Callable[[Letter], bytes] = import_module(f"{__package__}.letter_{format}").render
    return render(letter)


def check(letter: Letter) -> None:
    """WriteError where the letter cannot be printed whole, in whatever format; else nothing."""
    for name, value in (("标题", letter.title), ("发文机关", letter.agency)):
        if not printable(value):
            raise WriteError(f"文书没有{name}，不能排版；请补齐后再试。")
    for table in (block for block in letter.paragraphs if isinstance(block, Table)):
        for row in table.rows:
            _fits(row, table)
    from . import glyphs

    glyphs.check("".join(lines(letter)))


def _fits(row: Row, table: Table) -> None:
    if sum(cell.span for cell in row.cells) != len(table.widths):
        raise WriteError(f"表格的一行（{row.cells[0].text if row.cells else '空行'}）与列数不符；请检查文书模板。")


def lines(letter: Letter) -> Iterator[str]:
    """Everything that is printed, in order, from the head to the contact."""
    official = letter.layout == "official"
    if official:
        yield printable(letter.agency)
    yield from _some(letter.number)
    yield printable(letter.title)
    if letter.addressee:
        yield f"{printable(letter.addressee)}："
    for block in letter.paragraphs:
        yield from _cells(block) if isinstance(block, Table) else _some(block)
    yield from _some(letter.remedy)
    yield from attachment_lines(letter)
    if official or letter.on is not None:
        yield printable(letter.agency)
    if letter.on is not None:
        yield chinese_date(letter.on)
    yield from _some(contact_line(letter))


def _some(text: str) -> Iterator[str]:
    if shown := printable(text):
        yield shown


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row.cells:
            yield from (text for text, _ in cell_lines(cell))


def cell_lines(cell: Cell) -> list[tuple[str, bool]]:
    """Each line of a box, and whether it stands at the right."""
    return [(printable(line), line.startswith("\t")) for line in cell.text.split("\n")]


def attachment_lines(letter: Letter) -> list[str]:
    """``附件：名称``, or numbered where there are several; no full stop after a name."""
    names = [name for one in letter.attachments if (name := printable(one))]
    if len(names) < 2:
        return [f"附件：{name}" for name in names]
    return [f"{'附件：' if n == 1 else ''}{n}. {name}" for n, name in enumerate(names, 1)]


def contact_line(letter: Letter) -> str:
    """The note under the date, in brackets."""
    return f"（{printable(letter.contact)}）" if printable(letter.contact) else ""


def chinese_date(day: date) -> str:
    """``2026年3月2日``: Arabic numerals, no zeros in front."""
    return f"{day.year}年{day.month}月{day.day}日"


def dump(letter: Letter) -> dict[str, Any]:
    """As plain data for JSON."""
    return {**asdict(letter), "on": letter.on.isoformat() if letter.on else None}


def load(data: Mapping[str, Any]) -> Letter:
    """What ``dump`` gave, read back. KeyError or TypeError for something else."""
    return Letter(
        **{
            **data,
            "paragraphs": tuple(_block(one) for one in data["paragraphs"]),
            "attachments": tuple(data["attachments"]),
            "on": date.fromisoformat(data["on"]) if data["on"] else None,
        }
    )


def _block(raw: str | Mapping[str, Any]) -> str | Table:
    if isinstance(raw, str):
        return raw
    rows = tuple(Row(tuple(Cell(**cell) for cell in row["cells"]), row["height"]) for row in raw["rows"])
    return Table(tuple(raw["widths"]), rows)
