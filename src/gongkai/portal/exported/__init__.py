"""A body's part of the portal as a folder of plain pages and JSON, to stand inside another site.

folder      writes only what changed, takes away what is gone, and can begin again where it was cut off
planning    which pages there are, and what each depends on
pages       how each is written
checking    proves a folder: tags there once and equal to what is shown, links alive
keeping     the periodic job: folders that are made anew without anybody's doing

``export(agency, folder, …)`` makes or renews it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gongkai.agencies.models import Agency

from .folder import Outcome, renew
from .keeping import state_now
from .planning import plan


def export(agency: Agency, where: Path, *, below: bool = False, on: date) -> Outcome:
    """Refused for a folder that holds something else. ``below``: with everything under this agency."""
    # Asked before anything is read: what changes meanwhile is made by the next run.
    stamp = state_now(on, below=below)
    return renew(where, agency, lambda slots: plan(agency, slots, below=below, on=on), stamp=stamp)


__all__ = ["Outcome", "export"]
