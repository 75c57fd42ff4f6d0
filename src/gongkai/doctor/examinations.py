"""The examinations, one function each: settings, database, protection, keys, fonts, disk, jobs, clock, mail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, run_checks
from django.db import DatabaseError, connection

from gongkai.agencies.heads import kept
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.fields import field_keys, hash_keys
from gongkai.jobs.queries import late
from gongkai.server import pending

_GIGABYTE = 1024**3
_FONT_WORDS = ("cjk", "simsun", "songti", "fangsong", "source han", "song", "hei", "kai")
_BACKUP_EVERY = timedelta(days=7)
# The database and this machine may differ by the time of a question, not more.
_CLOCKS_APART = timedelta(seconds=30)
# Nothing of this program is older.
_NOT_BEFORE = 2025


@dataclass(frozen=True)
class Result:
    """One examination. ``ok`` is False when something must be done; a hint may come with ok, too."""

    name: str
    ok: bool
    message: str


def run(at: datetime) -> list[Result]:
    """Every examination, whatever the others found; one that itself breaks down is a bad result."""
    results = [_settings()]
    database = _examine("数据库", _database, at)
    results.append(database)
    asking = _WITH_DATABASE if database.ok else ()
    results += [_examine(name, question, at) for name, question in (*asking, *_WITHOUT_DATABASE)]
    return results


def _examine(name: str, question: Callable[[datetime], str], at: datetime) -> Result:
    """An examination answers with a sentence, or raises Trouble with one."""
    try:
        return Result(name, True, question(at))
    except Trouble as trouble:
        return Result(name, False, str(trouble))
    # The doctor is called when things are broken; no breakage may silence the other examinations.
    except Exception as error:  # noqa: BLE001
        return Result(name, False, f"检查没有完成（{type(error).__name__}：{error}），请据此排查。")


class Trouble(Exception):
    """Something must be done; the text says what."""


def _settings() -> Result:
    messages = run_checks()
    serious = [message for message in messages if message.is_serious()]
    if serious:
        return Result("设置", False, " ".join(_sentence(message) for message in serious))
    ours = [message for message in messages if str(message.id).startswith("gongkai.")]
    return Result("设置", True, " ".join(["没有错误。", *(f"提醒：{_sentence(message)}" for message in ours)]))


def _sentence(message: CheckMessage) -> str:
    return f"[{message.id}] {message.msg}{message.hint or ''}"


def _database(at: datetime) -> str:
    try:
        waiting = pending()
    except DatabaseError as error:
        raise Trouble(f"连接不上（{error}）。请检查 DATABASE_URL 和数据库服务是否运行。") from error
    if waiting:
        raise Trouble(f"还差 {len(waiting)} 个迁移，请先运行 gongkai backup，再运行 gongkai migrate。")
    if connection.vendor == "sqlite":
        return _sqlite()
    return f"PostgreSQL {connection.pg_version // 10000}，结构是最新的。"  # type: ignore[attr-defined]  # its own


def _sqlite() -> str:
    with connection.cursor() as cursor:
        (mode,) = cursor.execute("PRAGMA journal_mode").fetchone()
        (state,) = cursor.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise Trouble(f"数据库文件损坏（{state}），请停止服务并从备份恢复。")
    if mode != "wal":
        raise Trouble(f"SQLite 日志方式是 {mode} 而不是 wal，请勿把数据库放在网络盘上。")
    return "SQLite，结构是最新的，文件完好。"


def _protection(at: datetime) -> str:
    messages = run_checks(tags=["database"], databases=["default"])
    if serious := [one for one in messages if one.is_serious()]:
        raise Trouble(" ".join(_sentence(message) for message in serious))
    ours = [one for one in messages if str(one.id).startswith("gongkai.")]
    return " ".join(["审计表只能追加，触发器都在。", *(f"提醒：{_sentence(one)}" for one in ours)])


def _chain(at: datetime) -> str:
    if faults := verify(kept()):
        raise Trouble(f"{faults[0].message}共 {len(faults)} 处，运行 gongkai audit verify 查看，并报告审计员。")
    return f"完整，共 {Entry.objects.count()} 条。"


def _backup(at: datetime) -> str:
    last = Entry.objects.filter(verb="operations.backup").order_by("-sequence").first()
    if last is None:
        return "提醒：还没有备份过，请运行 gongkai backup 并定期进行。"
    if at - last.at > _BACKUP_EVERY:
        raise Trouble(f"最近一次备份在 {last.at:%Y-%m-%d}，已超过七天，请运行 gongkai backup。")
    return f"最近一次备份在 {last.at:%Y-%m-%d}。"


def _jobs(at: datetime) -> str:
    found = late(at=at)
    if not found:
        return "没有迟误。"
    names = "；".join(
        f"{job.title}（{'上次失败：' + job.failure if job.failure else '未按时运行'}）" for job in found
    )
    raise Trouble(f"{names}。请确认 gongkai serve 在运行，或由定时器每分钟运行 gongkai tick。")


def _clock(at: datetime) -> str:
    if at.year < _NOT_BEFORE:
        raise Trouble(f"本机时间是 {at:%Y-%m-%d}，显然不对，请校准时钟（启用 NTP）。")
    last = Entry.objects.order_by("-sequence").values_list("at", flat=True).first()
    if last is not None and last - at > _CLOCKS_APART:
        raise Trouble(
            f"审计链最后一条在 {last:%Y-%m-%d %H:%M}，晚于现在，时钟曾被拨快或现在拨慢，请校准（启用 NTP）。"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            theirs = cursor.fetchone()[0]
        if abs(datetime.now(theirs.tzinfo) - theirs) > _CLOCKS_APART:
            raise Trouble(f"数据库服务器的时钟是 {theirs:%H:%M:%S}，与本机相差过大，请校准（启用 NTP）。")
    return f"{at.astimezone():%Y-%m-%d %H:%M}。"


def _keys(at: datetime) -> str:
    folder, data = Path(settings.KEYS), Path(settings.FILES)
    if data in (folder, *folder.parents):
        raise Trouble(f"密钥目录 {folder} 在文件目录里，请用 GONGKAI_KEYS 移到别处。")
    old = sum(len(ring) - 1 for ring in (field_keys(), hash_keys()))
    here = f"在 {folder}，只有本用户可读。请另存一份，不要与数据备份放在一起。"
    hint = "请运行 gongkai keys rotate，完成后运行 gongkai keys drop-old。"
    return f"{here}提醒：还有旧密钥{old}把，{hint}" if old else here


def _fonts(at: datetime) -> str:
    import typst

    extra = os.environ.get("GONGKAI_FONTS", "")
    families = typst.Fonts(font_paths=[extra] if extra else []).families()
    chinese = [name for name in families if any(word in name.lower() for word in _FONT_WORDS)]
    if not chinese:
        raise Trouble("没有中文字体，不能生成 PDF。Debian/Ubuntu 请运行：apt install fonts-noto-cjk")
    return f"{len(chinese)} 种中文字体，如 {chinese[0]}。"


def _disk(at: datetime) -> str:
    free = shutil.disk_usage(settings.HOME).free
    if free < _GIGABYTE:
        raise Trouble(f"{settings.HOME} 所在磁盘只剩 {free / _GIGABYTE:.2f} GB，请清理或扩容。")
    return f"剩余 {free / _GIGABYTE:.0f} GB。"


def _mail(at: datetime) -> str:
    if settings.EMAIL_HOST:
        return f"经 {settings.EMAIL_HOST} 发送。"
    return f"提醒：没有设置邮件服务器（GONGKAI_EMAIL_HOST），邮件存放在 {settings.EMAIL_FILE_PATH}。"


_WITH_DATABASE: tuple[tuple[str, Callable[[datetime], str]], ...] = (
    ("数据保护", _protection),
    ("审计链", _chain),
    ("备份", _backup),
    ("定期工作", _jobs),
    ("时钟", _clock),
)
_WITHOUT_DATABASE: tuple[tuple[str, Callable[[datetime], str]], ...] = (
    ("密钥", _keys),
    ("字体", _fonts),
    ("磁盘", _disk),
    ("邮件", _mail),
)
