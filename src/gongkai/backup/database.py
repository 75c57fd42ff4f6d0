"""The database out and back through its own back-up interface.

SQLite: its online back-up, page by page, consistent while others write. PostgreSQL: ``pg_dump`` and
``psql`` (GONGKAI_PG_BIN, else PATH); what comes back replaces what was there in one transaction.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from gongkai.errors import Misconfigured, Refused

SQLITE_NAME, POSTGRES_NAME = "database.sqlite3", "database.dump"


def dump(folder: Path) -> None:
    if connection.vendor == "sqlite":
        _sqlite_copy(Path(connection.settings_dict["NAME"]), folder / SQLITE_NAME)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={folder / POSTGRES_NAME}")


def load(folder: Path) -> None:
    """Replace everything in the database of this installation; all or nothing."""
    if connection.vendor == "sqlite":
        connection.close()
        _sqlite_copy(folder / SQLITE_NAME, Path(connection.settings_dict["NAME"]))
    else:
        connection.close()
        _postgres_load(folder / POSTGRES_NAME)


def belongs(engine: str) -> None:
    """Refused when a back-up of one kind of database meets an installation on the other."""
    if engine != connection.vendor:
        raise Refused(f"备份来自 {engine}，本系统使用 {connection.vendor}，请先改 DATABASE_URL。")


def _sqlite_copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target, timeout=20)) as there:
        here.backup(there, pages=2000)
    _sound(target)


def _sound(path: Path) -> None:
    """Asked through Django's own connection: check constraints may use functions that it brings."""
    copy = connection.copy()
    copy.settings_dict["NAME"] = str(path)
    try:
        with copy.cursor() as cursor:
            (state,) = cursor.execute("PRAGMA quick_check(1)").fetchone()
            if path.name == SQLITE_NAME:
                cursor.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    finally:
        copy.close()
    if state != "ok":
        raise Refused(f"数据库副本未通过检查：{state}。请检查磁盘。")


def _postgres_load(dumped: Path) -> None:
    script = dumped.with_name(".restore.sql")
    try:
        _run("pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(dumped), connect=False)
        before = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;"
        _run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
             "--output=/dev/null", f"--command={before}", f"--file={script}")  # fmt: skip
    finally:
        script.unlink(missing_ok=True)


def _run(tool: str, *arguments: str, connect: bool = True) -> None:
    command = [_tool(tool), *arguments, *([f"--dbname={_name()}"] if connect else [])]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused(f"{tool} 没有完成，数据库保持原样：{done.stderr.strip()[-500:]}")


def _tool(name: str) -> str:
    folder = os.environ.get("GONGKAI_PG_BIN", "")
    found = shutil.which(name, path=folder or None)
    if found is None:
        raise Misconfigured(f"没有找到 {name}。请安装 postgresql-client，或用 GONGKAI_PG_BIN 指明其目录。")
    return found


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _environment() -> dict[str, str]:
    """Address and password for the tools, kept out of the list of processes."""
    stated = connection.settings_dict
    facts = {
        "PGHOST": stated["HOST"],
        "PGPORT": str(stated["PORT"] or ""),
        "PGUSER": stated["USER"],
        "PGPASSWORD": stated["PASSWORD"],
        "PGSSLMODE": stated.get("OPTIONS", {}).get("sslmode", ""),
        # Somebody still at work is an error after a while, never a wait for ever.
        "PGOPTIONS": "-c lock_timeout=20000",
    }
    return {**os.environ, **{name: value for name, value in facts.items() if value}}
