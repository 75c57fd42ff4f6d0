"""Looks an installation over and says, in words, what to do."""

from __future__ import annotations

from gongkai.doctor.examinations import Result, run

__all__ = ["Result", "run"]
