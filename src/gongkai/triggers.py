"""Triggers: those that refuse rows, written once for both databases, and whether triggers stand in a database as
they were written. A name proves nothing: who owns the database can put another trigger, or another function, in
its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_FUNCTION = re.compile(r"FUNCTION (\w+)\(\)")


@dataclass(frozen=True)
class Refusals:
    """Triggers of one capability that refuse what its law refuses, each with ``message``.

    ``conditions`` gives for a vendor name -> (table, INSERT, UPDATE or DELETE, the condition under which a row is
    refused, in terms of OLD and NEW).
    """

    message: str
    conditions: Callable[[str], Mapping[str, tuple[str, str, str]]]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put every trigger in place; those already there are made anew."""
        self.drop(connection)
        with connection.cursor() as cursor:
            for statement in (*self._functions(connection.vendor), *self._statements(connection.vendor).values()):
                cursor.execute(statement)

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take the protection away. Only migrations of its tables and the flush between tests have a reason to."""
        with connection.cursor() as cursor:
            for name, (table, _, _) in self.conditions(connection.vendor).items():
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The triggers that are not there, were changed, or (PostgreSQL) are switched off."""
        vendor = connection.vendor
        return differing(connection, self._statements(vendor), self._functions(vendor))

    def _functions(self, vendor: str) -> list[str]:
        """What the triggers of PostgreSQL call, one for each and of the same name."""
        if vendor != "postgresql":
            return []
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
            for name, (_, event, when) in self.conditions(vendor).items()
        ]

    def _statements(self, vendor: str) -> dict[str, str]:
        """Name -> the statement that makes the trigger."""
        return {
            name: f"CREATE TRIGGER {name} BEFORE {event} ON {table} {self._does(vendor, name, when)}"
            for name, (table, event, when) in self.conditions(vendor).items()
        }

    def _does(self, vendor: str, name: str, when: str) -> str:
        if vendor == "postgresql":
            return f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        return f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"


def unprotected(
    aliases: Iterable[str] | None,
    tables: Collection[str],
    missing: Callable[[BaseDatabaseWrapper], list[str]],
) -> list[str]:
    """What ``missing`` names in these databases, for a system check. Nothing before the first migrate (``tables``
    are not there yet), and nothing for a database that cannot be reached: other checks and the doctor say that."""
    found: list[str] = []
    for alias in aliases or ():
        connection = connections[alias]
        try:
            there = connection.introspection.table_names()
        except DatabaseError:
            continue
        if set(there) >= set(tables):
            found += missing(connection)
    return found


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
