"""Runs the periodic jobs that are due, each at most once at a time over all processes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gongkai.jobs.models import Job
from gongkai.jobs.registry import Periodic, known

log = logging.getLogger("gongkai.jobs")


@dataclass(frozen=True)
class Ran:
    """A job that was due. ``failure`` is the kind of error, "" when it went well."""

    name: str
    failure: str


def tick(*, at: datetime, jobs: Sequence[Periodic] | None = None) -> list[Ran]:
    """Run what is due at ``at``; a job that fails is noted and does not keep the others from running."""
    due = [job for job in (known() if jobs is None else jobs) if _claim(job, at)]
    return [_run(job, at) for job in due]


def _claim(periodic: Periodic, at: datetime) -> bool:
    """Due, and nobody else has it: one conditional UPDATE decides."""
    with transaction.atomic():
        Job.objects.get_or_create(name=periodic.name)
        due = Q(finished_at=None) | Q(finished_at__lte=at - periodic.every)
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        mine = Job.objects.filter(due, free, name=periodic.name)
        return mine.update(claimed_until=at + periodic.lease) == 1


def _run(periodic: Periodic, at: datetime) -> Ran:
    job = Job.objects.filter(name=periodic.name)
    try:
        periodic.run(at)
    # Whatever it was: it is noted, shown on the desk, and tried again at the next tick.
    except Exception as error:
        failure = type(error).__name__
        log.exception("a periodic job failed", extra={"job": periodic.name})
        job.update(claimed_until=None, failed_at=at, failure=failure)
        return Ran(periodic.name, failure)
    job.update(claimed_until=None, finished_at=at, failure="")
    return Ran(periodic.name, "")
