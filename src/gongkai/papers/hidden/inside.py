"""How a module that finds a file inside a file has it looked at."""

from __future__ import annotations

from collections.abc import Callable

from .findings import Report

Inside = Callable[[bytes, str], Report]
"""Bytes and name of the inner file to the report on it, one level deeper."""
