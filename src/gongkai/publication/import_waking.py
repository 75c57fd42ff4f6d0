"""Rings for a worker when a list waits to be tried or taken in; the record is its row."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from gongkai.publication import import_runs

log = logging.getLogger(__name__)


def wake() -> None:
    """When that fails the list still waits, and the periodic job finds it."""
    try:
        import_waiting.enqueue()
    except Exception:
        # An alarm clock that is broken must not undo a taking-in.
        log.exception("could not wake a worker", extra={"job": "publication.import"})


@task()
def import_waiting() -> int:
    """An edge: it asks what time it is."""
    return import_runs.work(timezone.now())
