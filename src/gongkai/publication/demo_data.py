"""What the demonstration shows of proactive disclosure: ``data/demo.toml``, all of it invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Old:
    """One row of an agency's old list. ``made`` and ``ended``: so many days before today; it was public four days
    after it was made."""

    agency: int
    made: int
    title: str
    category: str
    genre: str = "其他"
    word: str = ""
    serial: int = 0
    validity: str = ""
    ended: int | None = None
    ways: str = "政府网站"
    body: str = ""


@dataclass(frozen=True)
class New:
    """One item that is drafted here. ``until``: how far it has come (``demo``)."""

    key: str
    agency: int
    made: int
    title: str
    category: str
    until: str
    genre: str = "other"
    word: str = ""
    serial: int = 0
    subject: str = "综合政务"
    keywords: list[str] = field(default_factory=list)
    body: str = ""
    topic: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("gongkai.publication").joinpath("data/demo.toml").read_text("utf-8"))


def topics() -> list[str]:
    """The key topics of every year."""
    return list(_data()["topics"])


def old() -> list[Old]:
    return [Old(**row) for row in _data()["old"]]


def new() -> list[New]:
    return [New(**row) for row in _data()["new"]]
