"""The annual report form, edition by edition: blocks, rows, columns and labels as the form prints them.

Read from ``statute/data/annual_report_form.toml``. A cell is named ``row/column``: ``3.7/自然人``,
``行政规范性文件/现行有效件数``, ``行政复议/总计``. Names are stable; findings, corrections and provenance
use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from ..tables import table

Kind = Literal["count", "signed", "money"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block. ``group`` are the spanning headers above it, outermost first."""

    code: str
    label: str
    kind: Kind
    group: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a block. ``group`` are the spanning labels before it, outermost first."""

    code: str
    label: str
    group: tuple[str, ...] = ()
    table: int = 0

    @property
    def name(self) -> str:
        """The first part of a cell's name: the code in table 3 ("3.3.1"), the label elsewhere ("规章")."""
        return self.code if self.table == 3 else self.label

    @property
    def full_label(self) -> str:
        """For a person: ``三、本年度办理结果（三）不予公开 1.属于国家秘密``."""
        return "".join((*self.group, self.label)) if self.table == 3 else self.label


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form."""

    name: str
    row: Row
    column: Column


@dataclass(frozen=True, slots=True)
class Block:
    """One ruled block: table 2 has four (2021) or five (2019) of them, tables 3 and 4 are one each."""

    edition: str
    table: int
    code: str
    title: str
    head: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]

    def row_cells(self, row: Row) -> tuple[Cell, ...]:
        at = self.rows.index(row) * len(self.columns)
        return self.cells[at : at + len(self.columns)]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the form, with the years it is for and its document number."""

    code: str
    title: str
    reference: str
    first_year: int
    last_year: int | None
    checked_on: date
    sections: tuple[str, ...]
    blocks: tuple[Block, ...]

    def table(self, number: int) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.table == number)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(c for b in self.blocks for c in b.cells)


def _block(raw: dict[str, Any], edition: str) -> Block:
    table = raw["table"]
    columns = tuple(
        Column(c["code"], c["label"], c["kind"], tuple(c.get("group", ())), c.get("unit")) for c in raw["column"]
    )
    rows = tuple(Row(r["code"], r["label"], tuple(r.get("group", ())), table) for r in raw["row"])
    cells = tuple(Cell(f"{r.name}/{c.label}", r, c) for r in rows for c in columns)
    return Block(
        edition,
        table,
        raw["code"],
        raw["title"],
        raw.get("head", ""),
        raw.get("note", ""),
        columns,
        rows,
        cells,
    )


@cache
def editions() -> dict[str, Edition]:
    """Every edition by its code, oldest first."""
    return {
        raw["code"]: Edition(
            raw["code"],
            raw["title"],
            raw["reference"],
            raw["first_year"],
            raw.get("last_year"),
            raw["checked_on"],
            tuple(raw["section"]),
            tuple(_block(b, raw["code"]) for b in raw["block"]),
        )
        for raw in table("annual_report_form")["edition"]
    }


def edition(code: str) -> Edition:
    """The edition with this code ("2019", "2021"). Raises KeyError for any other."""
    return editions()[code]


def edition_for(year: int) -> Edition | None:
    """The edition that a report for ``year`` must use, or None before the first (2019)."""
    for one in editions().values():
        if one.first_year <= year and (one.last_year is None or year <= one.last_year):
            return one
    return None


@cache
def cells_by_name() -> dict[str, tuple[Cell, Block]]:
    """Every cell of every edition by name; where two editions share a name, the newest wins."""
    return {c.name: (c, b) for e in editions().values() for b in e.blocks for c in b.cells}
