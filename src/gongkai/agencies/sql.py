"""The plain SQL of agencies: administrator and auditor are never one person, not even as stand-ins.

A constraint within one row cannot say this, so triggers do; whoever administers what others did must at no
time have been the one who audits it, hence no regard to days.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.triggers import differing

MESSAGE = "administrator and auditor are never one person"

# Every role a person has ever had, by membership or standing in.
_HELD = (
    "SELECT m.person_id AS person_id, m.role AS role FROM agencies_membership m UNION ALL "
    "SELECT s.person_id, m.role FROM agencies_standin s JOIN agencies_membership m ON m.id = s.membership_id"
)
_CLASH = (
    f"EXISTS (SELECT 1 FROM ({_HELD}) held WHERE held.role = 'administrator' AND EXISTS "
    f"(SELECT 1 FROM ({_HELD}) other WHERE other.person_id = held.person_id AND other.role = 'auditor'))"
)
TABLES = ("agencies_membership", "agencies_standin")
_WHEN = ("INSERT", "UPDATE")


def _sqlite() -> Mapping[str, str]:
    body = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}') WHERE {_CLASH}; END"
    return {
        f"{table}_never_one_{when.lower()}": f"AFTER {when} ON {table} {body}"
        for table in TABLES
        for when in _WHEN
    }


def _postgres() -> Mapping[str, str]:
    body = "FOR EACH ROW EXECUTE FUNCTION agencies_never_one()"
    return {f"{table}_never_one": f"AFTER INSERT OR UPDATE ON {table} {body}" for table in TABLES}


_FUNCTION = f"""CREATE OR REPLACE FUNCTION agencies_never_one() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(7041889303);
      IF {_CLASH} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
      RETURN NULL;
    END $$"""


def install(connection: BaseDatabaseWrapper) -> None:
    drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, body in triggers(connection).items():
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, body in triggers(connection).items():
            table = body.split(" ON ")[1].split()[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def triggers(connection: BaseDatabaseWrapper) -> Mapping[str, str]:
    """Name to definition, for this database."""
    return _postgres() if connection.vendor == "postgresql" else _sqlite()


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there, were changed, or (PostgreSQL) are switched off."""
    written = {name: f"CREATE TRIGGER {name} {body}" for name, body in triggers(connection).items()}
    return differing(connection, written, [_FUNCTION])
