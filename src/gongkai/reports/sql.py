"""The plain SQL of reports: triggers that refuse every change of what was published.

A version that has its hash may become superseded, and nothing else about it, its figures, its files or whose
report it is may change. Only a demonstration may be taken away again. Who owns the database can take triggers
away; ``witness`` is for that.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.triggers import Refusals

VERSION, FIGURE = "reports_reportversion", "reports_reportfigure"
REPORT, RENDERING = "reports_report", "reports_rendering"
COMPILATION, SIGNATURE = "reports_compilation", "reports_signature"
TABLES = frozenset({VERSION, FIGURE, REPORT, RENDERING, COMPILATION, SIGNATURE})
MESSAGE = "a published report is locked"

_LOCKED = (
    "id", "report_id", "number", "based_on_id", "intake_id", "note", "edition", "content", "canonical", "sha256",
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


def _of_real(row: str) -> str:
    report = f"(SELECT v.report_id FROM {VERSION} v WHERE v.id = {row}.version_id)"
    return _REAL.format(report=report)


# REPLACE on SQLite deletes what stands in the way without firing a delete trigger.
_IN_THE_WAY = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.sha256 <> '' AND (v.id = NEW.id OR (v.report_id = NEW.report_id "
    "AND (v.number = NEW.number OR v.public_number = NEW.public_number "
    "OR (v.state = 'published' AND NEW.state = 'published')))))"
)
# What a figure was compiled from is locked the moment it has the report's hash, which is before the report itself.
_FROZEN = "OLD.report_sha256 <> ''"
_ANOTHERS = (
    "(OLD.id <> NEW.id OR OLD.agency_id <> NEW.agency_id OR OLD.year <> NEW.year) "
    f"AND EXISTS (SELECT 1 FROM {VERSION} v WHERE v.report_id = OLD.id AND v.sha256 <> '')"
)
_ANOTHER_FILE = (
    "OLD.file_id IS NOT NULL AND (OLD.id <> NEW.id OR OLD.version_id <> NEW.version_id "
    "OR OLD.format <> NEW.format OR NEW.file_id IS NULL OR OLD.file_id <> NEW.file_id)"
)


def _conditions(vendor: str) -> Mapping[str, tuple[str, str, str]]:
    """Name -> (table, what happens, when it is refused)."""
    gone = f"OLD.sha256 <> '' AND {_REAL.format(report='OLD.report_id')}"
    moved = f"{_version('OLD')} OR {_version('NEW')}"
    return {
        "reports_version_locked": (VERSION, "UPDATE", _changed(vendor)),
        "reports_version_kept": (VERSION, "DELETE", gone),
        "reports_version_in_place": (VERSION, "INSERT", _IN_THE_WAY),
        "reports_figure_locked": (FIGURE, "UPDATE", moved),
        "reports_figure_complete": (FIGURE, "INSERT", _version("NEW")),
        "reports_figure_kept": (FIGURE, "DELETE", f"{_version('OLD')} AND {_of_real('OLD')}"),
        "reports_report_locked": (REPORT, "UPDATE", _ANOTHERS),
        "reports_rendering_locked": (RENDERING, "UPDATE", _ANOTHER_FILE),
        "reports_rendering_kept": (RENDERING, "DELETE", f"OLD.file_id IS NOT NULL AND {_of_real('OLD')}"),
    }


def _compiled_conditions(vendor: str) -> Mapping[str, tuple[str, str, str]]:
    """The same for what compiled versions have besides; their tables came later."""
    return {
        "reports_compilation_locked": (COMPILATION, "UPDATE", _FROZEN),
        "reports_compilation_kept": (COMPILATION, "DELETE", f"{_FROZEN} AND {_of_real('OLD')}"),
        "reports_compilation_late": (COMPILATION, "INSERT", _version("NEW")),
        "reports_signature_locked": (SIGNATURE, "UPDATE", _version("OLD")),
        "reports_signature_kept": (SIGNATURE, "DELETE", f"{_version('OLD')} AND {_of_real('OLD')}"),
        "reports_signature_late": (SIGNATURE, "INSERT", _version("NEW")),
    }


_REFUSALS = Refusals(MESSAGE, _conditions)
_COMPILED = Refusals(MESSAGE, _compiled_conditions)


def _all(connection: BaseDatabaseWrapper) -> tuple[Refusals, ...]:
    """While a new installation migrates, the tables of compiled versions are not there yet."""
    if COMPILATION in connection.introspection.table_names():
        return (_REFUSALS, _COMPILED)
    return (_REFUSALS,)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place."""
    for one in _all(connection):
        one.install(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the protection away; see ``Refusals.drop``."""
    for one in _all(connection):
        one.drop(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there as they were written."""
    return [name for one in (_REFUSALS, _COMPILED) for name in one.missing(connection)]
