"""The tables of the law as they are shipped (``data/*.toml``): read once, never changed by whoever reads them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """``data/{name}.toml``. FileNotFoundError for one that is not shipped."""
    return tomllib.loads(files("gongkai.statute").joinpath(f"data/{name}.toml").read_text("utf-8"))
