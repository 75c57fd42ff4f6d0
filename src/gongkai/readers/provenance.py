"""Where each figure stands in the original, made only for the cells that someone asks about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gongkai.statute.form import Origin, editions

from .found import Found


@dataclass(slots=True)
class RowOrigin:
    """One row of figures: its cells' names and texts in the order of its columns."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    table: int
    code: str
    row: Found
    inferred: bool = False
    first: int = 0
    opened: bool = False

    def origin(self, name: str) -> Origin:
        at = self.names.index(name)
        row = self.row
        text = self.texts[at]
        if self.opened:
            text = " ".join(row.runs) if row.runs is not None else " ".join(c for c in row.cells or () if c)
        return Origin(
            text,
            f"{place_of_row(self.table, self.code)}第{self.first + at + 1}列",
            row.page,
            self.table,
            row.row,
            self.first + at + 1,
            self.inferred,
        )


def place_of_row(table: int, code: str) -> str:
    """表3“（一）予以公开”行, for a person."""
    if table == 4:
        return "表4"
    for edition in reversed(list(editions().values())):
        for block in edition.table(table):
            for row in block.rows:
                if row.code == code:
                    return f"表{table}“{row.label.partition('（区分')[0]}”行"
    return f"表{table}"


class Origins(Mapping[str, Origin]):
    """Origins by cell name. Few are ever asked for, so the names are looked through then."""

    def __init__(self) -> None:
        self._rows: list[RowOrigin] = []
        self._by_name: dict[str, RowOrigin] = {}
        self._sorted = 0  # rows whose cells stand in ``_by_name``
        self._opened: dict[str, str] = {}

    def open(self, name: str, text: str) -> None:
        """A cell that is left open after all, with what the original has for it."""
        self._opened[name] = text

    def add(self, row: RowOrigin) -> None:
        self._rows.append(row)

    def _cells(self) -> dict[str, RowOrigin]:
        for row in self._rows[self._sorted :]:
            self._by_name.update(dict.fromkeys(row.names, row))
        self._sorted = len(self._rows)
        return self._by_name

    def __getitem__(self, name: str) -> Origin:
        found = self._cells()[name].origin(name)
        return replace(found, text=self._opened[name]) if name in self._opened else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells())

    def __len__(self) -> int:
        return len(self._cells())
