"""Where the data lies: SQLite in the home of the installation, or what DATABASE_URL names.

SQLite runs with WAL (readers never wait), IMMEDIATE transactions (a writer waits at the start and not in
the middle, where it could only fail), a busy time-out, and synchronous FULL (what was answered is on disk).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from gongkai.errors import Misconfigured

_WAIT_SECONDS = 20
# Of the address space; the pages are those that the system holds of the file anyway.
_MAPPED_BYTES = 2**30
# A connection serves a minute of requests and not one: opening it costs more than a page that lies ready.
_KEPT_SECONDS = 60
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": _WAIT_SECONDS,
    "init_command": (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout={_WAIT_SECONDS * 1000}; "
        f"PRAGMA mmap_size={_MAPPED_BYTES};"
    ),
}


def configuration(url: str, default: Path) -> dict[str, Any]:
    """One entry of Django's DATABASES. Other databases than SQLite and PostgreSQL are Misconfigured."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(default),
            "OPTIONS": dict(_SQLITE_OPTIONS),
            "CONN_MAX_AGE": _KEPT_SECONDS,
        }
    found: dict[str, Any] = dict(_parse(url))
    options = dict(found.get("OPTIONS") or {})
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return {**found, "OPTIONS": {**_SQLITE_OPTIONS, **options}, "CONN_MAX_AGE": _KEPT_SECONDS}
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise Misconfigured("DATABASE_URL 只支持 sqlite:// 和 postgresql://。")
    # A socket folder comes as ?host=/path; Django's own tools (dbshell, pg_dump) look for it in HOST.
    found["HOST"] = options.pop("host", "") or found.get("HOST", "")
    return {**found, "OPTIONS": options, "CONN_MAX_AGE": _KEPT_SECONDS, "CONN_HEALTH_CHECKS": True}


def _parse(url: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url))
    except ValueError as error:
        raise Misconfigured("DATABASE_URL 无法解析，应类似 postgresql://用户:密码@主机:5432/库名。") from error
