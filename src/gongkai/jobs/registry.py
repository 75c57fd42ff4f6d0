"""The periodic jobs that exist. A capability names its own in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Periodic:
    """``run`` is given the time; it does all that is due by then, so one late run catches up on the missed."""

    name: str
    title: str
    every: timedelta
    run: Callable[[datetime], object]
    # How long one run may take before another process takes over.
    lease: timedelta = timedelta(minutes=15)


_known: dict[str, Periodic] = {}


def register(periodic: Periodic) -> None:
    """The same name again replaces the job (Django may load an application twice in tests)."""
    _known[periodic.name] = periodic


def known() -> tuple[Periodic, ...]:
    return tuple(_known.values())
