"""The keys of an installation: made on first run, 0600, in a folder apart from the data.

secret_key   signs sessions and links (replace it: everybody signs in again)
field_keys   encrypts personal data; one key a line, the newest first; old ones stay until re-encrypted
hmac_key     finds encrypted values again without opening them
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from gongkai.errors import Misconfigured


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


MAKERS: dict[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(64),
    "field_keys": _fernet_key,
    "hmac_key": lambda: secrets.token_hex(32),
}


def read(folder: Path, name: str) -> str:
    """The key ``name``; made when it is not there yet. Two processes starting at once get the same one."""
    path = folder / name
    try:
        if not path.exists():
            _make(path, MAKERS[name]())
        value = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"无法读取或创建密钥文件 {path}，请检查目录权限。") from error
    if not value:
        raise Misconfigured(f"密钥文件 {path} 是空的，请从密钥备份恢复。")
    return value


def _make(path: Path, value: str) -> None:
    """Write beside, then link into place: whoever comes second keeps the first one's key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
