"""A body's part of the portal as a folder of plain pages and JSON, to stand inside another site.

folder      writes only what changed, takes away what is gone, and can begin again where it was cut off
ledger      what it holds, in a file beside its pages
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

from .folder import Outcome, Told, renew
from .keeping import state_now
from .planning import plan


def export(
    agency: Agency, where: Path, *, below: bool = False, on: date, told: Told = lambda what, path: None
) -> Outcome:
    """Refused for a folder that holds something else. ``below``: with everything under this agency; ``told`` hears
    of every file that is written or removed."""
    # Asked before anything is read: what changes meanwhile is made by the next run.
    stamp = state_now(on, below=below)
    return renew(where, agency, lambda held: plan(agency, held, below=below, on=on), stamp=stamp, told=told)


__all__ = ["Outcome", "export"]
