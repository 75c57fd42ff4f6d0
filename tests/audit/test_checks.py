from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from gongkai.agencies import sql as agency_sql
from gongkai.audit import sql

pytestmark = pytest.mark.django_db


def _ids() -> set[str]:
    return {str(message.id) for message in run_checks(databases=["default"]) if message.is_serious()}


def test_after_migrate_everything_is_protected() -> None:
    assert not {"gongkai.E010", "gongkai.E011"} & _ids()
    assert sql.missing(connection) == []
    assert agency_sql.missing(connection) == []


@pytest.mark.parametrize("name", ["audit_entry_no_update", "audit_entry_in_order"])
def test_one_dropped_trigger_is_named(name: str) -> None:
    on = " ON audit_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    messages = [message for message in run_checks(databases=["default"]) if message.id == "gongkai.E010"]
    assert name in messages[0].msg
    sql.install(connection)
    assert "gongkai.E010" not in _ids()


def test_a_weakened_trigger_counts_as_missing() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_update")
        else:
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute(
                "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry WHEN 0 BEGIN SELECT 1; END"
            )
    assert sql.missing(connection) == ["audit_entry_no_update"]


@pytest.mark.parametrize("function", ["audit_entry_refuse", "audit_entry_in_order", "agencies_never_one"])
def test_a_function_put_in_the_place_of_ours_counts_as_missing(function: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's triggers call no functions")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$"
        )
    assert {"gongkai.E010", "gongkai.E011"} & _ids()


def test_a_trigger_of_agencies_that_does_nothing_is_found() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL it is the function that would be changed")
    name = "agencies_membership_never_one_insert"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER INSERT ON agencies_membership WHEN 0 BEGIN SELECT 1; END")
    assert agency_sql.missing(connection) == [name]


def test_truncate_is_refused_where_there_is_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


def test_a_missing_trigger_of_agencies_is_found() -> None:
    agency_sql.drop(connection)
    assert "gongkai.E011" in _ids()


@pytest.mark.django_db(transaction=True)
def test_the_table_rebuild_of_sqlite_is_noticed() -> None:
    """Django changes a column on SQLite by making the table anew, and its triggers are gone."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite rebuilds tables")
    from django.apps import apps

    change = migrations.AlterField("entry", "verb", models.CharField(max_length=61))
    before = ProjectState.from_apps(apps)
    after = before.clone()
    change.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        change.database_forwards("audit", editor, before, after)
    try:
        assert "gongkai.E010" in _ids()
    finally:
        with connection.schema_editor() as editor:
            change.database_backwards("audit", editor, after, before)
        sql.install(connection)
    assert "gongkai.E010" not in _ids()
