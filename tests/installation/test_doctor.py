"""Each examination says in words what to do; one that breaks down does not silence the others."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import Settings
from django.db import DatabaseError, connection
from django.utils import timezone

from gongkai.audit import sql
from gongkai.audit.actions import record
from gongkai.audit.models import Entry
from gongkai.doctor import Result, examinations, run
from gongkai.jobs import registry
from gongkai.jobs.actions import tick

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def well(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """All jobs have just run."""
    jobs = tuple(registry.known())
    monkeypatch.setattr(
        registry,
        "_known",
        {job.name: registry.Periodic(job.name, job.title, job.every, lambda at: None) for job in jobs},
    )
    tick(at=now)
    return now


def _result(name: str, at: datetime) -> Result:
    return next(one for one in run(at) if one.name == name)


def _bad(name: str, at: datetime) -> str:
    result = _result(name, at)
    assert not result.ok
    return result.message


def test_a_healthy_installation(well: datetime) -> None:
    results = run(well)
    assert {one.name for one in results} == {
        "设置", "数据库", "数据保护", "审计链", "备份", "定期工作", "时钟", "密钥", "字体", "磁盘", "邮件",
    }  # fmt: skip
    assert [one for one in results if not one.ok and one.name != "字体"] == []


def test_settings(well: datetime, settings: Settings) -> None:
    settings.SECRET_KEY = "short"
    message = _bad("设置", well)
    assert "gongkai.E003" in message
    assert "密钥备份" in message


def test_warnings_are_said_without_being_troubles(well: datetime, settings: Settings) -> None:
    settings.GONGKAI_ADDRESS = "http://gk.example.gov.cn"
    result = _result("设置", well)
    assert result.ok
    assert "gongkai.W002" in result.message


def test_a_database_that_does_not_answer_leaves_the_rest_to_be_examined(
    well: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> list[str]:
        raise DatabaseError("no route to host")

    monkeypatch.setattr(examinations, "pending", broken)
    results = {one.name: one for one in run(well)}
    assert "DATABASE_URL" in results["数据库"].message
    assert "审计链" not in results
    assert results["磁盘"].ok


def test_migrations_that_wait(well: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examinations, "pending", lambda: ["audit.0002"])
    assert "gongkai migrate" in _bad("数据库", well)


def test_missing_triggers(well: datetime) -> None:
    sql.drop(connection)
    assert "audit_entry_no_update" in _bad("数据保护", well)


def test_a_tampered_chain(well: datetime) -> None:
    record("x", actor="person:1", agency=None, object="y", at=well)
    sql.drop(connection)
    Entry.objects.update(reason="改")
    assert "第 1 条的内容被改动" in _bad("审计链", well)


def test_back_ups(well: datetime) -> None:
    assert "还没有备份" in _result("备份", well).message
    record("operations.backup", actor="operator", agency=None, object="installation", at=well - timedelta(days=6))
    assert _result("备份", well).ok
    assert "超过七天" in _bad("备份", well + timedelta(days=2))


def test_late_jobs(well: datetime) -> None:
    message = _bad("定期工作", well + timedelta(days=2))
    assert "导出审计链头" in message
    assert "gongkai serve" in message


def test_the_clock(well: datetime) -> None:
    record("x", actor="person:1", agency=None, object="y", at=well + timedelta(hours=1))
    assert "NTP" in _bad("时钟", well)
    assert "显然不对" in _bad("时钟", datetime(2001, 1, 1, tzinfo=timezone.get_default_timezone()))


def test_keys_among_the_data(well: datetime, settings: Settings) -> None:
    settings.KEYS = Path(settings.FILES) / "keys"
    assert "GONGKAI_KEYS" in _bad("密钥", well)


def test_a_full_disk(well: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 5 * 10**7))
    assert "只剩 0.05 GB" in _bad("磁盘", well)


def test_no_chinese_font(well: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    class NoFonts:
        def __init__(self, **options: object) -> None: ...

        def families(self) -> list[str]:
            return ["DejaVu Sans", "Libertinus Serif"]

    monkeypatch.setattr(typst, "Fonts", NoFonts)
    assert "fonts-noto-cjk" in _bad("字体", well)


def test_mail(well: datetime, settings: Settings) -> None:
    assert "GONGKAI_EMAIL_HOST" in _result("邮件", well).message
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    assert "smtp.example.gov.cn" in _result("邮件", well).message


def test_an_examination_that_breaks_down_is_a_trouble(well: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: object) -> Usage:
        raise PermissionError("/var")

    monkeypatch.setattr(shutil, "disk_usage", broken)
    assert "PermissionError" in _bad("磁盘", well)


def test_from_december_on_the_missing_year_is_a_reminder_and_no_fault() -> None:
    at = datetime(2026, 12, 1, 4, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        result = _result("数据保护", at)
    assert result.ok
    assert "提醒：[gongkai.W021] 2027年的放假通知还没有载入" in result.message
