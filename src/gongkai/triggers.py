"""Whether triggers stand in a database as they were written. A name proves nothing: who owns the database can put
another trigger, or another function, in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

_FUNCTION = re.compile(r"FUNCTION (\w+)\(\)")


def differing(
    connection: BaseDatabaseWrapper, triggers: Mapping[str, str], functions: Iterable[str] = ()
) -> list[str]:
    """The names of those that are not there, not as written, or (PostgreSQL) switched off.

    ``triggers``: name -> the whole statement that makes it; ``functions``: the statements that make what they
    call, with the body between ``$$``.
    """
    if connection.vendor == "postgresql":
        bodies = {_called(text): text.split("$$")[1] for text in functions}
        found = _postgres(connection)
        return [
            name for name, text in triggers.items() if found.get(name) != (_words(text), bodies[_called(text)])
        ]
    sqlite = _sqlite(connection)
    return [name for name, text in triggers.items() if sqlite.get(name) != text]


def _sqlite(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _postgres(connection: BaseDatabaseWrapper) -> dict[str, tuple[list[str], str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(t.tgrelid)"
        )
        return {name: (_words(text), body) for name, text, body in cursor.fetchall()}


def _words(text: str) -> list[str]:
    """PostgreSQL writes the events in an order of its own: the words are compared, not the line."""
    return sorted(text.split())


def _called(text: str) -> str:
    found = _FUNCTION.search(text)
    return found[1] if found else ""
