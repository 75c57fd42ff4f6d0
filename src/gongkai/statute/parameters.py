"""Dated values of the law: each version with the day it holds from, its reference and when that was checked.

An old version is never edited; a change of law adds one. Where the law is silent the reading is a parameter, too,
with its possible choices in words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from gongkai.statute.tables import table

Value = int | str


@dataclass(frozen=True, slots=True)
class Version:
    """What holds from ``since`` on. ``unverified``: no official text was read, a person must check."""

    since: date
    value: Value
    reference: str
    checked_on: date
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the law over time, oldest version first; ``choices`` only where it is a reading."""

    code: str
    title: str
    unit: str
    versions: tuple[Version, ...]
    choices: Mapping[str, str] = field(default_factory=dict)

    def at(self, day: date) -> Version | None:
        """The version that holds that day, None before the first."""
        held = [one for one in self.versions if one.since <= day]
        return held[-1] if held else None


def read(text: str) -> dict[str, Parameter]:
    """Parameters by code, from TOML as in ``data/parameters.toml``. KeyError where something is lacking."""
    return of(tomllib.loads(text))


def of(read_table: Mapping[str, Any]) -> dict[str, Parameter]:
    """The same from a table that was read already."""
    return {raw["code"]: _parameter(raw) for raw in read_table["parameter"]}


def _parameter(raw: Mapping[str, Any]) -> Parameter:
    versions = (
        Version(v["since"], v["value"], v["reference"], v["checked_on"], v.get("unverified", False))
        for v in raw["version"]
    )
    ordered = tuple(sorted(versions, key=lambda one: one.since))
    return Parameter(raw["code"], raw["title"], raw.get("unit", ""), ordered, raw.get("choices", {}))


@cache
def parameters() -> dict[str, Parameter]:
    """All of ``data/parameters.toml``, by code."""
    return of(table("parameters"))


def at(code: str, day: date) -> Version | None:
    """What held that day, None before its first version. KeyError for a code that does not exist."""
    return parameters()[code].at(day)


def number(code: str, day: date) -> int:
    """The number that held that day. LookupError before its first version, TypeError for one that is no number."""
    version = at(code, day)
    if version is None:
        raise LookupError(f"{code} has no value on {day}")
    if not isinstance(version.value, int):
        raise TypeError(f"{code} is no number")
    return version.value
