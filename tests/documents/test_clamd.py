"""What clamd says counts only if it says found, or not found."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from gongkai.documents.clamd import NoAnswer, found

from .fake_clamd import EICAR, clamd


def test_nothing_found() -> None:
    with clamd() as where:
        assert found(where, b"harmless" * 50_000, seconds=5) == ""


def test_something_found() -> None:
    with clamd() as where:
        assert found(where, b"x" * 100_000 + EICAR, seconds=5) == "Eicar-Test-Signature"


def test_over_a_unix_socket(tmp_path: Path) -> None:
    with clamd(unix=tmp_path / "s") as where:
        assert found(where, EICAR, seconds=5) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer",
    [b"", b"\0", b"stream: ", b"stream: OK and more\0", b"FOUND\0", b"OK\0",
     b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe\0", b"a" * 10_000, b"stream: Broken ERROR\0"],
)  # fmt: skip
def test_anything_else_is_no_answer(answer: bytes) -> None:
    with clamd(lambda _: answer) as where, pytest.raises(NoAnswer):
        found(where, b"data", seconds=5)


def test_silence_is_no_answer_and_does_not_last() -> None:
    began = time.monotonic()
    with clamd(lambda _: None) as where, pytest.raises(NoAnswer):
        found(where, b"data", seconds=0.3)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("where", ["127.0.0.1:1", "unix:/nowhere/at/all", "nonsense", "host:port", ""])
def test_nobody_there(where: str) -> None:
    with pytest.raises(NoAnswer):
        found(where, b"data", seconds=2)
