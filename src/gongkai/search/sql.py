"""The plain SQL of search: the index over character pairs, and the questions put to it.

SQLite: a table of FTS5 that keeps, for each token, only the rows it is in (``detail=none``, no content of its
own). Rows are numbered downwards from ``_TOP``, close together, as documents come, each newer than all before;
so the rows read upwards are the documents from the newest to the oldest, and whoever has enough stops reading.
(FTS5 reads downwards as well, but SQLite 3.40 then loses rows of long lists: measured.) What came late, with a
day between others, is numbered upwards from ``_TOP``; all of it that is found is put between the others, until a
rebuilding puts it there.
PostgreSQL: a column of lexemes with a GIN index; rows are numbered as they come. Its planner would rather sort all
that was found than stop early, so the newest slots are looked through first (``Window``), then the rest.

Both find rows that have every pair of a word; whether the word stands there is then looked up in the text itself.
"""

from __future__ import annotations

import operator
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.search.places import DOCUMENT_MASK

INDEX: Final = "search_index"
_GIN: Final = "search_piece_words"
# Every printing ASCII character belongs to tokens, as all others do already; only the space parts them.
_TOKEN_CHARACTERS: Final = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum())
_FTS: Final = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(tokens, content='', columnsize=0, detail=none, "
    "tokenize=\"ascii tokenchars '{}'\")".format(_TOKEN_CHARACTERS.replace("'", "''''").replace('"', '""'))
)
# A merge in the middle of a release is kept small; what is put in at once may fill more memory first.
_FTS_SETTINGS: Final = (("hashsize", 16 * 2**20), ("automerge", 4))
# Of 4 KB, in one step of merging.
_PAGES: Final = 1_000
_COLUMN: Final = "ALTER TABLE search_piece ADD COLUMN IF NOT EXISTS words tsvector"
_CREATE_GIN: Final = f"CREATE INDEX IF NOT EXISTS {_GIN} ON search_piece USING gin (words) WITH (fastupdate = off)"

_TOP: Final = 1 << 40
# Whether bytes stand in others. SQLite's own ``instr`` steps through a text character by character, and takes most
# of the time of a question; in UTF-8 no character begins inside another, so bytes say the same.
_CONTAINS: Final = "gongkai_contains"

_LOST: Final = (
    "INSERT INTO search_rebuild (started_at, reason, done, total, running) "
    "SELECT CURRENT_TIMESTAMP, '索引丢失', 0, 0, TRUE WHERE EXISTS (SELECT 1 FROM {what}) "
    "AND NOT EXISTS (SELECT 1 FROM search_rebuild WHERE running)"
)

# Position, text, tokens.
Row = tuple[int, str, str]
# A statement with its parameters that is asked of a document, as "(SELECT …)" with one row where it may be shown.
Condition = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Window:
    """A part of all documents, on PostgreSQL: those of these slots, or those of none of them."""

    slots: Sequence[str]
    without: bool = False


@dataclass(frozen=True)
class Question:
    """``tokens``: all must be in the row. ``one_of``: of each, one must. ``words``
    must then stand in its text: in the piece that was found, in any piece of the document (``whole``), or in its
    ``title``."""

    tokens: Sequence[str]
    one_of: Sequence[Sequence[str]]
    words: Sequence[str]
    whole: bool
    title: bool = False


# -- the index -------------------------------------------------------------------------------------------
def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index where it is not; what is in it stays. Where it was lost, nobody searches before it is made
    anew: an empty one would find nothing and say so."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_COLUMN)
            cursor.execute(_CREATE_GIN)
            cursor.execute(_LOST.format(what="search_piece WHERE words IS NULL"))
        elif missing(connection):
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
            cursor.execute(_FTS)
            _settle(cursor)
            cursor.execute(_LOST.format(what="search_document"))


def _settle(cursor: Any) -> None:
    for name, value in _FTS_SETTINGS:
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES (%s, %s)", [name, value])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take it away with all that is in it: before it is made anew, and for the flush between tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {_GIN}")
        else:
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Its name, where it is not there or is not as it was made."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_class WHERE relname = %s AND pg_table_is_visible(oid)", [_GIN])
            return [] if cursor.fetchone() else [_GIN]
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [INDEX])
        found = cursor.fetchone()
        return [] if found and found[0] == _FTS else [INDEX]


def emptied(connection: BaseDatabaseWrapper) -> None:
    """Forget everything that is indexed. On PostgreSQL the index itself comes back by ``filled``: it is made many
    times faster at the end than row by row."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {_GIN}")
            cursor.execute("TRUNCATE search_piece, search_document")
        else:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')")
            cursor.execute("DELETE FROM search_piece")
            cursor.execute("DELETE FROM search_document")


def filled(connection: BaseDatabaseWrapper) -> None:
    """Everything is in it: make it quick to ask. On SQLite ``merged`` does that, bit by bit."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('maintenance_work_mem', '256MB', true)")
        cursor.execute(_CREATE_GIN)
        cursor.execute("ANALYZE search_piece")
        cursor.execute("ANALYZE search_document")


def merged(connection: BaseDatabaseWrapper, *, first: bool) -> bool:
    """One step towards an index in one part; False when it is. At once it would keep writers waiting too long."""
    if connection.vendor == "postgresql":
        return False
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        # FTS5: a negative number begins with all parts, whatever their size.
        pages = -_PAGES if first else _PAGES
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', %s)", [pages])
    return bool(connection.connection.total_changes - before >= 2)


def write(connection: BaseDatabaseWrapper, rows: Sequence[Row], *, free: Sequence[int] = ()) -> None:
    """Rows of documents that are not there yet, those of the newest first. ``free``: what was just erased of the
    same document at the same position."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY search_piece (position, text, words) FROM STDIN") as copy:
                for position, text, tokens in rows:
                    copy.write_row((position, text, _lexemes(tokens)))
        else:
            numbers = free if len(free) >= len(rows) else _numbers(cursor, rows)
            numbered = list(zip(numbers, rows, strict=False))
            cursor.executemany(
                "INSERT INTO search_piece (id, position, text) VALUES (%s, %s, %s)",
                [(number, position, text) for number, (position, text, _) in numbered],
            )
            cursor.executemany(
                f"INSERT INTO {INDEX}(rowid, tokens) VALUES (%s, %s)",
                [(number, tokens) for number, (_, _, tokens) in numbered],
            )


def _numbers(cursor: Any, rows: Sequence[Row]) -> Sequence[int]:
    """Below all others where these are newer than all others, else above all others."""
    cursor.execute("SELECT id, position FROM search_piece WHERE id < %s ORDER BY id LIMIT 1", [_TOP])
    lowest, newest = cursor.fetchone() or (_TOP, -1)
    if rows[-1][0] > newest:
        return range(lowest - len(rows), lowest)
    cursor.execute("SELECT max(id) FROM search_piece")
    return range(max(_TOP, cursor.fetchone()[0] + 1), 2 * _TOP)


def late(connection: BaseDatabaseWrapper) -> int:
    """Rows out of their order, which make questions slower; SQLite only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_piece WHERE id >= %s", [_TOP])
        return int(cursor.fetchone()[0])


def erase(connection: BaseDatabaseWrapper, rows: Sequence[tuple[int, str]]) -> None:
    """Take rows out, by their numbers. FTS5 has to be told the very tokens that were put in."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(
                f"INSERT INTO {INDEX}({INDEX}, rowid, tokens) VALUES ('delete', %s, %s)", list(rows)
            )
        cursor.executemany("DELETE FROM search_piece WHERE id = %s", [row[:1] for row in rows])


def _lexemes(tokens: str) -> str:
    """Tokens, which have spaces between and none inside, as the literal of a tsvector."""
    return _quoted(tokens).replace(" ", "' '")


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def taught(connection: BaseDatabaseWrapper) -> None:
    """A new connection knows the functions that the questions use."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_CONTAINS, 2, operator.contains, deterministic=True)


# -- asking ----------------------------------------------------------------------------------------------
@contextmanager
def bounded(connection: BaseDatabaseWrapper, seconds: float) -> Iterator[None]:
    """What is asked within ends with a DatabaseError after so many seconds. PostgreSQL: in a transaction."""
    if connection.vendor == "postgresql":
        wanted = {
            "statement_timeout": f"{int(seconds * 1000)}ms",
            # A plan that reads everything, or is compiled first, is never the quick one here.
            "enable_seqscan": "off", "jit": "off", "work_mem": "64MB", "max_parallel_workers_per_gather": "0",
        }  # fmt: skip
        before = _configured(connection, wanted)
        yield
        # An outer transaction goes on as it was; after an error it is rolled back to here anyway.
        _configured(connection, before)
        return
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    until = time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def _configured(connection: BaseDatabaseWrapper, wanted: dict[str, str]) -> dict[str, str]:
    """Set for this transaction; what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join('current_setting(%s)' for _ in wanted)}", list(wanted))
        before = dict(zip(wanted, cursor.fetchone(), strict=True))
        changes = [value for item in wanted.items() for value in item]
        cursor.execute(f"SELECT {', '.join('set_config(%s, %s, true)' for _ in wanted)}", changes)
    return before


def document_of(connection: BaseDatabaseWrapper) -> str:
    """How a ``Condition`` names the document it is asked of."""
    position = "h.position" if connection.vendor == "postgresql" else "p.position"
    return f"({position} & {DOCUMENT_MASK})"


def documents(
    connection: BaseDatabaseWrapper, question: Question, shown: Condition | None, limit: int
) -> list[int]:
    """The positions of the newest documents that answer, newest first, no more than ``limit``."""
    if connection.vendor == "postgresql":
        return _in_postgres(connection, question, shown, limit)
    return _in_sqlite(connection, question, shown, limit)


def _in_sqlite(
    connection: BaseDatabaseWrapper, question: Question, shown: Condition | None, limit: int
) -> list[int]:
    joins, conditions = _looked_up(question, f"{_CONTAINS}(CAST({{}} AS BLOB), %s)")
    parameters: list[Any] = [_fts(question), *(word.encode() for word in question.words)]
    if shown:
        conditions.append(f"{shown[0]} IS NOT NULL")
        parameters += shown[1]
    statement = (
        f"SELECT p.position FROM {INDEX} f CROSS JOIN search_piece p ON p.id = f.rowid{joins} "
        f"WHERE {' AND '.join([f'{INDEX} MATCH %s', *conditions])} AND f.rowid {{}} {_TOP} ORDER BY f.rowid"
    )
    found: dict[int, None] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement.format("<"), parameters)
        # Rows come as they are found: reading ends as soon as there is enough.
        while len(found) < limit and (rows := cursor.fetchmany(100)):
            found.update(dict.fromkeys(position for (position,) in rows))
        cursor.execute("SELECT max(id) FROM search_piece")
        if (cursor.fetchone()[0] or 0) >= _TOP:
            cursor.execute(statement.format(">="), parameters)
            found.update(dict.fromkeys(position for (position,) in cursor.fetchall()))
    return sorted(found, reverse=True)[:limit]


def _looked_up(question: Question, stands: str) -> tuple[str, list[str]]:
    """What looks the words up in the texts; ``stands`` is the condition that one stands in the text of {}."""
    many = len(question.words)
    if many and question.title:
        title = f" JOIN search_document d ON d.id = (p.position & {DOCUMENT_MASK})"
        return title, [stands.format("d.title")] * many
    if many and question.whole:
        of_any = stands.format("q.text")
        piece = f"SELECT 1 FROM search_piece q WHERE q.position = p.position AND {of_any} LIMIT 1"
        return "", [f"({piece}) IS NOT NULL"] * many
    return "", [stands.format("p.text")] * many


def _fts(question: Question) -> str:
    def text(token: str) -> str:
        return '"' + token.replace('"', '""') + '"'

    some = [f"({' OR '.join(text(one) for one in tokens)})" for tokens in question.one_of]
    return " AND ".join([*(text(one) for one in question.tokens), *some])


def _in_postgres(
    connection: BaseDatabaseWrapper, question: Question, shown: Condition | None, limit: int
) -> list[int]:
    found: list[int] = []
    for window in _windows(connection):
        found += _in_window(connection, question, window, shown, limit - len(found))
        if len(found) >= limit:
            break
    return found


# How many slots are looked through first, then, then: about 8,000, 24,000 and 100,000 documents.
_WINDOWS: Final = (2, 6, 24)


def slot_token(slot: int) -> str:
    return f"s:{slot}"


def _windows(connection: BaseDatabaseWrapper) -> Iterator[Window]:
    """From the newest slots to the oldest; the last has all the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(slot), min(slot) FROM search_document")
        newest, oldest = cursor.fetchone()
    seen: list[str] = []
    for size in _WINDOWS:
        if newest is None or newest - oldest < 2 * size:
            break
        slots = [slot_token(slot) for slot in range(newest - size + 1, newest + 1)]
        yield Window(slots)
        seen += slots
        newest -= size
    yield Window(seen, without=True)


def _in_window(
    connection: BaseDatabaseWrapper, question: Question, window: Window, shown: Condition | None, limit: int
) -> list[int]:
    joins, conditions = _looked_up(question, "strpos({}, %s) > 0")
    where = " AND ".join(["p.words @@ %s::tsquery", *conditions])
    may = f"WHERE {shown[0]} IS NOT NULL" if shown else ""
    # MATERIALIZED: the index is asked for all of the window, and nothing walks along another index instead.
    statement = (
        f"WITH hits AS MATERIALIZED (SELECT p.position FROM search_piece p{joins} WHERE {where}) "
        f"SELECT h.position FROM (SELECT DISTINCT position FROM hits ORDER BY position DESC) h {may} LIMIT %s"
    )
    parameters = [_tsquery(question, window), *question.words, *(shown[1] if shown else ()), limit]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [position for (position,) in cursor.fetchall()]


def _tsquery(question: Question, window: Window) -> str:
    def some(lexemes: Sequence[str]) -> str:
        return f"({' | '.join(_quoted(one) for one in lexemes)})"

    parts = [*(_quoted(one) for one in question.tokens), *(some(group) for group in question.one_of)]
    if window.slots:
        parts.append(("!" if window.without else "") + some(window.slots))
    return " & ".join(parts)
