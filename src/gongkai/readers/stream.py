"""Blocks out of a flat stream of text and separators.

A stylesheet writes a document as one string (that walk runs in C); this module cuts it into paragraphs and
tables. The separators are Unicode noncharacters, which no text may hold; one that a hostile file smuggles in
only misplaces that file's own cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from gongkai.errors import TooLarge

from . import limits
from .document import Block, Paragraph, Table, TableCell
from .limits import Deadline

TABLE = "\ufdd0"
END = "\ufdd1"
ROW = "\ufdd2"
CELL = "\ufdd3"  # followed by "colspan,rowspan" or nothing; rowspan may be r (starts) or c (continues)
SPAN = "\ufdd4"  # ends the spans of a cell
BREAK = "\ufdd5"  # end of a line or paragraph
NUMBER = "\ufdd6"  # automatic number, until NUMBER_END (DOCX)
NUMBER_END = "\ufdd7"
PICTURE = "\ufdd8"
SIDE = "\ufddc"  # a paragraph of its own before two reports that stood side by side
_HELD, _HELD_END = "\ufdda", "\ufddb"  # index of a table already cut out

_INNERMOST = re.compile(f"{TABLE}([^{TABLE}{END}]*){END}")
_CELL_HEAD = re.compile(f"{CELL}[^{SPAN}]*{SPAN}|[{TABLE}{END}{ROW}{CELL}{SPAN}]")
_OVERVIEW = re.compile(r"[总總]\s*[体體]\s*情\s*[况況]")
_HELD_MARK = re.compile(f"{_HELD}(\\d+){_HELD_END}")
# A cell with this many lines and characters is a column of a page, not a cell of a table.
_PAGE_LINES, _PAGE_CHARACTERS = 20, 400
_AROUND = f"{BREAK}{SPAN} \t\r\n\xa0\u3000\u200b\ufeff"

Rows = list[tuple[TableCell, ...]]


def blocks(stream: str, deadline: Deadline) -> tuple[Block, ...]:
    """Paragraphs and tables in order. Tables used for layout are opened; small inner tables become text.

    Raises TooLarge for more than MAX_CELLS cells or MAX_BLOCKS blocks, or when the time is up.
    """
    if stream.count(CELL) > limits.MAX_CELLS:
        raise TooLarge("文档的表格过大，不像一份年度报告，未读取；请只保留报告的表格后重试。")
    tables: list[Rows] = []
    for depth in count():
        if depth > limits.MAX_DEPTH:
            raise TooLarge("表格嵌套过深，未读取；请用原软件打开后另存再试。")
        flat = _INNERMOST.sub(lambda m: _cut(m[1], tables), stream)
        if flat == stream:
            break
        stream = flat
        deadline.check()
    out: list[Block] = []
    for at, piece in enumerate(_HELD_MARK.split(stream)):
        if at % 2:
            out.append(Table(tuple(tables[int(piece)]), len(out) + 1))
        else:
            _paragraphs(piece, out)
    if len(out) > limits.MAX_BLOCKS:
        raise TooLarge("文档的段落过多，不像一份年度报告，未读取；请只保留报告正文后重试。")
    return tuple(out)


def _paragraphs(piece: str, out: list[Block]) -> None:
    if CELL in piece or ROW in piece:  # cells outside any table: a fragment of a page
        piece = _CELL_HEAD.sub(BREAK, piece)
    for line in piece.split(BREAK):
        if text := line.strip():
            out.append(Paragraph(text, len(out) + 1))


def _cut(source: str, tables: list[Rows]) -> str:
    """What stands for a table in the stream: a mark for a table of figures, its content for any other."""
    before, *rows = source.split(ROW)
    if _HELD in source:
        opened = _around(source, rows, tables)
        if opened is not None:
            return opened
        rows = [_HELD_MARK.sub(lambda m: _words(tables[int(m[1])]), row) for row in rows]
    cut = grid(rows)
    if _is_layout(cut, rows):
        return _opened(source)
    tables.append(cut)
    return f"{BREAK}{before}{BREAK}{_HELD}{len(tables) - 1}{_HELD_END}{BREAK}"


def _around(source: str, rows: list[str], tables: list[Rows]) -> str | None:
    """The content of a table around others, or None where it is itself the table of figures: one with far
    more cells of its own than the small tables pasted into them."""
    inner = sum(len(row) for at in _HELD_MARK.findall(source) for row in tables[int(at)])
    own = sum(bool(cell.text) and _HELD not in cell.text for row in grid(rows) for cell in row)
    return None if own >= 3 * inner else _opened(source)


def _opened(source: str) -> str:
    side = SIDE + BREAK if _is_twofold(source) else ""
    return BREAK + side + _CELL_HEAD.sub(BREAK, source) + BREAK


def _is_twofold(source: str) -> bool:
    """Two cells of one row each hold a whole report."""
    if len(_OVERVIEW.findall(source)) < 2:
        return False
    rows = source.split(ROW)
    return any(sum(_HELD in c and _OVERVIEW.search(c) is not None for c in row.split(CELL)) > 1 for row in rows)


def _words(rows: Rows) -> str:
    return BREAK.join(cell.text for row in rows for cell in row)


def _is_layout(rows: Rows, sources: list[str]) -> bool:
    """A table that only places text on a page: one cell a row, or a whole page in one cell."""
    if all(len(row) < 2 for row in rows):
        return True
    return max(map(len, sources)) > _PAGE_CHARACTERS and any(
        len(cell.text) > _PAGE_CHARACTERS and cell.text.count("\n") >= _PAGE_LINES for row in rows for cell in row
    )


def _clean(text: str) -> str:
    """The text of a cell: lines kept, blank ones and blanks around them dropped."""
    text = text.strip(_AROUND)
    if BREAK not in text:
        return text
    return "\n".join([line for part in text.split(BREAK) if (line := part.strip())])


def grid(rows: Iterable[str]) -> Rows:
    """Rows of cells with their grid columns, from the source of each row."""
    out: Rows = []
    below: dict[int, int] = {}  # column -> rows that a cell above still covers
    merging: dict[int, TableCell] = {}  # column -> cell that "c" continues (DOCX)
    most = limits.MAX_COLUMNS
    for source in rows:
        covered, column = below, 0
        if covered:
            below = {c: n - 1 for c, n in covered.items() if n > 1}
        cells: list[TableCell] = []
        for piece in source.split(CELL)[1:]:
            while column in covered:
                column += 1
            if column >= most:
                break
            if piece[:1] == SPAN:  # as most are: it spans nothing
                text = piece.strip(_AROUND)
                cells.append(TableCell(text if BREAK not in text else _clean(text), column))
                if merging:
                    merging.pop(column, None)
                column += 1
                continue
            head, _, text = piece.partition(SPAN)
            across, down = spans(head)
            if down == "c" and column in merging:
                merging[column].rowspan += 1
                column += across
                continue
            cell = TableCell(_clean(text), column, across, down if isinstance(down, int) else 1)
            merging.pop(column, None)
            if down == "r":
                merging[column] = cell
            elif cell.rowspan > 1:
                below.update(dict.fromkeys(range(column, min(column + across, most)), cell.rowspan - 1))
            cells.append(cell)
            column += across
        if cells or covered or merging:
            out.append(tuple(cells))
    while out and not out[-1]:
        out.pop()
    return out


def spans(head: str) -> tuple[int, int | str]:
    """Columns across and rows down of a cell; what is no sensible number counts as 1."""
    across, _, down = head.partition(",")
    wide = min(int(across), limits.MAX_COLUMNS) if across.isascii() and across.isdigit() else 1
    if down in ("r", "c"):
        return max(wide, 1), down
    high = min(int(down), 65_534) if down.isascii() and down.isdigit() else 1
    return max(wide, 1), max(high, 1)
