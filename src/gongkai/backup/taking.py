"""Takes a back-up while the installation runs."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.actions import record
from gongkai.audit.verify import head
from gongkai.backup import database, manifest
from gongkai.errors import Refused


def backup(folder: Path, *, keys: Path, at: datetime) -> manifest.Manifest:
    """Database and files into ``folder``, the keys into ``keys``; both new or empty, neither in the other.

    It stands under its name only when it is complete. The database is read first and the files after it:
    files are never changed, so every file the database speaks of is there.
    """
    folder, keys = folder.resolve(), keys.resolve()
    _apart(folder, keys)
    partial = folder.with_name(f".{folder.name}.partial")
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir(parents=True, mode=0o700)
    try:
        record("operations.backup", actor=OPERATOR, agency=None, object="installation", at=at)
        made = _fill(partial, at)
        _copy_keys(keys)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return made


def _apart(folder: Path, keys: Path) -> None:
    if folder == keys or folder in keys.parents or keys in folder.parents:
        raise Refused("密钥目录不能放在备份目录里（也不能反过来）：分开存放，丢失其一才不会泄露个人信息。")
    for path in (folder, keys):
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise Refused(f"{path} 不是空目录，为免覆盖已有备份没有写入，请换一个目录。")


def _fill(partial: Path, at: datetime) -> manifest.Manifest:
    stands = head()
    database.dump(partial)
    if Path(settings.FILES).exists():
        shutil.copytree(settings.FILES, partial / "files")
    heads = Path(settings.HOME) / "audit-heads"
    if heads.exists():
        shutil.copytree(heads, partial / "audit-heads")
    made = manifest.Manifest(
        version=manifest.VERSION,
        created_at=at.isoformat(timespec="seconds"),
        engine=connection.vendor,
        audit_head=stands.line(),
        files=manifest.digests(partial),
        keys=manifest.fingerprints(Path(settings.KEYS)),
    )
    made = manifest.sealed(made, Path(settings.KEYS))
    made.write(partial)
    return made


def _copy_keys(keys: Path) -> None:
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in manifest.fingerprints(Path(settings.KEYS)):
        target = keys / name
        target.touch(mode=0o600)
        target.write_bytes((Path(settings.KEYS) / name).read_bytes())
