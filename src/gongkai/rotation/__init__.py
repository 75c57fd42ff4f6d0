"""Changing both keys: new ones first, everything written anew with them, the old ones dropped when nothing needs
them."""

from __future__ import annotations

from gongkai.rotation.running import Dropped, Rotated, drop_old, rotate

__all__ = ["Dropped", "Rotated", "drop_old", "rotate"]
