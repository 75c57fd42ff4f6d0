"""What a table or a stream of lines yields before any figure is decided: rows with their label and raw cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .document import TableCell
from .headers import Header, Span
from .labels import Label

ALL = "*"  # the one row of figures of table 4
CELL_SIGN = "|"  # joins the lines of a stream that are cells of their own


@dataclass(slots=True)
class Found:
    """One row of figures. ``label`` is None for a row without one and for one whose words the form does not
    know (``words``). ``cells``: every cell after the label, blanks included, as they stand in ``placed``.
    ``runs``: lines of a stream instead, where blanks are not visible and limits may be lost.
    """

    table: int | None
    code: str | None
    words: str
    header: Header | None
    cells: Sequence[str] | None = None
    placed: Sequence[TableCell] = ()
    runs: list[str] | None = None
    page: int | None = None
    block: int | None = None
    row: int | None = None
    column: int = 0
    joined: bool = False  # label and figures stood on one line

    @property
    def spans(self) -> list[Span]:
        """The grid columns of the cells; few rows are asked for them."""
        return [(cell.column, cell.column + cell.colspan) for cell in self.placed]

    def named(self, table: int, code: str, text: str) -> None:
        """Give the row the label that it turned out to have; the header of another table is not its own."""
        self.table, self.code, self.words = table, code, text
        if self.header is not None and self.header.table != table:
            self.header = None


@dataclass(slots=True)
class Harvest:
    """Everything found in the tables of one report, in order. ``lone``: labels of rows without any figure.
    ``tables``: numbers of the tables whose header or labels were seen at all. ``leftover``: short lines that
    turned out to be no part of a table (block, text). ``lines``: how often each line of the stream is there.
    ``twofold``: two rows stood side by side. ``typed``: the file is plain text, whose tables are bars or tabs
    that somebody typed, so that a row can have lost a cell and be filled up at its end."""

    rows: list[Found] = field(default_factory=list)
    lone: list[tuple[Label, Header | None]] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)
    leftover: list[tuple[int, str]] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)
    twofold: bool = False
    typed: bool = False
