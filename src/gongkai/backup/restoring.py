"""Brings a back-up back. Everything that can be refused is refused before anything changes."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.actions import record
from gongkai.audit.chain import Head
from gongkai.audit.verify import verify as verify_chain
from gongkai.backup import database, manifest
from gongkai.errors import Misconfigured, Refused


def restore(folder: Path, *, keys: Path, force: bool = False, at: datetime) -> manifest.Manifest:
    """Replace database, files and keys of this installation. Stop ``gongkai serve`` before.

    Without the keys that belong to the back-up: Misconfigured. With a manifest that these keys did not seal:
    Refused. Into an installation that holds data:
    Refused, unless ``force``. A database of an older version is restored as it is; migrate it afterwards.
    """
    folder, keys = folder.resolve(), keys.resolve()
    found = manifest.read(folder)
    _keys_belong(found, keys)
    manifest.check_seal(found, keys)
    database.belongs(found.engine)
    manifest.verify(found, folder)
    if not force and _holds_data():
        raise Refused("本系统已有数据，没有改动任何内容。确要以备份替换全部数据，请加 --force。")
    staged = _stage(folder)
    database.load(folder)
    _swap(staged)
    _place_keys(found, keys)
    _prove(found, at)
    return found


def _keys_belong(found: manifest.Manifest, keys: Path) -> None:
    there = manifest.fingerprints(keys) if keys.is_dir() else {}
    wrong = [name for name, fingerprint in found.keys.items() if there.get(name) != fingerprint]
    if wrong:
        raise Misconfigured(
            f"{keys} 中没有与此备份相配的密钥（{'、'.join(wrong)}）。没有密钥，备份中的个人信息无法解开，"
            "因此没有改动任何内容。请用 --keys 指明备份时另存的密钥目录。"
        )


def _holds_data() -> bool:
    """Anything worth keeping: an audit entry (every write leaves one) or a file."""
    tables = connection.introspection.table_names()
    if "audit_entry" in tables:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM audit_entry")
            if cursor.fetchone()[0]:
                return True
    files = Path(settings.FILES)
    return files.exists() and any(path.is_file() for path in files.rglob("*"))


def _stage(folder: Path) -> dict[Path, Path]:
    """Copies beside their places, so that a full disk is met before anything is replaced."""
    staged = {}
    for name, place in (("files", Path(settings.FILES)), ("audit-heads", Path(settings.HOME) / "audit-heads")):
        beside = place.with_name(f".{place.name}.restoring")
        if beside.exists():
            shutil.rmtree(beside)
        if (folder / name).exists():
            shutil.copytree(folder / name, beside)
        else:
            beside.mkdir(parents=True)
        staged[place] = beside
    return staged


def _swap(staged: dict[Path, Path]) -> None:
    for place, beside in staged.items():
        old = place.with_name(f".{place.name}.replaced")
        if old.exists():
            shutil.rmtree(old)
        if place.exists():
            place.rename(old)
        beside.rename(place)
        if old.exists():
            shutil.rmtree(old)


def _place_keys(found: manifest.Manifest, keys: Path) -> None:
    home = Path(settings.KEYS)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in found.keys:
        if (keys / name).resolve() == (home / name).resolve():
            continue
        beside = home / f".{name}.restoring"
        beside.touch(mode=0o600)
        beside.write_bytes((keys / name).read_bytes())
        beside.replace(home / name)


def _prove(found: manifest.Manifest, at: datetime) -> None:
    """The chain that came back is whole and stands where the back-up says it stood."""
    exported = Head.parse(found.audit_head)
    faults = verify_chain([exported])
    record("operations.restore", actor=OPERATOR, agency=None, object="installation", at=at)
    if faults:
        raise Refused(f"数据已恢复，但审计链有问题：{faults[0].message}请运行 gongkai audit verify 查看。")
