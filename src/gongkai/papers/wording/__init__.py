"""Wrong characters and forbidden words in official Chinese, from pairs that name where they are laid down."""

from __future__ import annotations

from .engine import Engine, Hit, shipped
from .pairs import Force, Pair, edition, shipped_pairs

__all__ = ["Engine", "Force", "Hit", "Pair", "edition", "shipped", "shipped_pairs"]
