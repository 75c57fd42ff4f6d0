"""The tables of examples in ``rules/`` that a lawyer can read and extend."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

RULES = Path(__file__).parent / "rules"
Example = Mapping[str, Any]


def each(name: str, table: str = "example") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with each example of a table, named by its rule."""
    found: list[Example] = tomllib.loads((RULES / f"{name}.toml").read_text("utf-8"))[table]
    mark: Callable[[Callable[..., None]], Callable[..., None]] = pytest.mark.parametrize(
        "example", found, ids=[f"rule {e['rule']}" for e in found]
    )
    return mark
