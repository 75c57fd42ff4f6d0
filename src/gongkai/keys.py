"""The keys of an installation: made on first run, 0600, in a folder apart from the data.

secret_key   signs sessions and links (replace it: everybody signs in again)
field_keys   encrypts personal data; one key a line, the newest first; old ones stay until re-encrypted
hmac_key     finds encrypted values again without opening them; a ring like field_keys

``gongkai keys rotate`` puts a new first key into both rings (``rotation``).
"""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gongkai.errors import Misconfigured


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


MAKERS: dict[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(64),
    "field_keys": _fernet_key,
    "hmac_key": lambda: secrets.token_hex(32),
}


# What is encrypted or hashed with them is written anew when they change; the other one only signs.
RINGS = ("field_keys", "hmac_key")
# How each file looked when this process last read it.
_seen: dict[str, tuple[int, int, int]] = {}


def read(folder: Path, name: str) -> str:
    """The key ``name``; made when it is not there yet. Two processes starting at once get the same one."""
    path = folder / name
    try:
        if not path.exists():
            _make(path, MAKERS[name]())
        _seen[str(path)] = _looks(path)
        value = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"无法读取或创建密钥文件 {path}，请检查目录权限。") from error
    if not value:
        raise Misconfigured(f"密钥文件 {path} 是空的，请从密钥备份恢复。")
    return value


def changed(folder: Path, name: str) -> list[str] | None:
    """The ring, when its file is another one than this process read; None while it is the same, or cannot be
    looked at just now. Asked for every value that is opened: a look costs some microseconds, and no more."""
    path = f"{folder}/{name}"
    try:
        if path not in _seen or _seen[path] == _looks(path):
            return None
    except OSError:
        return None
    return read(folder, name).split()


def renew(folder: Path, name: str) -> list[str]:
    """Put a new key first; the others stay behind it. The ring as it is now."""
    return _replace(folder / name, [MAKERS[name](), *read(folder, name).split()])


def keep_first(folder: Path, name: str) -> list[str]:
    """Take every key but the newest away. The ring as it is now."""
    return _replace(folder / name, read(folder, name).split()[:1])


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """One process at a time changes the keys. Misconfigured when another one does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Misconfigured("另一个进程正在更换密钥，请等它结束。") from error
    finally:
        os.close(handle)


def _looks(path: Path | str) -> tuple[int, int, int]:
    found = os.stat(path)
    return found.st_ino, found.st_mtime_ns, found.st_size


def _replace(path: Path, ring: Sequence[str]) -> list[str]:
    """All of it at once: who reads meanwhile finds the old file or the new one."""
    beside = _write_beside(path, "\n".join(ring))
    os.replace(beside, path)
    _settle(path.parent)
    return list(ring)


def _settle(folder: Path) -> None:
    """The name is on disk as well as the bytes, before anything is encrypted with what they hold."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(path: Path, value: str) -> None:
    """Write beside, then link into place: whoever comes second keeps the first one's key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = _write_beside(path, value)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _write_beside(path: Path, value: str) -> Path:
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    return beside
