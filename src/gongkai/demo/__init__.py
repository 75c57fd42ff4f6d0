"""The demonstration: made, shown and taken away as a whole. Only while GONGKAI_DEMO is on."""

from __future__ import annotations

from gongkai.demo.making import code, create, password
from gongkai.demo.removing import remove

__all__ = ["code", "create", "password", "remove"]
