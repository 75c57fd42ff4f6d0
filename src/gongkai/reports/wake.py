"""The alarm clock: tell a worker that files wait. What must happen is in the rows, never in the task."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from gongkai.reports import leases, tasks
from gongkai.reports.models import Intake

log = logging.getLogger(__name__)


def wake() -> None:
    """Enqueue one reading. When that fails the files still wait, and ``tick`` finds them."""
    try:
        read_waiting.enqueue()
    except Exception:
        # An alarm clock that is broken must not undo a taking-in.
        log.exception("could not wake a worker", extra={"job": "reports.read"})


@task()
def read_waiting() -> int:
    """What the alarm clock rings for. An edge: it asks what time it is. A long row is read in turns, so that
    other work gets its own."""
    now = timezone.now()
    settled = tasks.work(now, limit=tasks.AT_A_TIME)
    if Intake.objects.filter(leases.free(now)).exists():
        wake()
    return settled
