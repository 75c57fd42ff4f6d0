from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from gongkai import environment
from gongkai.errors import Misconfigured


def test_a_value_a_file_or_the_default(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n", encoding="utf-8")
    assert environment.text("X", "d", source={}) == "d"
    assert environment.text("X", "d", source={"X": "v"}) == "v"
    assert environment.text("X", "d", source={"X_FILE": str(file)}) == "from a file"


def test_both_at_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="X_FILE 只能设置一个"):
        environment.text("X", source={"X": "v", "X_FILE": str(tmp_path)})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="missing"):
        environment.text("X", source={"X_FILE": str(tmp_path / "missing")})


@pytest.mark.parametrize(("word", "on"), [("1", True), ("ON", True), ("yes", True), ("0", False), ("off", False)])
def test_switches(word: str, on: bool) -> None:
    assert environment.switch("X", source={"X": word}) is on


def test_a_switch_that_is_neither(tmp_path: Path) -> None:
    assert environment.switch("X", default=True, source={}) is True
    with pytest.raises(Misconfigured, match="maybe"):
        environment.switch("X", source={"X": "maybe"})


def test_lists_numbers_and_networks() -> None:
    assert environment.words("X", source={"X": " a, b ,,"}) == ["a", "b"]
    assert environment.number("X", 5, source={}) == 5
    assert environment.networks("X", source={"X": "10.0.0.5,192.168.3.4/16"}) == [
        ip_network("10.0.0.5/32"),
        ip_network("192.168.0.0/16"),
    ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: environment.number("X", 5, source={"X": "5.0"}),
        lambda: environment.networks("X", source={"X": "a"}),
    ],
)
def test_what_is_none_is_named(ask: object) -> None:
    with pytest.raises(Misconfigured, match="X"):
        ask()  # type: ignore[operator]
