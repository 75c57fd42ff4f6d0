"""What a person does with notices: read those on the desk, and decide about those that could not be sent.

read(user, notice, *, at)                mine, once
read_all(user, *, at)                    all of mine that are there
resend(user, notice, *, at)              failed or unknown: once more from the beginning, the same Message-ID
settle(user, notice, *, reason, at)      failed, unknown or come back: told in another way, and how
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import NotAllowed, Refused
from gongkai.notices.models import Notice
from gongkai.notices.queries import mine
from gongkai.notices.states import after


@transaction.atomic
def read(user: Who, notice: Notice, *, at: datetime) -> Notice:
    """NotAllowed for another's. Looking is nothing done: the chain is not told."""
    found = Notice.objects.select_for_update(no_key=True, of=("self",)).get(pk=notice.pk)
    me = person(user)
    if me is None or found.recipient != me.key or found.means != Notice.Means.DESK:
        raise NotAllowed("这条提醒不是给您的。")
    if found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
    return found


def read_all(user: Who, *, at: datetime) -> int:
    """How many were unread."""
    return mine(user, at=at).filter(read_at=None).update(read_at=at)


@transaction.atomic
def resend(user: Who, notice: Notice, *, at: datetime) -> Notice:
    """WrongState for one that is on its way or has been sent."""
    found = _held(user, notice, at)
    found.state = after(found.state, "resend")
    found.attempts, found.not_before = 0, at
    found.lost, found.claimed_by = 0, ""
    found.save(update_fields=["state", "attempts", "not_before", "lost", "claimed_by"])
    record("notices.resend", actor=actor(user), agency=found.agency, object=found, at=at)
    return found


@transaction.atomic
def settle(user: Who, notice: Notice, *, reason: str, at: datetime) -> Notice:
    """Refused without a word on how it was settled; it stays in the row, since it may name somebody."""
    found = _held(user, notice, at)
    if not reason.strip():
        raise Refused("请写明怎样另行通知的（例如：已电话告知）。")
    found.state = after(found.state, "settle")
    found.error, found.claimed_by = reason.strip()[:200], ""
    found.body = "" if found.secret else found.body
    found.save(update_fields=["state", "error", "claimed_by", "body"])
    record("notices.settle", actor=actor(user), agency=found.agency, object=found, at=at)
    return found


def _held(user: Who, notice: Notice, at: datetime) -> Notice:
    found = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=notice.pk)
    ensure(user, "notices.settle", found.agency, on=day(at))
    return found
