"""Table 4: one row of fifteen figures under three groups, or a row for each group."""

from __future__ import annotations

from collections.abc import Sequence

from . import glue
from .found import ALL, Found
from .headers import ROWS_4, Header, columns
from .placing import Placed
from .sheet import Sheet, column_of
from .values import figure, is_filled

_GROUP = 5


def fill(sheet: Sheet, rows: Sequence[Found]) -> None:
    """Give the rows of table 4 to the sheet. Without a header fifteen figures are read only if all sums hold."""
    if any(has_figures(r) for r in rows):
        rows = [r for r in rows if has_figures(r)]
    for row in rows:
        header = row.header if row.header is not None and row.header.table == 4 else None
        if row.code == ALL:
            _put(sheet, row, header or Header(4, columns(4)), assumed=header is None)
        elif row.code in ROWS_4 and header is not None and len(header.slots) == _GROUP:
            _put(sheet, row, Header(4, tuple(f"{row.code}/{column_of(4, s)}" for s in header.slots)))
        else:
            sheet.open(row)


def _put(sheet: Sheet, row: Found, header: Header, assumed: bool = False) -> None:
    placed = _placed(sheet, row, header, assumed)
    placed.inferred = placed.texts is not None and (placed.inferred or assumed)
    for group in ROWS_4:
        at = [i for i, s in enumerate(header.slots) if s.startswith(f"{group}/")]
        if at:
            own = Header(4, tuple(header.slots[i] for i in at))
            texts = [placed.texts[i] for i in at] if placed.texts is not None else None
            sheet.put(row, "2021", own, Placed(texts, inferred=placed.inferred), opened=texts is None, first=at[0])
    if placed.texts is None:
        sheet.open(row)


def _placed(sheet: Sheet, row: Found, header: Header, assumed: bool) -> Placed:
    placed = sheet.place(row, header)
    if placed.texts is None and placed.run and header.slots == columns(4):
        found = glue.group_readings(glue.with_zeros(placed.run))
        if len(found) == 1 and groups_hold([str(n) for n in found[0]]):
            return Placed(glue.as_printed(found[0], placed.run), inferred=True)
    if placed.texts is None or placed.more or (assumed and not groups_hold(placed.texts)):
        return Placed(None)
    if sheet.harvest.typed and row.cells and _is_shifted(placed.texts, header):
        return Placed(None)
    return placed


def _is_shifted(texts: Sequence[str], header: Header) -> bool:
    """A cell of table 4 is lost: the last is blank, the sums do not hold as it stands, and do with one cell
    more somewhere."""
    if header.slots != columns(4) or is_filled(texts[-1]) or not is_filled(texts[-2]):
        return False
    if groups_hold(texts):
        return False
    return any(groups_hold([*texts[:at], None, *texts[at:-1]]) for at in range(len(texts)))


def groups_hold(texts: Sequence[str | None]) -> bool:
    """A5 three times; None is a cell that is lost, and may hold what the sum needs."""
    for at in range(0, len(texts), 5):
        group = texts[at : at + 5]
        numbers = [figure(t).number if t is not None else 0 for t in group]
        gap = numbers[4] - sum(numbers[:4])
        if gap and not (None in group and (gap > 0 or group[4] is None)):
            return False
    return True


def has_figures(row: Found) -> bool:
    return any(is_filled(t) for t in (row.cells or row.runs or ()))
