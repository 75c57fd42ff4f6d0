"""The plain SQL of reports: triggers that refuse every change of what was published.

A version that has its hash may become superseded, and nothing else about it or its figures may change. Only a
demonstration may be taken away again.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

VERSION, FIGURE = "reports_reportversion", "reports_reportfigure"
MESSAGE = "a published report is locked"

_LOCKED = (
    "report_id", "number", "based_on_id", "intake_id", "note", "edition", "content", "canonical", "sha256",
    "public_number", "published_at", "published_by_id", "accepted_at", "accepted_by_id", "accept_reasons",
)  # fmt: skip
_REAL = (
    "NOT EXISTS (SELECT 1 FROM reports_report r JOIN agencies_agency a ON a.id = r.agency_id "
    "WHERE r.id = {report} AND a.demonstration)"
)


def _changed(vendor: str) -> str:
    """Any locked column, or a step other than published to superseded. JSON is compared as text."""
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    cast = "::text" if vendor == "postgresql" else ""
    columns = " OR ".join(f"OLD.{name}{cast} {differs} NEW.{name}{cast}" for name in _LOCKED)
    step = "(OLD.state <> NEW.state AND NOT (OLD.state = 'published' AND NEW.state = 'superseded'))"
    return f"OLD.sha256 <> '' AND ({columns} OR {step})"


def _version(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {row}.version_id AND v.sha256 <> '')"


def _real_figure(row: str) -> str:
    report = f"(SELECT v.report_id FROM {VERSION} v WHERE v.id = {row}.version_id)"
    return f"{_version(row)} AND {_REAL.format(report=report)}"


def _conditions(vendor: str) -> Mapping[str, tuple[str, str, str]]:
    """Name -> (table, what happens, when it is refused)."""
    gone = f"OLD.sha256 <> '' AND {_REAL.format(report='OLD.report_id')}"
    moved = f"{_version('OLD')} OR {_version('NEW')}"
    return {
        "reports_version_locked": (VERSION, "UPDATE", _changed(vendor)),
        "reports_version_kept": (VERSION, "DELETE", gone),
        "reports_figure_locked": (FIGURE, "UPDATE", moved),
        "reports_figure_complete": (FIGURE, "INSERT", _version("NEW")),
        "reports_figure_kept": (FIGURE, "DELETE", _real_figure("OLD")),
    }


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; those already there are made anew."""
    drop(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the protection away. Only migrations of these tables and the flush between tests have a reason to."""
    with connection.cursor() as cursor:
        for name, (table, _, _) in _conditions(connection.vendor).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there or (PostgreSQL) are switched off."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relname IN (%s, %s) AND pg_table_is_visible(c.oid) AND t.tgenabled IN ('O', 'A')"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [VERSION, FIGURE])
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in _conditions(connection.vendor) if name not in found]


def _statements(vendor: str) -> list[str]:
    out = []
    for name, (table, event, when) in _conditions(vendor).items():
        if vendor == "postgresql":
            row = "OLD" if event == "DELETE" else "NEW"
            out.append(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {when} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {row}; END $$"
            )
            out.append(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            out.append(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    return out
