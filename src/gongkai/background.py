"""The background process: queued tasks as they come, periodic jobs every minute. ``python -m gongkai.background``

The queue is only the alarm clock: what must happen is a row with a lease, found again by a periodic job.
"""

from __future__ import annotations

import os
import secrets
import signal
import time

from gongkai.server import prepare

_TICK_SECONDS = 60
_SLEEP_SECONDS = 0.5
# After so many tasks the periodic jobs get their turn, however long the queue is.
_TASKS_AT_A_TIME = 20


def main() -> int:
    prepare()
    stop = _Stop()
    # Whoever started us was killed: end as well, or nobody ever would end us.
    parent = os.getppid()
    next_tick = time.monotonic()
    while not stop.asked and os.getppid() == parent:
        if time.monotonic() >= next_tick:
            _tick()
            next_tick = time.monotonic() + _TICK_SECONDS
        _work()
        time.sleep(_SLEEP_SECONDS)
    return 0


class _Stop:
    """A signal asks; the task at hand is finished first."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True


def _tick() -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from gongkai.server import tick

    close_old_connections()
    tick(timezone.now())


def _work() -> None:
    """What waits in the queue now."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=_TASKS_AT_A_TIME,
        worker_id=secrets.token_hex(16),
        excluded_queue_names=[],
    ).run()


if __name__ == "__main__":
    raise SystemExit(main())
