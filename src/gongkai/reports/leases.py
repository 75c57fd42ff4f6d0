"""The work of reading as rows with a lease: claim one, finish it, or let it go. Whoever comes next takes over.

A claim is one conditional UPDATE, so two workers never hold the same row; what a worker finishes after its
lease ran out and another took over is thrown away.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import F, Q

from gongkai.reports.models import Intake
from gongkai.reports.states import IntakeState, intake_after

# Reading is bound to 30 seconds; a worker that is silent for so long is dead.
LEASE = timedelta(minutes=3)
MAX_ATTEMPTS = 3


def free(at: datetime) -> Q:
    """Rows that anyone may take: waiting, or under a lease that ran out."""
    return Q(state=IntakeState.WAITING) | Q(state=IntakeState.READING, claimed_until__lte=at)


def claim(at: datetime, *, among: Q | None = None) -> Intake | None:
    """The oldest free row (``among`` narrows which), ours until the lease ends; None when nothing waits."""
    while True:
        waiting = Intake.objects.filter(free(at), attempts__lt=MAX_ATTEMPTS).filter(among or Q())
        found = waiting.order_by("pk").first()
        if found is None:
            return None
        worker = uuid.uuid4().hex
        taken = Intake.objects.filter(free(at), pk=found.pk, attempts__lt=MAX_ATTEMPTS).update(
            state=intake_after(found.state, "claim"),
            claimed_by=worker,
            claimed_until=at + LEASE,
            attempts=F("attempts") + 1,
        )
        if taken:
            return Intake.objects.select_related("file", "collector", "agency", "taken_in_by").get(pk=found.pk)


def held(intake: Intake) -> Intake | None:
    """The row locked, if it is still ours; call within a transaction."""
    now = Intake.objects.select_for_update(no_key=True).filter(
        pk=intake.pk, state=IntakeState.READING, claimed_by=intake.claimed_by
    )
    return now.first()


def worn_out(at: datetime) -> list[Intake]:
    """Rows whose every attempt ended with a dead worker."""
    return list(Intake.objects.filter(free(at), attempts__gte=MAX_ATTEMPTS).order_by("pk"))
