"""The alarm clock: tell a worker that something waits to be burned. What must happen is in the rows."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from gongkai.documents import burning

log = logging.getLogger(__name__)


def wake() -> None:
    """Enqueue one round of work. When that fails the rows still wait, and the periodic job finds them."""
    try:
        burn_waiting.enqueue()
    except Exception:
        # An alarm clock that is broken must not undo what was asked for.
        log.exception("could not wake a worker", extra={"job": "documents.burn"})


@task()
def burn_waiting() -> int:
    """What the alarm clock rings for. An edge: it asks what time it is. In turns: other work gets its own."""
    now = timezone.now()
    settled = burning.work(now, limit=burning.AT_A_TIME)
    if burning.waits(now):
        wake()
    return settled
