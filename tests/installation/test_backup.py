"""Back-up and restore on either database: what comes back is what was there, or nothing is touched."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import Settings
from django.db import connection

from gongkai import fields
from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.audit import sql
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.backup import backup, manifest, restore
from gongkai.errors import Misconfigured, Refused
from gongkai.ui.signin import totp

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SECRET = "JBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """An installation with files and keys of its own; the database is that of the test."""
    keys = tmp_path / "home" / "keys"
    shutil.copytree(settings.KEYS, keys)
    settings.HOME, settings.KEYS, settings.FILES = tmp_path / "home", keys, tmp_path / "home" / "files"
    (settings.FILES / "ab").mkdir(parents=True)
    (settings.FILES / "ab" / "abcdef").write_bytes(b"a file")
    return tmp_path / "home"


@pytest.fixture
def person(home: Path) -> Person:
    made = accounts.invite("somebody", name="某人", email="a@example.gov.cn", by="operator", agency=None, at=AT)
    totp.enrol(made, SECRET)
    return made


def _take(tmp_path: Path) -> tuple[Path, Path]:
    backup(tmp_path / "backup", keys=tmp_path / "apart", at=AT)
    return tmp_path / "backup", tmp_path / "apart"


def _spoil(home: Path) -> None:
    """Everything that happened since the back-up."""
    Person.objects.update(name="改了")
    accounts.invite("later", name="后来", by="operator", agency=None, at=AT)
    (home / "files" / "ab" / "abcdef").write_bytes(b"spoilt")
    (home / "files" / "new").write_bytes(b"new")


def _everything(home: Path) -> object:
    """What must not change when a restore is refused."""
    files = {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return list(Person.objects.values_list()), list(Entry.objects.values_list()), files


def test_what_was_backed_up_comes_back(home: Path, tmp_path: Path, person: Person) -> None:
    folder, keys = _take(tmp_path)
    entries = Entry.objects.count()
    _spoil(home)
    restore(folder, keys=keys, force=True, at=AT)
    assert list(Person.objects.values_list("username", "name")) == [("somebody", "某人")]
    assert totp.secret_of(person) == SECRET
    assert {p.name: p.read_bytes() for p in (home / "files").rglob("*") if p.is_file()} == {"abcdef": b"a file"}
    assert verify() == []
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("sequence").verb == "operations.restore"
    assert sql.missing(connection) == []


def test_it_stands_complete_with_the_keys_apart(home: Path, tmp_path: Path, person: Person) -> None:
    folder, keys = _take(tmp_path)
    found = manifest.read(folder)
    manifest.verify(found, folder)
    assert {path.name for path in keys.iterdir()} == set(found.keys) == {"secret_key", "field_keys", "hmac_key"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys.iterdir())
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for path in (home / "keys").iterdir():
        assert path.read_bytes().strip() not in everything
    assert not list(tmp_path.glob(".*.partial"))


def test_onto_an_empty_machine(home: Path, tmp_path: Path, person: Person) -> None:
    folder, keys = _take(tmp_path)
    shutil.rmtree(home / "files")
    sql.drop(connection)
    Entry.objects.all().delete()
    Person.objects.all().delete()
    (home / "keys" / "field_keys").write_text("another key")
    restore(folder, keys=keys, at=AT)
    assert Person.objects.get().username == "somebody"
    assert (home / "files" / "ab" / "abcdef").read_bytes() == b"a file"
    assert (home / "keys" / "field_keys").read_text() == (keys / "field_keys").read_text()
    assert (home / "keys" / "field_keys").stat().st_mode & 0o077 == 0
    assert sql.missing(connection) == []


def test_an_installation_with_data_is_not_replaced_unasked(home: Path, tmp_path: Path, person: Person) -> None:
    folder, keys = _take(tmp_path)
    _spoil(home)
    before = _everything(home)
    with pytest.raises(Refused, match="--force"):
        restore(folder, keys=keys, at=AT)
    assert _everything(home) == before


@pytest.mark.parametrize("lost", ["folder", "one key", "another key"])
def test_without_its_keys_nothing_is_changed(lost: str, home: Path, tmp_path: Path, person: Person) -> None:
    folder, keys = _take(tmp_path)
    if lost == "folder":
        shutil.rmtree(keys)
    elif lost == "one key":
        (keys / "field_keys").unlink()
    else:
        (keys / "field_keys").write_text(fields.encrypt("x"))
    before = _everything(home)
    with pytest.raises(Misconfigured, match="没有改动任何内容"):
        restore(folder, keys=keys, force=True, at=AT)
    assert _everything(home) == before


@pytest.mark.parametrize("forged", ["file and its hash", "no keys asked for", "older version", "seal"])
def test_who_has_no_keys_cannot_forge_a_back_up(forged: str, home: Path, tmp_path: Path, person: Person) -> None:
    folder, keys = _take(tmp_path)
    file, paper = folder / "files" / "ab" / "abcdef", folder / manifest.NAME
    file.write_bytes(b"another file")
    facts = json.loads(paper.read_text())
    facts["files"]["files/ab/abcdef"] = manifest.digest(file)
    if forged == "no keys asked for":
        facts["keys"] = {}
    elif forged == "older version":
        facts["version"] = 1
        del facts["seal"]
    elif forged == "seal":
        facts["seal"] = "0" * 64
    paper.write_text(json.dumps(facts))
    before = _everything(home)
    for where in (keys, tmp_path / "nowhere") if forged == "no keys asked for" else (keys,):
        with pytest.raises(Refused, match="封签"):
            restore(folder, keys=where, force=True, at=AT)
    assert _everything(home) == before


@pytest.mark.parametrize("damage", ["changed", "missing", "added", "no manifest", "later version", "other engine"])
def test_a_damaged_back_up_is_refused_before_anything(
    damage: str, home: Path, tmp_path: Path, person: Person
) -> None:
    folder, keys = _take(tmp_path)
    file, paper = folder / "files" / "ab" / "abcdef", folder / manifest.NAME
    facts = json.loads(paper.read_text())
    if damage == "changed":
        file.write_bytes(b"a fILE")
    elif damage == "missing":
        file.unlink()
    elif damage == "added":
        (folder / "files" / "x").write_bytes(b"x")
    elif damage == "no manifest":
        paper.unlink()
    elif damage == "later version":
        paper.write_text(json.dumps({**facts, "version": 99}))
    else:
        paper.write_text(json.dumps({**facts, "engine": "oracle"}))
    before = _everything(home)
    with pytest.raises(Refused):
        restore(folder, keys=keys, force=True, at=AT)
    assert _everything(home) == before


@pytest.mark.parametrize("keys", ["backup", "backup/keys", "."])
def test_keys_never_lie_with_the_data(keys: str, home: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="分开存放"):
        backup(tmp_path / "backup", keys=tmp_path / keys, at=AT)
    assert not (tmp_path / "backup").exists()


def test_an_older_back_up_is_not_overwritten(home: Path, tmp_path: Path, person: Person) -> None:
    folder, _ = _take(tmp_path)
    before = manifest.digests(folder)
    with pytest.raises(Refused, match="不是空目录"):
        backup(folder, keys=tmp_path / "apart2", at=AT)
    assert manifest.digests(folder) == before


def test_a_back_up_that_breaks_off_leaves_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.backup import database

    def broken(folder: Path) -> None:
        (folder / "half").write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(database, "dump", broken)
    with pytest.raises(OSError, match="disk full"):
        backup(tmp_path / "backup", keys=tmp_path / "apart", at=AT)
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_a_chain_that_was_tampered_with_comes_back_and_is_told(home: Path, tmp_path: Path, person: Person) -> None:
    sql.drop(connection)
    Entry.objects.filter(sequence=1).update(reason="改")
    sql.install(connection)
    folder, keys = _take(tmp_path)
    with pytest.raises(Refused, match="审计链有问题"):
        restore(folder, keys=keys, force=True, at=AT)
    assert Person.objects.exists()


def test_missing_tools_are_named(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no tool")
    monkeypatch.setenv("GONGKAI_PG_BIN", str(tmp_path))
    with pytest.raises(Misconfigured, match="postgresql-client"):
        backup(tmp_path / "backup", keys=tmp_path / "apart", at=AT)
    assert not (tmp_path / "backup").exists()
