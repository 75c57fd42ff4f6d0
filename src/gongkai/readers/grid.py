"""Rows of a table with cells -> rows with labels, as the statutory tables have them.

Spans may be whole, dropped or turned into empty cells; a page break may repeat headers or cut a label. A cell
is a label or a value by what it says, never by where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .document import Table, TableCell
from .found import ALL, Found, Harvest
from .headers import Header, HeaderCell, by_grid, by_order, columns, labels_in
from .labels import NUMERALS, OTHER_HANDLING, Label, definite, label, words
from .values import SMALL, figure

_NUMBER_ONLY = re.compile(rf"\W*(?:[{NUMERALS}]{{1,2}}|\d{{1,2}}(?=\W)|\(\d\))\W*")


_LONGEST_LABEL = 60
_SEVEN = 7  # figures in a row of table 3
_OF_ROWS = ("row", "either")
_SPANNING = frozenset(("results", "withheld", "unable", "not_processed", "explanation"))


class Grid:
    """Reads tables one after another; header and unfinished label carry over a page break."""

    def __init__(self, harvest: Harvest) -> None:
        self.harvest = harvest
        self.header_rows: list[tuple[HeaderCell, ...]] = []
        self.header: Header | None = None
        self.table: int | None = None
        self.loose = ""  # words of a row without figures that may go on in the next one
        self.cut: Found | None = None  # a row with figures whose label is not known (yet)
        self.used = False

    def read(self, table: Table) -> int:
        """Take the rows of one table. Returns how many rows of figures were found."""
        before = len(self.harvest.rows)
        if _is_another(table):
            return 0
        for number, row in enumerate(table.rows, 1):
            self._row(row, table, number)
        return len(self.harvest.rows) - before

    def _row(self, row: Sequence[TableCell], table: Table, number: int) -> None:
        last = -1
        known: Label | None = None
        labels = figures = columns_seen = 0
        unknown = ""
        for at, cell in enumerate(row):
            text = cell.text
            if not text:
                continue
            if text in SMALL:
                figures += 1
                continue
            found = label(text)
            if found is None:
                what = figure(text).what
                if what not in ("words", "blank"):
                    figures += 1
                elif what == "words" and not _NUMBER_ONLY.fullmatch(text):
                    if figures or (known is not None and known.kind in _OF_ROWS and known is not OTHER_HANDLING):
                        figures += 1
                    else:
                        unknown, last, known = text, at, None
                        labels += 1
                continue
            if figures and labels and found.kind == "row" and known is not None and known.kind == "row":
                self.harvest.twofold = True
            if found.kind == "column":
                columns_seen += 1
            known, last, unknown = found, at, ""
            labels += 1
        if not labels:
            if figures or (self.table == 4 and not self.used and len(row) >= len(columns(4))):
                self._bare(row, table, number)
            return
        if known is not None and known.kind == "block":
            self._new_block()
        elif columns_seen or known is None or known.kind not in ("row", "either"):
            self._no_row(row, last, known, unknown, figures, columns_seen, table, number)
        else:
            self._labelled(row, last, known, figures, table, number)

    # Rows without a label of a row

    def _new_block(self) -> None:
        self.table, self.header, self.header_rows, self.used = 2, None, [], False
        self.loose, self.cut = "", None
        self.harvest.tables.add(2)

    def _no_row(
        self,
        row: Sequence[TableCell],
        last: int,
        known: Label | None,
        unknown: str,
        figures: int,
        columns_seen: int,
        table: Table,
        number: int,
    ) -> None:
        if known is not None and known.code in _SPANNING:
            if figures:  # the row's own label is missing, only the one that spans it is there
                self._add(3, None, "", row, last + 1, self._current(), table, number)
            return
        if known is not None or columns_seen:
            self._header_row(row, known)
            return
        if figures:
            self._unknown(row, last, unknown, table, number)
        elif self.cut is not None:
            self._finish(words(unknown))
        elif self.header_rows and not self.used:
            self._header_row(row, None)
            self.loose = words(unknown)  # or the first half of the label of the row that follows
        else:
            self.loose = (self.loose + words(unknown))[-_LONGEST_LABEL:]

    def _header_row(self, row: Sequence[TableCell], known: Label | None) -> None:
        if self.used:
            self.header_rows, self.used = [], False
            self.header = None
        if known is not None:
            self.table = known.table if known.kind != "either" else self.table or known.table
            self.harvest.tables.add(self.table or known.table)
        self.header_rows.append(_cells(row))
        self.loose, self.cut = "", None

    def _current(self) -> Header | None:
        """The header that holds here, worked out at its first row of figures."""
        if not self.used and self.header_rows:
            table = self.table or 2
            rows = tuple(self.header_rows)
            self.header = by_grid(rows, table) or by_order(
                labels_in(c[0] for r in rows for c in r), " ".join(c[0] for r in rows for c in r)
            )
            self.used = True
        return self.header

    def _bare(self, row: Sequence[TableCell], table: Table, number: int) -> None:
        """A row of figures without a label: table 4 has no other."""
        header = self._current()
        # Table 4 may be cut in two or three: each part names the rows it is about.
        known = header is None or not header.slots[0].startswith("/")
        code = ALL if self.table == 4 and known else None
        self._add(self.table, code, "", row, 0, header, table, number)

    def _unknown(self, row: Sequence[TableCell], last: int, unknown: str, table: Table, number: int) -> None:
        whole = label(self.loose + words(unknown)) if self.loose else None
        self.loose = ""
        if whole is not None and whole.kind in ("row", "either"):
            self._labelled(row, last, whole, 1, table, number)
            return
        header = self._current() if self.table != 4 else None
        self._add(self.table, None, unknown, row, last + 1, header, table, number)
        self.cut = self.harvest.rows[-1]

    def _finish(self, rest: str) -> None:
        """The second half of a label whose figures stand beside the first."""
        cut = self.cut
        if cut is None:
            return
        whole = label(words(cut.words) + rest)
        if whole is not None and whole.kind in ("row", "either"):
            whole = definite(whole)
            cut.named(whole.table, whole.code, cut.words + rest)
            self.cut = None
        else:
            self.loose = rest

    # Rows with one

    def _labelled(
        self, row: Sequence[TableCell], last: int, known: Label, figures: int, table: Table, number: int
    ) -> None:
        after = len(row) - last - 1
        if known.table == 4 and not figures:
            self._header_row(row, known)
            return
        if known.kind == "either" and not figures and (not after or (self.header_rows and not self.used)):
            if not self.used:
                self._header_row(row, known)
            return
        if known is OTHER_HANDLING and not figures and after < len(columns(3)):
            return
        header = self._current()
        known = definite(known)
        self.harvest.tables.add(known.table)
        self.loose, self.cut = "", None
        if known.table == 4 and self.table == 4 and header is not None and len(header.slots) == len(columns(4)):
            self._add(4, ALL, "", row, last + 1, header, table, number)
            return
        if header is not None and header.table != known.table:
            header = None
        if not after and not figures:
            self.harvest.lone.append((known, header))
            return
        self.table = known.table
        self._add(known.table, known.code, row[last].text, row, last + 1, header, table, number)

    def _add(
        self,
        number: int | None,
        code: str | None,
        text: str,
        row: Sequence[TableCell],
        start: int,
        header: Header | None,
        table: Table,
        at: int,
    ) -> None:
        if header is not None and header.table != number:
            header = None  # of the table before
        cells = row[start:]
        self.harvest.rows.append(
            Found(
                number,
                code,
                text,
                header,
                [c.text for c in cells],
                cells,
                None,
                table.page,
                table.index,
                at,
                cells[0].column if cells else 0,
            )
        )


def _is_another(table: Table) -> bool:
    """A table of something else, such as counts by channel, or cases year by year: it has a head of its own
    words and no label of the form but 总计, 其他, 行政复议, 行政诉讼."""
    foreign = False
    for row in table.rows:
        texts = [c.text for c in row if c.text]
        found = [label(t) for t in texts]
        if any(one is not None and not _is_common(one) for one in found):
            return False
        own = sum(one is None and figure(t).what == "words" for one, t in zip(found, texts, strict=True))
        known = sum(one is not None for one in found)
        if len(texts) - own - known >= _SEVEN:
            return False
        foreign = foreign or (own > 0 and own + known == len(texts) > 1)
    return foreign


def _is_common(one: Label) -> bool:
    """Words that other tables have, too."""
    return one.kind == "either" or (one.table == 4 and one.kind in ("row", "head"))


def _cells(row: Sequence[TableCell]) -> tuple[HeaderCell, ...]:
    """Header cells with the columns they stand over: up to the next cell where spans were not given (PDF)."""
    out: list[HeaderCell] = []
    for at, cell in enumerate(row):
        end = cell.column + cell.colspan
        if at + 1 < len(row):
            end = max(end, row[at + 1].column)
        out.append((cell.text, cell.column, end - cell.column, cell.rowspan))
    return tuple(out)
