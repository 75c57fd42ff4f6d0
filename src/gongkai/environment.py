"""Where the settings come from: the environment, or a file the environment points to.

``NAME_FILE=/run/secrets/x`` gives the content of that file as ``NAME``, so that secrets need not stand in
the environment. Both at once, or a file that cannot be read, is Misconfigured: nothing is guessed.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path

from gongkai.errors import Misconfigured

_YES = {"1", "on", "true", "yes"}
_NO = {"0", "off", "false", "no", ""}


def text(name: str, default: str = "", *, source: Mapping[str, str] | None = None) -> str:
    """The value of ``name`` (or the content of the file ``name``_FILE), else ``default``."""
    where = os.environ if source is None else source
    file = where.get(f"{name}_FILE", "")
    if file and where.get(name):
        raise Misconfigured(f"{name} 与 {name}_FILE 只能设置一个，请删去其中之一。")
    if not file:
        return where.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"无法读取 {name}_FILE 所指文件 {file}，请检查路径和权限。") from error


def switch(name: str, default: bool = False, *, source: Mapping[str, str] | None = None) -> bool:
    """On or off; any other word is Misconfigured."""
    value = text(name, "on" if default else "off", source=source).strip().lower()
    if value in _YES | _NO:
        return value in _YES
    raise Misconfigured(f"{name} 只能是 on 或 off，现在是 {value!r}。")


def words(name: str, default: str = "", *, source: Mapping[str, str] | None = None) -> list[str]:
    """A list, written with commas."""
    return [word.strip() for word in text(name, default, source=source).split(",") if word.strip()]


def number(name: str, default: int, *, source: Mapping[str, str] | None = None) -> int:
    value = text(name, str(default), source=source).strip()
    try:
        return int(value)
    except ValueError:
        raise Misconfigured(f"{name} 应是整数，现在是 {value!r}。") from None


def networks(
    name: str, *, source: Mapping[str, str] | None = None
) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses and networks, written with commas."""
    try:
        return [ipaddress.ip_network(word, strict=False) for word in words(name, source=source)]
    except ValueError as error:
        raise Misconfigured(f"{name} 应是以逗号分隔的 IP 地址或网段，如 10.0.0.1,192.168.0.0/16。") from error
