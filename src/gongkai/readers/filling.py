"""Rows as found -> figures by cell, with what could not be decided as findings. Nothing is made up here:
a cell whose figure is not plain, or not the only one the sums allow, stays open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from gongkai.statute.form import Block, Finding, Row, Value, editions
from gongkai.statute.form.report import EditionCode

from . import glue, placing, settling
from .cutting import Way, ways
from .found import ALL, Found, Harvest
from .headers import ROWS_4, Header, columns
from .placing import Placed
from .provenance import Origins, RowOrigin
from .values import SMALL, Figure, amount, figure, whole

_SMALL_INT: dict[str, Value] = {text: f.number for text, f in SMALL.items()} | {"": None}
_MANY_ROWS = 12
_FRAME = {"1", "2", "3.7", "4"}
_CARRY = {"3.6.1", "3.6.2", "3.6.3"}


@dataclass(slots=True)
class Filled:
    """What the tables say. ``candidates``: rows left open with every way to cut their digits."""

    edition: EditionCode | None = None
    figures: dict[str, Value] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)
    findings: list[Finding] = field(default_factory=list)
    candidates: dict[str, tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]] = field(default_factory=dict)
    tables: set[int] = field(default_factory=set)


@cache
def _rows(edition: str) -> dict[tuple[int, str], tuple[Block, Row]]:
    return {(b.table, r.code): (b, r) for b in editions()[edition].blocks for r in b.rows}


@cache
def _names(edition: str, table: int, code: str, slots: tuple[str, ...]) -> tuple[str, ...]:
    row = _rows(edition)[table, code][1]
    return tuple(f"{row.name}/{_column(table, slot)}" for slot in slots)


@cache
def _kinds(edition: str, table: int, code: str, slots: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(kind, unit) of each slot."""
    block, _ = _rows(edition)[table, code]
    by_label = {c.label: (c.kind, c.unit or "") for c in block.columns}
    return tuple(by_label[_column(table, slot)] for slot in slots)


def _column(table: int, slot: str) -> str:
    """The label of a column; a slot of table 4 names its row before it."""
    return slot.partition("/")[2] if table == 4 else slot


class Filling:
    """One report's harvest turned into figures, table by table."""

    def __init__(self, harvest: Harvest, year: int | None, ends_in: int | None, raw: bool) -> None:
        self.harvest = harvest
        self.year = year
        last = harvest.rows[-1] if harvest.rows and harvest.rows[-1].table == ends_in else None
        self.last = last if last is not None and (ends_in == 3 or (ends_in == 2 and raw)) else None
        self.out = Filled(tables=set(harvest.tables))
        self.seen: dict[tuple[int, str], dict[str, Value]] = {}
        self.doubles: dict[int, list[str]] = {}
        self.inferred: dict[int, list[str]] = {}
        self.words: list[tuple[str, tuple[str, ...], list[str]]] = []
        self.unplaced: dict[int, list[tuple[Found, tuple[str, ...]]]] = {}
        rows = harvest.rows
        self.leads = placing.Leads(rows)
        self.glued = placing.are_glued(rows)
        self.full = {2: True, 3: True, 4: True}
        for row in rows:
            if row.cells and row.table in self.full and _has_gap(row.cells):
                self.full[row.table] = False
        self.editions_2 = _editions_of_table_2(harvest)

    def run(self) -> Filled:
        _drop_spanning_rows(self.harvest)
        rows = self.harvest.rows
        if _repeats_dropped(self.harvest):
            self.out.findings.append(settling.dropped())
            self.out.edition = self._edition()
            return self.out
        known = [r for r in rows if r.table in (2, 3) and r.code not in (None, ALL)]
        self._table_2([r for r in known if r.table == 2])
        self._table_3([r for r in rows if r.table == 3])
        self._table_4([r for r in rows if r.table == 4])
        self._unknown([r for r in rows if r.code is None and r.words])
        self._lone()
        self._report()
        self.out.edition = self._edition()
        return self.out

    # Editions

    def _edition(self) -> EditionCode | None:
        """The edition whose cells were found; "hybrid" where blocks come from different ones."""
        found = {e for code, e in self.editions_2.items() if code != "20.9"}
        codes = {r.code for r in self.harvest.rows if r.table == 3} | {
            one.code for one, _ in self.harvest.lone if one.table == 3
        }
        if codes & _CARRY:
            found.add("2021")
        elif "3.6" in codes:
            found.add("2019")
        if len(found) == 1:
            return cast(EditionCode, found.pop())
        if found:
            return "hybrid"
        if not self.out.figures and not self.harvest.lone:
            return None
        return "2019" if self.year in (2019, 2020) else "2021"

    # Table 2

    def _table_2(self, rows: Sequence[Found]) -> None:
        for row in rows:
            if row is self.last:
                continue
            block = _block_code(row.code or "")
            edition = self.editions_2.get(block)
            header = row.header
            if edition is None or (2, row.code) not in _rows(edition):
                self._extra(row)
                continue
            if header is None or header.edition is None:
                header = self._headless(row, edition)
            if header is None or header.edition != edition:
                self._open(row, ())
                continue
            self._take(row, edition, header)

    def _headless(self, row: Found, edition: str) -> Header | None:
        """Without a header a row is read only where the block has one column."""
        block, _ = _rows(edition)[2, row.code or ""]
        if len(block.columns) != 1:
            return None
        return Header(2, (block.columns[0].label,), None, edition, None)

    def _take(self, row: Found, edition: str, header: Header) -> None:
        names = _names(edition, 2, row.code or "", header.slots)
        placed = placing.place(row, header, self.leads, self.full[2], self.glued)
        if placed.texts is not None and not placed.more:
            self._put(row, edition, header, names, placed)
            return
        run = placed.run if placed.texts is None else None
        kinds = [kind for kind, _ in _kinds(edition, 2, row.code or "", header.slots)]
        found = ways(run, kinds) if run else []
        if len(found) == 1:
            self._put(row, edition, header, names, Placed(list(found[0].texts), inferred=True))
            return
        self._put(row, edition, header, names, Placed([""] * len(names)), opened=True)
        self._candidates(row, names, found)

    def _candidates(self, row: Found, names: tuple[str, ...], found: Sequence[Way]) -> None:
        numbers = tuple(w.numbers for w in found if w.numbers is not None)
        label = names[0].partition("/")[0]
        if found and len(numbers) == len(found):
            self.out.candidates[label] = (names, numbers)
        self.out.findings.append(settling.several(label, 2, names, row, found))

    # Table 3

    def _table_3(self, rows: Sequence[Found]) -> None:
        labelled = [r for r in rows if r.code is not None]
        bare = _bare_rows(rows)
        place = {id(r): at for at, r in enumerate(rows)}
        if not labelled and not bare:
            return
        edition = "2019" if {r.code for r in rows} & {"3.6"} and not {r.code for r in rows} & _CARRY else "2021"
        header = next((r.header for r in labelled if r.header is not None), None)
        assumed = header is None
        standard = header or Header(3, columns(3))
        zeros = _single_zeros(labelled)
        texts: dict[str, tuple[Found, Header, Placed]] = {}
        for row in labelled:
            own = row.header or standard
            placed = placing.place(row, own, self.leads, self.full[3], self.glued)
            if row is self.last and _broken_off(placed):
                continue
            if placed.texts is None and zeros and row.runs is not None and row.runs == ["0"]:
                placed = Placed(["0"] * 7, inferred=True)
            if placed.more:
                bare |= {place[id(row)] + n / 1000: _bare_of(row, more) for n, more in enumerate(placed.more, 1)}
                placed = Placed(placed.texts)
            self._one_of_3(row, own, placed, texts)
        _open_shifted(texts, self.harvest.typed)
        self._cut_3(texts, edition)
        places = {code: place[id(row)] for code, (row, _, _) in texts.items()}
        unnamed = settling.name_rows(texts, places, bare, standard, edition)
        if assumed and not settling.sums_hold(texts, edition):
            for row, _, _ in texts.values():
                self._open(row, ())
            return
        for code, (row, own, placed) in texts.items():
            edition_of = "2019" if code == "3.6" else "2021"
            names = _names(edition_of, 3, code, own.slots)
            if placed.texts is None:
                self._put(row, edition_of, own, names, Placed([""] * 7), opened=True)
                self._open(row, names)
            else:
                placed.inferred = placed.inferred or assumed
                self._put(row, edition_of, own, names, placed)
        if unnamed:
            self.out.findings.append(settling.unnamed(3, unnamed))

    def _one_of_3(
        self, row: Found, header: Header, placed: Placed, texts: dict[str, tuple[Found, Header, Placed]]
    ) -> None:
        code = row.code or ""
        before = texts.get(code)
        if placed.texts is None and row.cells is not None and placed.run is None:
            self._open(row, ())  # cells are missing: which ones cannot be told
        elif before is None:
            texts[code] = (row, header, placed)
        elif placed.texts is None or not any(placed.texts):
            return
        elif before[2].texts is None or not any(before[2].texts):
            texts[code] = (row, header, placed)
        else:
            self._double(3, code, before, (row, header, placed))

    def _double(
        self, table: int, code: str, first: tuple[Found, Header, Placed], second: tuple[Found, Header, Placed]
    ) -> None:
        """The same row twice: what both say stays, what they do not agree on is left open."""
        one = dict(zip(first[1].slots, first[2].texts or (), strict=False))
        two = dict(zip(second[1].slots, second[2].texts or (), strict=False))
        differ = [slot for slot in one if figure(one[slot]) != figure(two.get(slot, one[slot]))]
        for slot in differ:
            if first[2].texts is not None:
                first[2].texts[first[1].slots.index(slot)] = f"{one[slot]}≠{two[slot]}"
        self.doubles.setdefault(table, []).extend(f"{code}/{slot}" for slot in differ)

    def _cut_3(self, texts: dict[str, tuple[Found, Header, Placed]], edition: str) -> None:
        """Runs of digits cut through the sums."""
        if not any(p.run for _, _, p in texts.values()):
            return
        runs = {}
        order = {header.slots for _, header, _ in texts.values()}
        if len(order) > 1 or next(iter(order))[-1] != columns(3)[-1]:
            return  # the sums know the total by its place at the end
        for code, (_, _header, placed) in texts.items():
            run = placed.run if placed.texts is None else _as_run(placed.texts)
            if run is not None:
                runs[code] = run
        leaves = [
            r.code for r in editions()[edition].table(3)[0].rows if r.code.startswith("3.") and r.code != "3.7"
        ]
        solution = glue.solve(runs, leaves)
        complete = set(leaves) <= set(runs)
        for code, (row, header, placed) in texts.items():
            if placed.texts is not None or placed.run is None:
                continue
            reading = solution.figures.get(code)
            if reading is not None and _sure(reading, placed.run, code, solution.sums, complete):
                texts[code] = (row, header, Placed([str(n) for n in reading], inferred=True))
            elif solution.open.get(code):
                names = _names("2019" if code == "3.6" else "2021", 3, code, header.slots)
                self.out.candidates[code] = (names, solution.open[code])

    # Table 4

    def _table_4(self, rows: Sequence[Found]) -> None:
        if any(_has_figures(r) for r in rows):
            rows = [r for r in rows if _has_figures(r)]
        for row in rows:
            header = row.header
            if row.code == ALL:
                self._whole_4(row, header)
            elif row.code in ROWS_4 and header is not None and len(header.slots) == 5:
                self._put_4(row, Header(4, tuple(f"{row.code}/{_column(4, s)}" for s in header.slots)))
            else:
                self._open(row, ())

    def _whole_4(self, row: Found, header: Header | None) -> None:
        assumed = header is None
        self._put_4(row, header or Header(4, columns(4)), assumed)

    def _put_4(self, row: Found, header: Header, assumed: bool = False) -> None:
        placed = placing.place(row, header, self.leads, self.full[4], self.glued)
        if placed.texts is None and placed.run and len(header.slots) == 15 and header.slots == columns(4):
            found = glue.group_readings(placed.run)
            if len(found) == 1 and _groups_hold([str(n) for n in found[0]]):
                placed = Placed([str(n) for n in found[0]], inferred=True)
        parts = [(g, [i for i, s in enumerate(header.slots) if s.startswith(f"{g}/")]) for g in ROWS_4]
        if placed.more or (placed.texts is not None and assumed and not _groups_hold(placed.texts)):
            placed = Placed(None)
        if placed.texts is not None and self.harvest.typed and row.cells and _is_shifted_4(placed.texts, header):
            placed = Placed(None)
        placed.inferred = placed.texts is not None and (placed.inferred or assumed)
        for code, at in parts:
            if not at:
                continue
            slots = tuple(header.slots[i] for i in at)
            names = _names("2021", 4, code, slots)
            texts = [placed.texts[i] for i in at] if placed.texts is not None else [""] * len(at)
            opened = placed.texts is None
            if (4, code) in self.seen:
                self._double_4(code, names, texts)
                continue
            self._put(row, "2021", Header(4, slots), names, Placed(texts, inferred=placed.inferred), opened, at[0])
        if placed.texts is None:
            self._open(row, ())

    def _double_4(self, code: str, names: tuple[str, ...], texts: Sequence[str]) -> None:
        said = self.seen[4, code]
        for name, text in zip(names, texts, strict=True):
            if whole(figure(text).number) != said.get(name, 0) and text:
                self.out.figures[name] = None
                self.doubles.setdefault(4, []).append(name)
        self.doubles.setdefault(4, [])

    # Figures

    def _put(
        self,
        row: Found,
        edition: str,
        header: Header,
        names: tuple[str, ...],
        placed: Placed,
        opened: bool = False,
        first: int = 0,
    ) -> None:
        texts = placed.texts or [""] * len(names)
        code = row.code if row.code not in (None, ALL) else header.slots[0].partition("/")[0]
        key = (header.table, code or "")
        if key in self.seen and header.table == 2:
            self._double_2(key, names, texts, edition, header)
            return
        try:
            values: list[Value] = [_SMALL_INT[t] for t in texts]
            if header.table == 2:
                values = self._values(row, edition, code or "", header, names, texts)
        except KeyError:
            values = self._values(row, edition, code or "", header, names, texts)
        said = dict(zip(names, values, strict=True))
        self.seen[key] = said
        self.out.figures.update(said)
        self.out.tables.add(header.table)
        self.out.origins.add(
            RowOrigin(names, tuple(texts), header.table, code or "", row, placed.inferred, first, opened)
        )
        if placed.inferred:
            self.inferred.setdefault(header.table, []).extend(names)

    def _values(
        self, row: Found, edition: str, code: str, header: Header, names: Sequence[str], texts: Sequence[str]
    ) -> list[Value]:
        out: list[Value] = []
        odd: list[str] = []
        table = header.table
        for name, text, (kind, unit) in zip(names, texts, _kinds(edition, table, code, header.slots), strict=True):
            found = figure(text)
            if (found.what == "words" and "≠" not in text) or found.remark:
                odd.append(name)
            out.append(_value(found, kind, unit, header.unit))
        if odd:
            self.words.append((code, tuple(odd), [t for n, t in zip(names, texts, strict=True) if n in odd]))
        return out

    def _double_2(
        self,
        key: tuple[int, str],
        names: Sequence[str],
        texts: Sequence[str],
        edition: str,
        header: Header,
    ) -> None:
        said = self.seen[key]
        kinds = _kinds(edition, 2, key[1], header.slots)
        for name, text, (kind, unit) in zip(names, texts, kinds, strict=True):
            value = _value(figure(text), kind, unit, header.unit)
            if name not in said or said[name] is None:
                self.out.figures[name] = said[name] = value
            elif value is not None and value != said[name]:
                self.out.figures[name] = None
                self.doubles.setdefault(2, []).append(name)
        self.doubles.setdefault(2, [])

    # What to tell

    def _open(self, row: Found, names: tuple[str, ...]) -> None:
        if row.table is not None:
            self.unplaced.setdefault(row.table, []).append((row, names))

    def _extra(self, row: Found) -> None:
        self.out.findings.append(settling.beyond(row))

    def _unknown(self, rows: Sequence[Found]) -> None:
        for row in rows:
            if any(figure(t).what == "number" for t in (row.cells or row.runs or ())):
                self._extra(row)

    def _lone(self) -> None:
        """Rows whose label is there and whose figures are not."""
        missing = [
            (one, header)
            for one, header in self.harvest.lone
            if (one.table, one.code) not in self.seen and one.kind == "row" and one.table in (2, 3)
        ]
        if missing:
            self.out.findings.append(settling.lost([one for one, _ in missing]))

    def _report(self) -> None:
        for table, names in self.inferred.items():
            self.out.findings.append(settling.inferred(table, names, self.out.origins))
        for _, cells, texts in self.words:
            self.out.findings.append(settling.odd(cells, texts, self.out.origins))
        for table, rows in self.unplaced.items():
            self.out.findings.append(settling.unplaced(table, rows, self.out.candidates))
        for table, names in self.doubles.items():
            self.out.findings.append(settling.doubled(table, names, self.out.origins))


def _value(found: Figure, kind: str, unit: str, header_unit: str | None) -> Value:
    if found.what == "number" and kind == "money":
        value = amount(found, unit, header_unit)
        return value if value != value.to_integral_value() else value.quantize(1) if value < 10**20 else value
    if found.what == "number":
        return whole(found.number)
    return "/" if found.what == "slash" else None


@cache
def _block_code(row: str) -> str:
    for edition in editions().values():
        for block in edition.table(2):
            if any(r.code == row for r in block.rows):
                return block.code
    return ""


def _editions_of_table_2(harvest: Harvest) -> dict[str, str]:
    """Block code -> edition, by the labels of its columns; without a header one figure means 2021."""
    found: dict[str, str] = {}
    rows: Iterator[tuple[str, Header | None, Found | None]] = (
        *((r.code or "", r.header, r) for r in harvest.rows if r.table == 2 and r.code not in (None, ALL)),
        *((one.code, header, None) for one, header in harvest.lone if one.table == 2),
    ).__iter__()
    loose: list[tuple[str, Found | None]] = []
    for code, header, row in rows:
        block = _block_code(code)
        if header is not None and header.edition is not None and _fits(header, code):
            found.setdefault(block, header.edition)
        else:
            loose.append((block, row))
    others = set(found.values())
    for block, row in loose:
        if block in found:
            continue
        if row is not None and _one_figure(row) and block in ("20.5", "20.6", "20.8"):
            found[block] = "2021"
        elif len(others) == 1 and block != "20.9":
            found[block] = next(iter(others))
    if "20.9" in found and not any(found.get(b) == "2019" for b in ("20.1", "20.5", "20.6", "20.8")):
        del found["20.9"]
    return found


def _fits(header: Header, code: str) -> bool:
    known = _rows(header.edition or "").get((2, code))
    return known is not None and {c.label for c in known[0].columns} == set(header.slots)


def _one_figure(row: Found) -> bool:
    return len([t for t in (row.cells or row.runs or ()) if t]) == 1


def _is_shifted_4(texts: Sequence[str], header: Header) -> bool:
    """A cell of table 4 is lost: the last is blank, the sums do not hold as it stands, and do with one cell
    more somewhere."""
    if header.slots != columns(4) or _filled(texts[-1]) or not _filled(texts[-2]):
        return False
    if _groups_hold(texts):
        return False
    return any(_groups_hold([*texts[:at], None, *texts[at:-1]]) for at in range(len(texts)))


def _filled(text: str) -> bool:
    return figure(text).what != "blank"


def _open_shifted(texts: dict[str, tuple[Found, Header, Placed]], typed: bool) -> None:
    """Open the rows that lost a cell: the total is blank though other rows have theirs, and the figure before
    it is the sum of the others (only text that was ``typed`` loses cells so). In a stream where blanks are
    lost, also a row whose own sum does not hold."""
    if all(p.texts is not None and p.texts[-1] for _, _, p in texts.values()):
        return
    whole_rows = [(header, p.texts) for _, header, p in texts.values() if p.texts is not None]
    totals = sum(_filled(t[-1]) for _, t in whole_rows)
    short = any(p.texts is None and not p.run and row.runs for row, _, p in texts.values())
    for row, header, placed in texts.values():
        own = placed.texts
        if own is None or header.slots[-1] != columns(3)[-1]:
            continue
        numbers = [figure(t).number for t in own]
        blank = 4 * totals > 3 * len(whole_rows) and not _filled(own[-1]) and numbers[-2] > 0
        moved = typed and row.cells is not None and blank and numbers[-2] == sum(numbers[:-2])
        if moved or (short and row.runs and sum(numbers[:-1]) != numbers[-1]):
            placed.texts = None


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


def _has_gap(cells: Sequence[str]) -> bool:
    """A blank between figures, or a blank at the end of several; what stands empty before them does not count."""
    if all(cells) and not any(c.isspace() for c in cells):
        return False
    at = [i for i, c in enumerate(cells) if _filled(c)]
    return len(at) > 1 and (at[-1] < len(cells) - 1 or len(at) < at[-1] - at[0] + 1)


def _drop_spanning_rows(harvest: Harvest) -> None:
    """（六）其他处理 on a row of its own above its three rows is no row of figures."""
    if any(r.code in _CARRY for r in harvest.rows) or any(one.code in _CARRY for one, _ in harvest.lone):
        harvest.rows = [r for r in harvest.rows if r.code != "3.6" or _has_figures(r)]
        for row in harvest.rows:
            if row.code == "3.6":  # the label of the row itself is missing
                row.code, row.words = None, ""


def _has_figures(row: Found) -> bool:
    return any(t and figure(t).what != "blank" for t in (row.cells or row.runs or ()))


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


def _as_run(texts: Sequence[str]) -> str | None:
    """A row that is cell by cell already, for the sums; None where a cell is no whole number."""
    out = []
    for text in texts:
        found = figure(text)
        if found.what == "words" or not isinstance(found.number, int) or found.number < 0:
            return None
        out.append(str(found.number))
    return " ".join(out)


def _groups_hold(texts: Sequence[str | None]) -> bool:
    """A5 three times; None is a cell that is lost, and may hold what the sum needs."""
    for at in range(0, len(texts), 5):
        group = texts[at : at + 5]
        numbers = [figure(t).number if t is not None else 0 for t in group]
        gap = numbers[4] - sum(numbers[:4])
        if gap and not (None in group and (gap > 0 or group[4] is None)):
            return False
    return True


def _repeats_dropped(harvest: Harvest) -> bool:
    """A converter kept only the first copy of every line: no line is there twice, though the form repeats its
    own (总计, 结果维持) in any report."""
    rows = {(one.table, one.code) for one, _ in harvest.lone} | {(r.table, r.code) for r in harvest.rows}
    if not all(r.runs is not None for r in harvest.rows) or len(rows) < _MANY_ROWS:
        return False
    return len(harvest.lines) > 2 * _MANY_ROWS and set(harvest.lines.values()) == {1}


def _broken_off(placed: Placed) -> bool:
    """The last row of a file that ends in the middle of table 3, where the row itself is not whole."""
    if placed.texts is None or placed.more:
        return True
    numbers = [figure(t).number for t in placed.texts]
    return sum(numbers[:6]) != numbers[6] and len(placed.texts) == 7


def figures_of(harvest: Harvest, year: int | None, ends_in: int | None = None, raw: bool = False) -> Filled:
    """Every figure of a harvest, and what to tell a person about those that are not plain. ``ends_in``: the
    section (2 to 4) that the file ends in, where it breaks off; ``raw``: in a
    text that can break off in the middle of a number."""
    return Filling(harvest, year, ends_in, raw).run()
