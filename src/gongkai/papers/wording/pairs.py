"""Pairs of what is written wrong and what is right, with the reason and where it is laid down."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Force(StrEnum):
    """WRONG: not Chinese, or not the name. FORBIDDEN: a word that official texts may not use. DOUBTFUL: mostly
    wrong, sometimes meant so."""

    WRONG = "wrong"
    FORBIDDEN = "forbidden"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Pair:
    """``wrong`` is found as it stands, except inside one of the longer words of ``unless``, in which it is right.
    ``before`` and ``after`` are patterns for what must stand directly beside it, ``not_before`` and ``not_after``
    for what must not; "" asks nothing. ``pattern``: ``wrong`` is one itself, and ``right`` may take its groups.
    ``right`` is "" where nothing is proposed. ``since``: it is wrong only in what was made on that day or later.
    """

    wrong: str
    right: str
    why: str
    source: str
    group: str = ""
    force: Force = Force.WRONG
    before: str = ""
    after: str = ""
    not_before: str = ""
    not_after: str = ""
    pattern: bool = False
    unless: tuple[str, ...] = ()
    since: date | None = None

    def is_right(self, text: str, at: int, word: str) -> bool:
        """Whether the word that stands there is part of a longer one in which it is right."""
        return any(
            text.startswith(longer, at - offset)
            for longer in self.unless
            for offset in _places(word, longer)
            if at >= offset
        )

    def holds_on(self, made_on: date | None) -> bool:
        """Whether it is wrong in a text of that day; in one without a day it is."""
        return self.since is None or made_on is None or made_on >= self.since

    @property
    def condition(self) -> re.Pattern[str] | None:
        """What has to hold where ``wrong`` was found, matched from there; None asks nothing."""
        parts = _beside(self)
        if not parts:
            return None
        head, tail = parts
        return re.compile(f"{head}{re.escape(self.wrong)}{tail}")


@cache
def _places(word: str, longer: str) -> tuple[int, ...]:
    return tuple(found.start() for found in re.finditer(f"(?={re.escape(word)})", longer))


def _beside(pair: Pair) -> tuple[str, str] | None:
    """Patterns before and after; a look back needs alternatives of one length each, so each stands for itself."""
    if not (pair.before or pair.after or pair.not_before or pair.not_after):
        return None
    head = f"(?:{'|'.join(f'(?<={one})' for one in pair.before.split('|'))})" if pair.before else ""
    head += "".join(f"(?<!{one})" for one in pair.not_before.split("|")) if pair.not_before else ""
    tail = f"(?={pair.after})" if pair.after else ""
    tail += f"(?!{pair.not_after})" if pair.not_after else ""
    return head, tail


@cache
def shipped_pairs() -> tuple[Pair, ...]:
    """All pairs of the program, in the order of its files."""
    return tuple(pair for name, raw in sorted(_raw().items()) for pair in _pairs(name, raw))


@cache
def edition() -> str:
    """Changes with every change of the pairs."""
    digest = hashlib.sha256()
    for name, text in sorted(_texts().items()):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()[:12]


def _texts() -> dict[str, str]:
    folder = files("gongkai.papers").joinpath("data/wording")
    return {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".toml")}


def _raw() -> dict[str, Any]:
    return {name.removesuffix(".toml"): tomllib.loads(text) for name, text in _texts().items()}


def _pairs(name: str, raw: Mapping[str, Any]) -> Iterator[Pair]:
    for group in raw["group"]:
        shared = {key: group[key] for key in ("source", "why", "force") if key in group}
        for one in group["pairs"]:
            told = {**shared, **one}
            force = Force(told.pop("force", "wrong"))
            unless = tuple(told.pop("unless", ()))
            yield Pair(group=name, force=force, unless=unless, **told)
