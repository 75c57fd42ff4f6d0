from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from gongkai.databases import configuration
from gongkai.errors import Misconfigured

HERE = Path("here.sqlite3")


def test_sqlite_in_the_home_when_nothing_is_said() -> None:
    found = configuration("", HERE)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", "here.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_another_sqlite_gets_the_same_care() -> None:
    found = configuration("sqlite:////elsewhere/x.sqlite3", HERE)
    assert found["NAME"] == "/elsewhere/x.sqlite3"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_postgresql_by_address() -> None:
    found = configuration("postgresql://u:p%40ss@db.example:6432/gongkai?sslmode=require", HERE)
    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"]) == ("db.example", 6432, "u", "p@ss")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_by_socket() -> None:
    found = configuration("postgresql://postgres:@/postgres?host=/run/pg", HERE)
    assert (found["HOST"], found["OPTIONS"]) == ("/run/pg", {})


@pytest.mark.parametrize("url", ["mysql://u@h/d", "nonsense://x", "just words"])
def test_what_we_do_not_run_on(url: str) -> None:
    with pytest.raises(Misconfigured, match="DATABASE_URL"):
        configuration(url, HERE)


@pytest.mark.django_db
def test_what_was_answered_is_on_disk() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's settings")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "mmap_size")
        }
    assert found.pop("mmap_size") == 2**30
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20000, "foreign_keys": 1}
