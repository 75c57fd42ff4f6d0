"""The alarm clock: tell a worker that files wait. What must happen is in the rows, never in the task."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


def wake() -> None:
    """Enqueue one reading. When that fails the files still wait, and ``tick`` finds them."""
    from gongkai.reports.tasks import read_waiting

    try:
        read_waiting.enqueue()
    except Exception:
        # An alarm clock that is broken must not undo a taking-in.
        log.exception("could not wake a worker", extra={"job": "reports.read"})
