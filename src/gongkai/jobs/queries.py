"""Which periodic jobs are late or failing; the desk and the doctor show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.jobs.models import Job
from gongkai.jobs.registry import known

# A tick comes every minute where all is well.
_GRACE = timedelta(minutes=10)


@dataclass(frozen=True)
class State:
    name: str
    title: str
    finished_at: datetime | None
    late: bool
    failure: str


def states(*, at: datetime) -> list[State]:
    """Every known job; late means: not finished within its period and a little grace."""
    rows = {job.name: job for job in Job.objects.all()}
    found = []
    for periodic in known():
        row = rows.get(periodic.name)
        finished = row.finished_at if row else None
        late = finished is None or finished < at - periodic.every - _GRACE
        found.append(State(periodic.name, periodic.title, finished, late, row.failure if row else ""))
    return found


def late(*, at: datetime) -> list[State]:
    return [state for state in states(at=at) if state.late or state.failure]
