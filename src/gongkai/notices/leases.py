"""Sending as rows with a lease: claim one, settle it, or lose it. Whoever comes next takes over.

A claim is one conditional UPDATE, so that two senders never hold the same row. A sender that falls silent loses
its row to ``UNKNOWN``: nobody can say whether the message left. A mail is then sent a second time, once, under
the same Message-ID; a text message would be two, so a person decides.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from gongkai.audit.actions import record
from gongkai.notices.models import Notice
from gongkai.notices.states import after

# A mail server has 20 seconds for each answer (EMAIL_TIMEOUT), of which a mail takes a handful.
LEASE = timedelta(minutes=3)
# How long a lost mail rests before it is sent again, and how often one may be lost before a person decides.
AGAIN = timedelta(minutes=10)
MAY_BE_LOST = 2
_State = Notice.State


def free(at: datetime) -> Q:
    """Rows that anybody may take now."""
    lost = Q(state=_State.UNKNOWN, means=Notice.Means.MAIL, lost__lt=MAY_BE_LOST)
    return (Q(state=_State.WAITING) | lost) & Q(not_before__lte=at)


def claim(at: datetime) -> Notice | None:
    """The oldest free row, ours until the lease ends; None when nothing waits."""
    while True:
        found = Notice.objects.filter(free(at)).order_by("not_before", "pk").only("pk", "state").first()
        if found is None:
            return None
        sender = uuid.uuid4().hex
        taken = Notice.objects.filter(free(at), pk=found.pk).update(
            state=after(found.state, "claim"),
            claimed_by=sender,
            claimed_until=at + LEASE,
            attempts=F("attempts") + 1,
        )
        if taken:
            return Notice.objects.select_related("agency").get(pk=found.pk)


def held(notice: Notice) -> Notice | None:
    """The row locked, if no other sender has taken it since: who was given up for dead may still say how it went.
    Call within a transaction."""
    mine = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return mine.filter(
        pk=notice.pk, claimed_by=notice.claimed_by, state__in=[_State.SENDING, _State.UNKNOWN]
    ).first()


def give_up(at: datetime) -> int:
    """Rows whose sender fell silent: their fate is unknown, and the chain says so. How many."""
    silent = Notice.objects.filter(state=_State.SENDING, claimed_until__lte=at).values_list("pk", flat=True)
    return sum(_lose(pk, at) for pk in list(silent))


@transaction.atomic
def _lose(pk: int, at: datetime) -> bool:
    silent = Notice.objects.filter(pk=pk, state=_State.SENDING, claimed_until__lte=at)
    notice = silent.select_for_update(no_key=True, of=("self",)).select_related("agency").first()
    if notice is None:
        return False
    lose(notice, "发送程序中途停止", at)
    return True


def lose(notice: Notice, why: str, at: datetime) -> None:
    """The row is held by the caller's transaction."""
    notice.state = after(notice.state, "lose")
    notice.lost += 1
    notice.error = f"{why}，不能确定是否已经送出"
    # ``claimed_by`` stays: whoever was given up may yet come back and tell.
    notice.claimed_until, notice.not_before = None, at + AGAIN
    notice.save(update_fields=["state", "lost", "error", "claimed_until", "not_before"])
    data = {"lost": notice.lost, "attempts": notice.attempts}
    record("notices.lose", actor="worker", agency=notice.agency, object=notice, data=data, at=at)
