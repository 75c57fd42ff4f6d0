"""Table 2: each block by the labels of its own columns, so that a report may mix both editions.

Its rows have no sums; digits that ran together are cut only where there is one way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gongkai.statute.form import editions

from . import settling
from .cutting import Way, ways
from .found import ALL, Found, Harvest
from .headers import Header
from .placing import Placed
from .sheet import Sheet, kinds_of, names_of, rows_of

_ONE_COLUMN = ("20.5", "20.6", "20.8")  # in the form of 2021
_BEFORE_2021 = ("20.1", "20.5", "20.6", "20.8")


def fill(sheet: Sheet, rows: Sequence[Found], editions_of: dict[str, str]) -> None:
    """Give the rows of table 2 to the sheet. ``editions_of``: block code -> edition (``editions_of_blocks``)."""
    for row in rows:
        if row is sheet.last:
            continue
        code = row.code or ""
        edition = editions_of.get(_block_code(code))
        if edition is None or (2, code) not in rows_of(edition):
            sheet.out.findings.append(settling.beyond(row))
            continue
        header = row.header
        if header is None or header.edition is None or not _fits(header, code):
            header = _headless(code, edition)
        if header is None or header.edition != edition:
            sheet.open(row)
        else:
            _take(sheet, row, edition, header)


def _headless(code: str, edition: str) -> Header | None:
    """Without a header a row is read only where the block has one column."""
    block, _ = rows_of(edition)[2, code]
    if len(block.columns) != 1:
        return None
    return Header(2, (block.columns[0].label,), None, edition, None)


def _take(sheet: Sheet, row: Found, edition: str, header: Header) -> None:
    placed = sheet.place(row, header)
    if placed.texts is not None and not placed.more:
        sheet.put(row, edition, header, placed)
        return
    run = placed.run if placed.texts is None else None
    kinds = [kind for kind, _ in kinds_of(edition, 2, row.code or "", header.slots)]
    found = ways(run, kinds) if run else []
    if len(found) == 1:
        sheet.put(row, edition, header, Placed(list(found[0].texts), inferred=True))
        return
    sheet.put(row, edition, header, Placed(None), opened=True)
    _candidates(sheet, row, names_of(edition, 2, row.code or "", header.slots), found)


def _candidates(sheet: Sheet, row: Found, names: tuple[str, ...], found: Sequence[Way]) -> None:
    numbers = tuple(w.numbers for w in found if w.numbers is not None)
    label = names[0].partition("/")[0]
    if found and len(numbers) == len(found):
        sheet.out.candidates[label] = (names, numbers)
    sheet.out.findings.append(settling.several(label, 2, names, row, found))


@cache
def _block_code(row: str) -> str:
    for edition in editions().values():
        for block in edition.table(2):
            if any(r.code == row for r in block.rows):
                return block.code
    return ""


def editions_of_blocks(harvest: Harvest) -> dict[str, str]:
    """Block code -> edition, by the labels of its columns; without a header one figure means 2021."""
    found: dict[str, str] = {}
    loose: list[tuple[str, Found | None]] = []
    rows = [(r.code or "", r.header, r) for r in harvest.rows if r.table == 2 and r.code not in (None, ALL)]
    for code, header, row in (*rows, *((one.code, h, None) for one, h in harvest.lone if one.table == 2)):
        block = _block_code(code)
        if header is not None and header.edition is not None and _fits(header, code):
            found.setdefault(block, header.edition)
        else:
            loose.append((block, row))
    others = set(found.values())
    for block, row in loose:
        if block in found:
            continue
        if row is not None and _one_figure(row) and block in _ONE_COLUMN:
            found[block] = "2021"
        elif len(others) == 1 and block != "20.9":
            found[block] = next(iter(others))
    if "20.9" in found and not any(found.get(b) == "2019" for b in _BEFORE_2021):
        del found["20.9"]  # the form of 2021 has no such block: a row of the agency's own
    return found


def _fits(header: Header, code: str) -> bool:
    known = rows_of(header.edition or "").get((2, code))
    return known is not None and {c.label for c in known[0].columns} == set(header.slots)


def _one_figure(row: Found) -> bool:
    return len([t for t in (row.cells or row.runs or ()) if t]) == 1
