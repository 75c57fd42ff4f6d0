from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from gongkai import keys
from gongkai.errors import Misconfigured


@pytest.mark.parametrize("name", sorted(keys.MAKERS))
def test_a_key_is_made_once_and_for_us_alone(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "keys"
    first = keys.read(folder, name)
    assert keys.read(folder, name) == first
    assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o077 == 0
    assert len(first) >= 40
    assert [path.name for path in folder.iterdir()] == [name]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert keys.read(tmp_path / "a", "secret_key") != keys.read(tmp_path / "b", "secret_key")


def test_the_field_key_is_a_fernet_key(tmp_path: Path) -> None:
    Fernet(keys.read(tmp_path, "field_keys"))


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: keys.read(tmp_path, "secret_key"), range(32)))
    assert len(set(found)) == 1


def test_an_empty_key_is_never_replaced_quietly(tmp_path: Path) -> None:
    (tmp_path / "field_keys").touch()
    with pytest.raises(Misconfigured, match="密钥备份"):
        keys.read(tmp_path, "field_keys")


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file")
    with pytest.raises(Misconfigured, match="无法读取或创建"):
        keys.read(tmp_path / "keys", "secret_key")
