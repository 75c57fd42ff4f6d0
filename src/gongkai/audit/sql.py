"""The plain SQL of the audit chain: triggers that refuse, and the lock that puts appends in a row.

The triggers stop every way in that the application has, and most accidents. Who owns the database can drop
them; that is what ``verify`` and the exported head are for.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai import triggers

TABLE = "audit_entry"
# Any number, the same for all: the advisory lock that an append holds until its transaction ends.
_LOCK = 7_041_889_302

_REFUSE_SQLITE = "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
# REPLACE deletes without firing a delete trigger, so the order is checked on the way in as well.
_IN_ORDER = (
    "COALESCE((SELECT MAX(sequence) FROM audit_entry), 0) + 1 <> NEW.sequence OR "
    "COALESCE((SELECT digest FROM audit_entry ORDER BY sequence DESC LIMIT 1), "
    "'0000000000000000000000000000000000000000000000000000000000000000') <> NEW.previous"
)

_SQLITE: Mapping[str, str] = {
    "audit_entry_no_update": f"BEFORE UPDATE ON {TABLE} {_REFUSE_SQLITE}",
    "audit_entry_no_delete": f"BEFORE DELETE ON {TABLE} {_REFUSE_SQLITE}",
    "audit_entry_in_order": f"BEFORE INSERT ON {TABLE} WHEN {_IN_ORDER} {_REFUSE_SQLITE}",
}
_REFUSE_POSTGRES = "EXECUTE FUNCTION audit_entry_refuse()"
_POSTGRES: Mapping[str, str] = {
    "audit_entry_no_update": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW {_REFUSE_POSTGRES}",
    "audit_entry_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT {_REFUSE_POSTGRES}",
    "audit_entry_in_order": f"BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_entry_in_order()",
}
_POSTGRES_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE FUNCTION audit_entry_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF {_IN_ORDER} THEN
      RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF; RETURN NEW; END $$""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; those already there are made anew."""
    drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for function in _POSTGRES_FUNCTIONS:
                cursor.execute(function)
        for name, body in _triggers(connection).items():
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the protection away. Only migrations of this table and the flush between tests have a reason to."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there, were changed, or (PostgreSQL) are switched off."""
    written = {name: f"CREATE TRIGGER {name} {body}" for name, body in _triggers(connection).items()}
    return triggers.differing(connection, written, _POSTGRES_FUNCTIONS)


def lock(connection: BaseDatabaseWrapper) -> None:
    """Wait for one's turn to append. On SQLite an IMMEDIATE transaction is the turn already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def head(connection: BaseDatabaseWrapper) -> str:
    """The digest of the last link, "" of an empty chain. Asked for every page that lies ready, hence plain."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT digest FROM {TABLE} ORDER BY sequence DESC LIMIT 1")
        found = cursor.fetchone()
    return found[0] if found else ""


def _triggers(connection: BaseDatabaseWrapper) -> Mapping[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE
