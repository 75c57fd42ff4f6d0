"""The figures of one report while they are put together, and what has to be told about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from gongkai.statute.form import Block, Finding, Row, Value, editions
from gongkai.statute.form.report import EditionCode

from . import placing, settling
from .found import ALL, Found, Harvest
from .headers import Header
from .placing import Placed
from .provenance import Origins, RowOrigin
from .values import SMALL, Figure, amount, figure, is_filled, whole

_SMALL_INT: dict[str, Value] = {text: f.number for text, f in SMALL.items()} | {"": None}
DIFFERS = "≠"  # between two readings of one cell that do not agree


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
def rows_of(edition: str) -> dict[tuple[int, str], tuple[Block, Row]]:
    """Block and row of an edition by table and code."""
    return {(b.table, r.code): (b, r) for b in editions()[edition].blocks for r in b.rows}


@cache
def names_of(edition: str, table: int, code: str, slots: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a row's cells in the order of a header's slots."""
    row = rows_of(edition)[table, code][1]
    return tuple(f"{row.name}/{column_of(table, slot)}" for slot in slots)


@cache
def kinds_of(edition: str, table: int, code: str, slots: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(kind, unit) of each slot."""
    block, _ = rows_of(edition)[table, code]
    by_label = {c.label: (c.kind, c.unit or "") for c in block.columns}
    return tuple(by_label[column_of(table, slot)] for slot in slots)


def column_of(table: int, slot: str) -> str:
    """The label of a column; a slot of table 4 names its row before it."""
    return slot.partition("/")[2] if table == 4 else slot


class Sheet:
    """Takes rows that are laid out; knows how the rows of this report stand as a whole (``leads``, ``full``,
    ``glued``: see placing). ``last``: the row that a broken-off file ends with."""

    def __init__(self, harvest: Harvest, last: Found | None) -> None:
        self.harvest = harvest
        self.last = last
        self.out = Filled(tables=set(harvest.tables))
        self.seen: dict[tuple[int, str], dict[str, Value]] = {}
        self.doubles: dict[int, list[str]] = {}
        self.inferred: dict[int, list[str]] = {}
        self.words: list[tuple[tuple[str, ...], list[str]]] = []
        self.unplaced: dict[int, list[tuple[Found, tuple[str, ...]]]] = {}
        self.leads = placing.Leads(harvest.rows)
        self.glued = placing.are_glued(harvest.rows)
        self.full = {2: True, 3: True, 4: True}
        for row in harvest.rows:
            if row.cells and row.table in self.full and _has_gap(row.cells):
                self.full[row.table] = False

    def place(self, row: Found, header: Header) -> Placed:
        """The row's cells laid out under the header."""
        return placing.place(row, header, self.leads, self.full[header.table], self.glued)

    def put(
        self,
        row: Found,
        edition: str,
        header: Header,
        placed: Placed,
        *,
        opened: bool = False,
        first: int = 0,
    ) -> None:
        """Take the figures of a row; ``opened`` keeps its cells without a figure. ``first``: the place of its
        first column in the table. A row that is there already is compared, not replaced."""
        code = row.code if row.code not in (None, ALL) else header.slots[0].partition("/")[0]
        names = names_of(edition, header.table, code or "", header.slots)
        texts = placed.texts or [""] * len(names)
        key = (header.table, code or "")
        if key in self.seen:
            self._compare(key, names, texts, edition, header)
            return
        values = self._values(edition, code or "", header, names, texts)
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
        self, edition: str, code: str, header: Header, names: Sequence[str], texts: Sequence[str]
    ) -> list[Value]:
        if header.table != 2:
            try:
                return [_SMALL_INT[t] for t in texts]
            except KeyError:
                pass
        out: list[Value] = []
        odd: list[str] = []
        kinds = kinds_of(edition, header.table, code, header.slots)
        for name, text, (kind, unit) in zip(names, texts, kinds, strict=True):
            found = figure(text)
            if (found.what == "words" and DIFFERS not in text) or found.remark:
                odd.append(name)
            out.append(_value(found, kind, unit, header.unit))
        if odd:
            self.words.append((tuple(odd), [t for n, t in zip(names, texts, strict=True) if n in odd]))
        return out

    def _compare(
        self, key: tuple[int, str], names: Sequence[str], texts: Sequence[str], edition: str, header: Header
    ) -> None:
        """The same row again: cells that do not agree are opened."""
        said, differ = self.seen[key], list[str]()
        kinds = kinds_of(edition, key[0], key[1], header.slots)
        for name, text, (kind, unit) in zip(names, texts, kinds, strict=True):
            value = _value(figure(text), kind, unit, header.unit)
            if said.get(name) is None:
                self.out.figures[name] = said[name] = value
            elif value is not None and value != said[name]:
                self.out.figures[name] = None
                self.out.origins.open(name, f"{said[name]}{DIFFERS}{text}")
                differ.append(name)
        self.doubles.setdefault(key[0], []).extend(differ)

    def open(self, row: Found, names: tuple[str, ...] = ()) -> None:
        """A row whose figures could not be given to their columns."""
        if row.table is not None:
            self.unplaced.setdefault(row.table, []).append((row, names))

    def report(self) -> None:
        """Turn what was noted on the way into findings."""
        told, origins = self.out.findings, self.out.origins
        told += [settling.inferred(table, names, origins) for table, names in self.inferred.items()]
        told += [settling.odd(cells, texts, origins) for cells, texts in self.words]
        told += [settling.unplaced(table, rows, self.out.candidates) for table, rows in self.unplaced.items()]
        told += [settling.doubled(table, names, origins) for table, names in self.doubles.items()]


def _value(found: Figure, kind: str, unit: str, header_unit: str | None) -> Value:
    if found.what == "number" and kind == "money":
        value = amount(found, unit, header_unit)
        return value if value != value.to_integral_value() else value.quantize(1) if value < 10**20 else value
    if found.what == "number":
        return whole(found.number)
    return "/" if found.what == "slash" else None


def _has_gap(cells: Sequence[str]) -> bool:
    """A blank between figures, or a blank at the end of several; what stands empty before them does not count."""
    if all(map(str.strip, cells)):
        return False
    at = [i for i, c in enumerate(cells) if is_filled(c)]
    return len(at) > 1 and (at[-1] < len(cells) - 1 or len(at) < at[-1] - at[0] + 1)
