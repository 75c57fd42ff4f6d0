"""System checks on the settings, with ids; ``docs/reference/checks.md`` lists them all.

They run before every command of Django and by ``gongkai migrate``, ``serve`` and ``doctor``.
"""

from __future__ import annotations

import ipaddress
import os
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

_LEAST_SECRET = 40
_LEAST_LOG_MONTHS = 6
# UPSERT, RETURNING and the fixes that WAL needs.
_LEAST_SQLITE = (3, 35, 0)


@register()
def home_is_writable(**options: object) -> list[CheckMessage]:
    """E001."""
    if os.access(settings.HOME, os.W_OK | os.X_OK):
        return []
    return [Error(f"GONGKAI_HOME（{settings.HOME}）不可写。", hint="请改目录权限或另设目录。", id="gongkai.E001")]


@register()
def keys_are_private(**options: object) -> list[CheckMessage]:
    """E002: a key that others may read is no key."""
    folder = Path(settings.KEYS)
    open_ones = [path.name for path in sorted(folder.glob("*")) if path.is_file() and path.stat().st_mode & 0o077]
    if not open_ones:
        return []
    hint = f"运行：chmod 600 {folder}/*；若他人可能已读取，请更换密钥。"
    return [Error(f"密钥文件他人可读：{'、'.join(open_ones)}。", hint=hint, id="gongkai.E002")]


@register()
def keys_are_good(**options: object) -> list[CheckMessage]:
    """E003: the secret is long enough and every encryption key is one."""
    wrong = []
    if len(settings.SECRET_KEY) < _LEAST_SECRET:
        wrong.append("secret_key 太短")
    if not settings.FIELD_KEYS or not all(_is_fernet(key) for key in settings.FIELD_KEYS):
        wrong.append("field_keys 不是有效密钥")
    if not settings.HMAC_KEYS:
        wrong.append("hmac_key 是空的")
    hint = "请从密钥备份恢复；新装的系统可删去该文件，下次启动时自动生成。"
    return [Error(f"{'，'.join(wrong)}。", hint=hint, id="gongkai.E003")] if wrong else []


@register()
def proxies_are_named(**options: object) -> list[CheckMessage]:
    """E004: trusting everybody's X-Forwarded-For lets anybody choose their own address."""
    if not any(network.prefixlen == 0 for network in settings.TRUSTED_PROXIES):
        return []
    hint = "只写反向代理自己的地址，如 GONGKAI_TRUSTED_PROXIES=10.0.0.5。"
    return [Error("GONGKAI_TRUSTED_PROXIES 不能包含所有地址。", hint=hint, id="gongkai.E004")]


@register()
def sqlite_is_recent(**options: object) -> list[CheckMessage]:
    """E005."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    if sqlite3.sqlite_version_info >= _LEAST_SQLITE:
        return []
    return [
        Error(f"SQLite {sqlite3.sqlite_version} 过旧，至少需要 3.35。", hint="请升级 Python。", id="gongkai.E005")
    ]


@register()
def logs_are_kept(**options: object) -> list[CheckMessage]:
    """E006: six months at least (《网络安全法》 21)."""
    if settings.GONGKAI_LOG_MONTHS >= _LEAST_LOG_MONTHS:
        return []
    message = f"GONGKAI_LOG_MONTHS={settings.GONGKAI_LOG_MONTHS}：日志至少留存六个月（《网络安全法》第二十一条）。"
    hint = "请设为 6 或者更大；系统日志（journald、日志文件）的留存期限也不能短于六个月。"
    return [Error(message, hint=hint, id="gongkai.E006")]


@register()
def hosts_are_named(**options: object) -> list[CheckMessage]:
    """W001."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning("GONGKAI_HOSTS 包含 *，任何主机名都会被接受。", hint="请只写本系统的域名。", id="gongkai.W001")
    ]


@register()
def outside_means_https(**options: object) -> list[CheckMessage]:
    """W002: an address that others reach, without encryption."""
    if settings.GONGKAI_HTTPS or _is_local(settings.GONGKAI_ADDRESS):
        return []
    hint = "请在反向代理上启用 HTTPS，并设置 GONGKAI_HTTPS=on。"
    return [Warning(f"{settings.GONGKAI_ADDRESS} 没有加密，口令会以明文传送。", hint=hint, id="gongkai.W002")]


@register()
def demonstration_stays_at_home(**options: object) -> list[CheckMessage]:
    """W003: passwords of the demonstration are printed."""
    if not settings.GONGKAI_DEMO or _is_local(settings.GONGKAI_ADDRESS):
        return []
    return [
        Warning(
            "演示模式对外开放，演示人员的口令是打印出来的。", hint="请设置 GONGKAI_DEMO=off。", id="gongkai.W003"
        )
    ]


@register()
def home_is_private(**options: object) -> list[CheckMessage]:
    """W004: database and files hold what is not published, and codes that open accounts."""
    home = Path(settings.HOME)
    if not home.exists() or not home.stat().st_mode & 0o007:
        return []
    hint = f"运行：chmod o-rwx {home}"
    return [Warning(f"GONGKAI_HOME（{home}）其他用户可以进入。", hint=hint, id="gongkai.W004")]


@register()
def debugging_stays_at_home(**options: object) -> list[CheckMessage]:
    """W005: error pages then show the code and what it works on."""
    if not settings.DEBUG or _is_local(settings.GONGKAI_ADDRESS):
        return []
    return [Warning("调试模式对外开放。", hint="请设置 GONGKAI_DEBUG=off。", id="gongkai.W005")]


def _is_fernet(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _is_local(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
