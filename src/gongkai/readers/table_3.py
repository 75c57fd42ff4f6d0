"""Table 3: rows by their labels, columns by the header, runs of digits and rows without labels by the sums."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.statute.form import editions

from . import glue, settling
from .found import Found
from .headers import Header, columns
from .placing import Placed
from .sheet import DIFFERS, Sheet, names_of
from .values import figure, is_filled

SPLIT = {"3.6.1", "3.6.2", "3.6.3"}  # what the form of 2021 made of （六）其他处理
_FRAME = {"1", "2", "3.7", "4"}
_WIDE = 7
Texts = dict[str, tuple[Found, Header, Placed]]


def fill(sheet: Sheet, rows: Sequence[Found]) -> None:
    """Give the rows of table 3 to the sheet."""
    labelled = [r for r in rows if r.code is not None]
    codes = {r.code for r in labelled}
    edition = "2019" if "3.6" in codes and not codes & SPLIT else "2021"
    header = next((own for r in rows if (own := _header(r)) is not None), None)
    standard = header or Header(3, columns(3))
    bare = _bare_rows(rows)
    places = {id(r): at for at, r in enumerate(rows)}
    texts = _laid_out(sheet, labelled, standard, bare, places)
    _open_shifted(texts, sheet.harvest.typed)
    _cut(sheet, texts, edition)
    where = {code: places[id(row)] for code, (row, _, _) in texts.items()}
    unnamed = settling.name_rows(texts, where, bare, standard, edition)
    if unnamed:
        sheet.out.findings.append(settling.unnamed(3, unnamed))
    if header is None and not settling.sums_hold(texts, edition):
        for row, _, _ in texts.values():
            sheet.open(row)
        return
    for code, (row, own, placed) in texts.items():
        placed.inferred = placed.inferred or header is None
        _give(sheet, code, row, own, placed)


def _header(row: Found) -> Header | None:
    """The row's header, where it is one of this table (the last header seen may be of another)."""
    return row.header if row.header is not None and row.header.table == 3 else None


def _give(sheet: Sheet, code: str, row: Found, header: Header, placed: Placed) -> None:
    edition = "2019" if code == "3.6" else "2021"
    if placed.texts is None:
        sheet.put(row, edition, header, Placed(None), opened=True)
        sheet.open(row, names_of(edition, 3, code, header.slots))
    else:
        sheet.put(row, edition, header, placed)


def _laid_out(
    sheet: Sheet, labelled: Sequence[Found], standard: Header, bare: dict[float, Found], places: dict[int, int]
) -> Texts:
    """The rows with a label under their columns; what stood in the same run without one goes to ``bare``."""
    texts: Texts = {}
    zeros = _single_zeros(labelled)
    for row in labelled:
        own = _header(row) or standard
        placed = sheet.place(row, own)
        if row is sheet.last and _broken_off(placed):
            continue
        if placed.texts is None and zeros and row.runs == ["0"]:
            placed = Placed(["0"] * _WIDE, inferred=True)
        for n, more in enumerate(placed.more, 1):
            bare[places[id(row)] + n / 1000] = _bare_of(row, more)
        _add(sheet, row, own, Placed(placed.texts, placed.run, placed.inferred), texts)
    return texts


def _add(sheet: Sheet, row: Found, header: Header, placed: Placed, texts: Texts) -> None:
    code = row.code or ""
    before = texts.get(code)
    if placed.texts is None and row.cells is not None and placed.run is None:
        sheet.open(row)  # cells are missing: which ones cannot be told
    elif before is None or before[2].texts is None or not any(before[2].texts):
        if before is None or (placed.texts is not None and any(placed.texts)):
            texts[code] = (row, header, placed)
    elif placed.texts is not None and any(placed.texts):
        _double(sheet, code, before, (row, header, placed))


def _double(
    sheet: Sheet, code: str, first: tuple[Found, Header, Placed], second: tuple[Found, Header, Placed]
) -> None:
    """The same row twice: what both say stays, what they do not agree on is left open."""
    one = dict(zip(first[1].slots, first[2].texts or (), strict=False))
    two = dict(zip(second[1].slots, second[2].texts or (), strict=False))
    differ = [slot for slot in one if figure(one[slot]) != figure(two.get(slot, one[slot]))]
    for slot in differ:
        if first[2].texts is not None:
            first[2].texts[first[1].slots.index(slot)] = f"{one[slot]}{DIFFERS}{two[slot]}"
    sheet.doubles.setdefault(3, []).extend(f"{code}/{slot}" for slot in differ)


def _cut(sheet: Sheet, texts: Texts, edition: str) -> None:
    """Runs of digits cut through the sums."""
    orders = {header.slots for _, header, _ in texts.values()}
    if not any(p.run for _, _, p in texts.values()) or len(orders) > 1 or next(iter(orders))[-1] != "总计":
        return  # nothing to cut; or the sums cannot know the total by its place at the end
    runs = {}
    for code, (_, _own, placed) in texts.items():
        run = glue.with_zeros(placed.run or "") if placed.texts is None else _as_run(placed.texts)
        if run:
            runs[code] = run
    leaves = [r.code for r in editions()[edition].table(3)[0].rows if r.code.startswith("3.") and r.code != "3.7"]
    solution = glue.solve(runs, leaves)
    complete = set(leaves) <= set(runs)
    for code, (row, header, placed) in texts.items():
        if placed.texts is not None or placed.run is None:
            continue
        reading = solution.figures.get(code)
        if reading is not None and _sure(reading, placed.run, code, solution.sums, complete):
            texts[code] = (row, header, Placed(glue.as_printed(reading, placed.run), inferred=True))
        elif solution.open.get(code):
            names = names_of("2019" if code == "3.6" else "2021", 3, code, header.slots)
            sheet.out.candidates[code] = (names, solution.open[code])


def _sure(reading: Sequence[int], run: str, code: str, sums: str, complete: bool) -> bool:
    """Whether a cut may be taken. Its own sum must hold; and where all rows are there and no cut satisfies all
    sums, a cell may be lost, so only runs with a single cut count, and those that first + second decide."""
    if len(run.split()) == len(reading):
        return True
    if sum(reading[:-1]) != reading[-1]:
        return False
    if sums == "all" or not complete or len(run.replace(" ", "")) == len(reading):
        return True
    return sums == "carry" and code in _FRAME


def _as_run(texts: Sequence[str]) -> str | None:
    """A row that is cell by cell already, for the sums; None where a cell is no whole number."""
    out = []
    for text in texts:
        found = figure(text)
        if found.what == "words" or not isinstance(found.number, int) or found.number < 0:
            return None
        out.append(str(found.number))
    return " ".join(out)


def _open_shifted(texts: Texts, typed: bool) -> None:
    """Open the rows that lost a cell: the total is blank though other rows have theirs, and the figure before
    it is the sum of the others (only text that was ``typed`` loses cells so). In a stream where blanks are
    lost, also a row whose own sum does not hold."""
    if all(p.texts is not None and p.texts[-1] for _, _, p in texts.values()):
        return
    whole_rows = [
        (h, p.texts) for _, h, p in texts.values() if p.texts is not None and any(map(is_filled, p.texts))
    ]
    totals = sum(is_filled(t[-1]) for _, t in whole_rows)
    short = any(p.texts is None and not p.run and row.runs for row, _, p in texts.values())
    for row, header, placed in texts.values():
        own = placed.texts
        if own is None or header.slots[-1] != columns(3)[-1]:
            continue
        numbers = [figure(t).number for t in own]
        blank = 4 * totals > 3 * len(whole_rows) and not is_filled(own[-1]) and numbers[-2] > 0
        moved = typed and row.cells is not None and blank and numbers[-2] == sum(numbers[:-2])
        if moved or (short and row.runs and sum(numbers[:-1]) != numbers[-1]):
            placed.texts = None


def _single_zeros(rows: Sequence[Found]) -> bool:
    """Several rows of a stream with a single 0 each: cells merged over the row, not lost ones."""
    alone = [r for r in rows if r.runs == ["0"]]
    whole_rows = [r for r in rows if r.runs is not None and len(r.runs) == 7]
    return len(alone) >= 3 and (len(alone) + len(whole_rows) == len(rows))


def _bare_rows(rows: Sequence[Found]) -> dict[float, Found]:
    """Rows without a label by their place; a run of figures of several rows is taken apart."""
    out: dict[float, Found] = {}
    for at, row in enumerate(rows):
        if row.code is not None or row.words:
            continue
        parts = [p for run in row.runs or () for p in run.split()]
        if len(parts) > 7 and len(parts) % 7 == 0:
            out |= {at + n / 1000: _bare_of(row, parts[n : n + 7]) for n in range(0, len(parts), 7)}
        else:
            out[at] = row
    return out


def _bare_of(row: Found, texts: list[str]) -> Found:
    return Found(3, None, "", row.header, None, (), texts, row.page, row.block, row.row)


def _broken_off(placed: Placed) -> bool:
    """The last row of a file that ends in the middle of table 3, where the row itself is not whole."""
    if placed.texts is None or placed.more:
        return True
    numbers = [figure(t).number for t in placed.texts]
    return len(numbers) == _WIDE and sum(numbers[:-1]) != numbers[-1]
