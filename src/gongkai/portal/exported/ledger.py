"""What an export holds, in a file beside its pages: the stamp of every page, where each item stands in the lists.

A small database, so that the number of pages is no matter to the memory. Everything that is planned goes by once
(a *turn*); what a turn has not seen is gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from gongkai.errors import Refused

NAME: Final = "gongkai-export.db"
_EDITION: Final = 2
# Changes that are kept on disk together.
_TOGETHER: Final = 1_000
# What was taken out is overwritten: of what left nothing stays.
_SETTINGS: Final = ("secure_delete = ON", "trusted_schema = OFF", "synchronous = NORMAL", "temp_store = MEMORY")
_SCHEMA: Final = """
CREATE TABLE of (agency TEXT NOT NULL);
CREATE TABLE page (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE line (
    pk INTEGER PRIMARY KEY, title TEXT NOT NULL, number TEXT NOT NULL, document_number TEXT NOT NULL,
    day TEXT NOT NULL, validity TEXT NOT NULL, year INTEGER NOT NULL, place INTEGER NOT NULL, seen INTEGER NOT NULL
);
CREATE INDEX line_place ON line (year, place);
CREATE INDEX line_day ON line (day, pk);
"""
_LINE: Final = "SELECT pk, title, number, document_number, day, validity FROM line"


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list."""

    pk: int
    title: str
    number: str
    document_number: str
    on: date
    validity: str

    @property
    def address(self) -> str:
        return f"items/{self.pk}.html"


class Ledger:
    """Asked while nobody else is at the folder; ``opened`` gives it."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        self._turn = self._one("SELECT coalesce(max(seen), 0) FROM page")
        self._waiting = 0

    def turn(self) -> None:
        """From now on nothing has been seen."""
        self._turn += 1

    def save(self) -> None:
        if self._rows.in_transaction:
            self._rows.execute("COMMIT")
        self._waiting = 0

    def _change(self, statement: str, *values: object) -> None:
        if not self._rows.in_transaction:
            self._rows.execute("BEGIN IMMEDIATE")
        self._rows.execute(statement, values)
        self._waiting += 1
        if self._waiting >= _TOGETHER:
            self.save()

    def _one(self, statement: str, *values: object) -> int:
        return int(self._rows.execute(statement, values).fetchone()[0])

    # -- pages -------------------------------------------------------------------------------------------
    def see(self, path: str, stamp: str) -> bool:
        """There is such a page in this turn. Whether it must be written."""
        held = self._rows.execute("SELECT stamp FROM page WHERE path = ?", [path]).fetchone()
        self._change(
            "INSERT INTO page VALUES (?, '', ?) ON CONFLICT (path) DO UPDATE SET seen = excluded.seen",
            path, self._turn,
        )  # fmt: skip
        return held is None or held[0] != stamp

    def wrote(self, path: str, stamp: str) -> None:
        self._change("UPDATE page SET stamp = ? WHERE path = ?", stamp, path)

    def lost(self, path: str) -> None:
        """Its file is not there: it must be written."""
        self.wrote(path, "")

    def drop(self, path: str) -> None:
        self._change("DELETE FROM page WHERE path = ?", path)

    def many(self) -> int:
        return self._one("SELECT count(*) FROM page")

    def has(self, path: str) -> bool:
        return bool(self._one("SELECT count(*) FROM page WHERE path = ?", path))

    def paths(self) -> Iterator[str]:
        """Every one, in order; what is changed meanwhile does no harm."""
        yield from self._paths("TRUE")

    def unseen(self) -> Iterator[str]:
        """The pages that this turn has not seen, in order."""
        yield from self._paths(f"seen <> {self._turn}")

    def _paths(self, condition: str) -> Iterator[str]:
        last = ""
        # Only our own condition stands in it.
        statement = f"SELECT path FROM page WHERE path > ? AND {condition} ORDER BY path LIMIT {_TOGETHER}"  # noqa: S608
        while found := self._rows.execute(statement, [last]).fetchall():
            yield from (path for (path,) in found)
            last = found[-1][0]

    # -- lists -------------------------------------------------------------------------------------------
    def put(self, line: Line) -> None:
        """An item of this turn. Its place in the lists of its year is given once, so that one more item changes
        one list; an item that changed its year takes a new one."""
        year = line.on.year
        held = self._rows.execute("SELECT year, place FROM line WHERE pk = ?", [line.pk]).fetchone()
        place = held[1] if held and held[0] == year else self._free(year)
        self._change(
            "INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *astuple(line)[:4], line.on.isoformat(), line.validity, year, place, self._turn,
        )  # fmt: skip

    def _free(self, year: int) -> int:
        return self._one("SELECT coalesce(max(place), -1) + 1 FROM line WHERE year = ?", year)

    def complete(self) -> None:
        """Every item of this turn was put: the others are gone."""
        self._change("DELETE FROM line WHERE seen <> ?", self._turn)

    def lists(self, long: int) -> list[tuple[int, int]]:
        """Year and number of every list of so many places, in order."""
        return self._rows.execute("SELECT DISTINCT year, place / ? FROM line ORDER BY 1, 2", [long]).fetchall()

    def lines(self, year: int, number: int, long: int) -> list[Line]:
        """Those of one list, the newest first."""
        places = (year, number * long, (number + 1) * long - 1)
        return self._lines("WHERE year = ? AND place BETWEEN ? AND ? ORDER BY day DESC, pk DESC", *places)

    def newest(self, many: int) -> list[Line]:
        return self._lines("ORDER BY day DESC, pk DESC LIMIT ?", many)

    def _lines(self, which: str, *values: int) -> list[Line]:
        rows = self._rows.execute(f"{_LINE} {which}", values)
        return [Line(pk, title, number, document, date.fromisoformat(day), validity)
                for pk, title, number, document, day, validity in rows]  # fmt: skip


@contextmanager
def opened(where: Path, agency: str) -> Iterator[Ledger]:
    """That of a folder, made where it is not there. Refused for another agency's, and for what is none."""
    with closing(sqlite3.connect(where / NAME, isolation_level=None)) as rows:
        try:
            _ready(rows, agency)
            if (whose := rows.execute("SELECT agency FROM of").fetchone()[0]) != agency:
                raise of_another(where, whose)
            found = Ledger(rows)
            yield found
            found.save()
        except sqlite3.DatabaseError as error:
            raise Refused(f"{where} 的清单（{NAME}）不能读写，请清空这个文件夹后重新导出。") from error


def _ready(rows: sqlite3.Connection, agency: str) -> None:
    for setting in _SETTINGS:
        rows.execute(f"PRAGMA {setting}")
    if rows.execute("PRAGMA user_version").fetchone()[0] == _EDITION:
        return
    rows.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_EDITION}; COMMIT;")
    rows.execute("INSERT INTO of (agency) VALUES (?)", [agency])


def of_another(where: Path, whose: str) -> Refused:
    return Refused(f"{where} 里是另一个机关（{whose}）的导出，请换一个文件夹。")


def read(where: Path) -> list[tuple[str, str]]:
    """Path and stamp of every page, in order. Refused for a folder that is no export of ours."""
    if not (where / NAME).is_file():
        raise Refused(f"{where} 不是本系统导出的文件夹（没有 {NAME}）。")
    with closing(sqlite3.connect(f"{(where / NAME).resolve().as_uri()}?mode=ro", uri=True)) as rows:
        try:
            return rows.execute("SELECT path, stamp FROM page ORDER BY path").fetchall()
        except sqlite3.DatabaseError as error:
            raise Refused(f"{where} 的清单（{NAME}）不能读取，请重新导出。") from error
