"""Bytes on disk: named by their hash, written once, never trusted unseen."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gongkai.documents import files
from gongkai.errors import TooLarge, Unreadable

DATA = "年度报告".encode()
SHA = hashlib.sha256(DATA).hexdigest()


def test_what_was_put_is_what_is_got(folder: Path) -> None:
    assert files.put(DATA) == SHA
    assert files.get(SHA) == DATA
    assert (folder / SHA[:2] / SHA[2:4] / SHA).read_bytes() == DATA


def test_the_same_bytes_lie_there_once(folder: Path) -> None:
    files.put(DATA)
    files.put(DATA)
    assert [p.name for p in folder.rglob("*") if p.is_file()] == [SHA]


def test_a_file_is_read_only_for_us_and_closed_to_others(folder: Path) -> None:
    files.put(DATA)
    assert (folder / files.path_of(SHA)).stat().st_mode & 0o777 == 0o440


def test_half_a_file_that_a_crash_left_is_written_anew(folder: Path) -> None:
    where = folder / files.path_of(SHA)
    where.parent.mkdir(parents=True)
    where.write_bytes(DATA[:3])
    assert files.put(DATA) == SHA
    assert files.get(SHA) == DATA
    assert [p.name for p in folder.rglob("*") if p.is_file()] == [SHA]


def test_a_file_that_is_gone_says_where_to_get_it_back() -> None:
    with pytest.raises(Unreadable, match="备份"):
        files.get(SHA)


def test_a_file_that_was_changed_is_not_handed_out(folder: Path) -> None:
    files.put(DATA)
    where = folder / files.path_of(SHA)
    where.chmod(0o640)
    where.write_bytes(b"other")
    with pytest.raises(Unreadable, match="改动"):
        files.get(SHA)


def test_fifty_megabytes_and_no_more(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(files, "MAX_SIZE", 4)
    files.put(b"1234")
    with pytest.raises(TooLarge):
        files.put(b"12345")
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1
