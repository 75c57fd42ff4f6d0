"""What is set wrongly is found, named by its id, and listed in the reference."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import Settings
from django.core.checks import run_checks

import gongkai
from gongkai import checks, server


def _ids() -> set[str]:
    return {str(message.id) for message in run_checks()}


def test_nothing_is_wrong_as_it_is() -> None:
    assert not {one for one in _ids() if one.startswith("gongkai.")}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HOME", Path("/proc"), "gongkai.E001"),
        ("SECRET_KEY", "short", "gongkai.E003"),
        ("FIELD_KEYS", [], "gongkai.E003"),
        ("FIELD_KEYS", ["no key"], "gongkai.E003"),
        ("HMAC_KEYS", [], "gongkai.E003"),
        ("TRUSTED_PROXIES", [ip_network("0.0.0.0/0")], "gongkai.E004"),
        ("TRUSTED_PROXIES", [ip_network("::/0")], "gongkai.E004"),
        ("GONGKAI_LOG_MONTHS", 5, "gongkai.E006"),
        ("GONGKAI_LOG_MONTHS", 0, "gongkai.E006"),
        ("GONGKAI_TEXT_URL", "http://sms.example.cn/", "gongkai.E050"),
        ("ALLOWED_HOSTS", ["*"], "gongkai.W001"),
        ("GONGKAI_ADDRESS", "http://gk.example.gov.cn", "gongkai.W002"),
    ],
)
def test_a_wrong_setting_has_an_id(name: str, value: object, expected: str, settings: Settings) -> None:
    if expected == "gongkai.E001" and checks.os.access("/proc", checks.os.W_OK):
        checks_access: Callable[..., bool] = lambda *_: False  # noqa: E731 - root may write everywhere
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(checks.os, "access", checks_access)
            setattr(settings, name, value)
            assert expected in _ids()
        return
    setattr(settings, name, value)
    assert expected in _ids()


def test_a_home_that_others_may_enter(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    tmp_path.chmod(0o750)
    assert "gongkai.W004" not in _ids()
    tmp_path.chmod(0o755)
    assert "gongkai.W004" in _ids()


def test_debugging_outside(settings: Settings) -> None:
    settings.DEBUG = True
    assert "gongkai.W005" not in _ids()
    settings.GONGKAI_ADDRESS = "https://gk.example.gov.cn"
    assert "gongkai.W005" in _ids()


def test_what_is_written_is_nothing_for_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        server.prepare()
        (tmp_path / "x").touch()
        assert (tmp_path / "x").stat().st_mode & 0o007 == 0
    finally:
        os.umask(before)


def test_keys_that_others_may_read(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.KEYS, tmp_path / "keys")
    settings.KEYS = tmp_path / "keys"
    assert "gongkai.E002" not in _ids()
    (tmp_path / "keys" / "hmac_key").chmod(0o644)
    assert "gongkai.E002" in _ids()


def test_an_old_sqlite(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 0))
    expected = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    assert ("gongkai.E005" in _ids()) == expected


@pytest.mark.parametrize(
    ("demo", "address", "warned"),
    [(True, "https://gk.example.gov.cn", True), (False, "https://gk.example.gov.cn", False),
     (True, "http://127.0.0.1:8000", False), (True, "http://localhost", False)],
)  # fmt: skip
def test_a_demonstration_in_public(demo: bool, address: str, warned: bool, settings: Settings) -> None:
    settings.GONGKAI_DEMO, settings.GONGKAI_ADDRESS, settings.GONGKAI_HTTPS = demo, address, True
    assert ("gongkai.W003" in _ids()) == warned


def test_the_reference_lists_every_check() -> None:
    root = Path(gongkai.__file__).parent
    used = {
        found
        for path in root.rglob("*.py")
        for found in re.findall(r'id="(gongkai\.[EW]\d+)"', path.read_text(encoding="utf-8"))
    }
    page = (root.parents[1] / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"gongkai\.[EW]\d+", page))
    assert listed == used
