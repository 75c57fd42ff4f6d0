"""What the desk asks about notices. Nobody sees another's; who looks after an agency's outbox sees what could
not be sent, without its words and without the address.

mine(user, *, at) -> QuerySet[Notice]            the bell, newest first
unread(user, *, at) -> int
troubles(user, *, on) -> QuerySet[Notice]        failed, come back or of unknown fate, oldest first
about(user, key, *, on) -> QuerySet[Notice]      what was sent about one thing ("case:5"), oldest first
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from gongkai.agencies.permissions import Who, within
from gongkai.agencies.who import person
from gongkai.notices.models import Notice


def mine(user: Who, *, at: datetime) -> QuerySet[Notice]:
    """The notices on this person's desk."""
    me = person(user)
    if me is None:
        return Notice.objects.none()
    desk = Notice.objects.filter(recipient=me.key, means=Notice.Means.DESK, not_before__lte=at)
    return desk.order_by("-not_before", "-pk")


def unread(user: Who, *, at: datetime) -> int:
    return mine(user, at=at).filter(read_at=None).count()


def troubles(user: Who, *, on: date) -> QuerySet[Notice]:
    """What a person has to decide about."""
    lost = Notice.objects.filter(state__in=[Notice.State.FAILED, Notice.State.UNKNOWN, Notice.State.BOUNCED])
    return _outbox(user, lost, on)


def about(user: Who, key: str, *, on: date) -> QuerySet[Notice]:
    """The caller has asked whether this user may see the thing itself."""
    return _outbox(user, Notice.objects.filter(about=key), on)


def _outbox(user: Who, notices: QuerySet[Notice], on: date) -> QuerySet[Notice]:
    reach = within(user, "notices.view", on=on)
    return notices.filter(agency__in=reach).select_related("agency").defer("body", "address").order_by("pk")
