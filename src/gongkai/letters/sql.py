"""The plain SQL of letters: triggers that refuse every change of a letter that was issued or sealed, of a number
that was taken, and of a wording.

``content`` and ``void_reason`` are left out: their keys rotate; ``digest`` tells whether ``content`` is
what it was.
Only a demonstration may be taken away again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai import triggers

LETTER, SERIES, WORDING = "letters_letter", "letters_series", "letters_wording"
TABLES = frozenset({LETTER, SERIES, WORDING})
MESSAGE = "what was issued is locked"

_ISSUED = (
    "id", "agency_id", "kind", "subject", "numbered", "number", "digest", "wording_id", "drafted_by_id",
    "drafted_at", "issued_on", "issued_by_id", "issued_at",
)  # fmt: skip
_SEALED = ("sealed_file_id", "sealed_sha256", "electronic_seal", "sealed_by_id", "sealed_at")
_VOID = ("state", "voided_by_id", "voided_at")
_WORDING = ("id", "agency_id", "kind", "title", "element", "text", "from_on", "by_id", "at")
_SERIES = ("id", "agency_id", "name", "year")
_STEP_BACK = (
    "(OLD.state = 'issued' AND NEW.state NOT IN ('issued', 'sealed', 'void')) "
    "OR (OLD.state = 'sealed' AND NEW.state NOT IN ('sealed', 'void'))"
)
_REAL = "NOT EXISTS (SELECT 1 FROM agencies_agency a WHERE a.id = OLD.agency_id AND a.demonstration)"
# REPLACE on SQLite deletes what stands in the way without firing a delete trigger.
_LETTER_IN_THE_WAY = (
    f"EXISTS (SELECT 1 FROM {LETTER} l WHERE l.digest <> '' AND (l.id = NEW.id "
    "OR (l.agency_id = NEW.agency_id AND l.number = NEW.number AND NEW.number <> '')))"
)
_SERIES_IN_THE_WAY = (
    f"EXISTS (SELECT 1 FROM {SERIES} s WHERE s.taken > 0 AND (s.id = NEW.id "
    "OR (s.agency_id = NEW.agency_id AND s.name = NEW.name AND s.year = NEW.year)))"
)


def _differs(vendor: str, columns: Iterable[str]) -> str:
    sign = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{name} {sign} NEW.{name}" for name in columns)


def _changed(vendor: str) -> str:
    issued = f"OLD.digest <> '' AND ({_differs(vendor, _ISSUED)} OR {_STEP_BACK})"
    sealed = f"OLD.sealed_sha256 <> '' AND ({_differs(vendor, _SEALED)})"
    return f"({issued}) OR ({sealed}) OR (OLD.state = 'void' AND ({_differs(vendor, _VOID)}))"


def _conditions(vendor: str) -> Mapping[str, tuple[str, str, str]]:
    """Name -> (table, what happens, when it is refused)."""
    lowered = f"NEW.taken < OLD.taken OR {_differs(vendor, _SERIES)}"
    return {
        "letters_letter_locked": (LETTER, "UPDATE", _changed(vendor)),
        "letters_letter_kept": (LETTER, "DELETE", f"OLD.digest <> '' AND {_REAL}"),
        "letters_letter_in_place": (LETTER, "INSERT", _LETTER_IN_THE_WAY),
        "letters_series_rises": (SERIES, "UPDATE", lowered),
        "letters_series_kept": (SERIES, "DELETE", f"OLD.taken > 0 AND {_REAL}"),
        "letters_series_in_place": (SERIES, "INSERT", _SERIES_IN_THE_WAY),
        "letters_wording_locked": (WORDING, "UPDATE", _differs(vendor, _WORDING)),
    }


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; those already there are made anew."""
    drop(connection)
    with connection.cursor() as cursor:
        for statement in (*_functions(connection.vendor), *_statements(connection.vendor).values()):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the protection away. Only migrations of these tables and the flush between tests have a reason to."""
    with connection.cursor() as cursor:
        for name, (table, _, _) in _conditions(connection.vendor).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there, were changed, or (PostgreSQL) are switched off."""
    vendor = connection.vendor
    return triggers.differing(connection, _statements(vendor), _functions(vendor))


def _functions(vendor: str) -> list[str]:
    """What the triggers of PostgreSQL call, one for each and of the same name."""
    if vendor != "postgresql":
        return []
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
        for name, (_, event, when) in _conditions(vendor).items()
    ]


def _statements(vendor: str) -> dict[str, str]:
    """Name -> the statement that makes the trigger."""
    return {
        name: f"CREATE TRIGGER {name} BEFORE {event} ON {table} {_does(vendor, name, when)}"
        for name, (table, event, when) in _conditions(vendor).items()
    }


def _does(vendor: str, name: str, when: str) -> str:
    if vendor == "postgresql":
        return f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    return f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
