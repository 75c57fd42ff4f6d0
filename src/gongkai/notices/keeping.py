"""What was sent long ago loses its words and its address; the row stays, so that no occasion is told twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from gongkai.jobs.registry import Periodic, register
from gongkai.jobs.tidying import kept
from gongkai.notices.models import Notice

# What waits, what failed and what nobody knows of is a person's to settle first.
_OVER = (Notice.State.SENT, Notice.State.SETTLED)


def forget(at: datetime) -> int:
    """Those older than logs are kept (``GONGKAI_LOG_MONTHS``, never under six months); how many."""
    old = Notice.objects.filter(state__in=_OVER, created_at__lt=at - kept())
    return old.exclude(Q(body="") & Q(address="")).update(body="", address="")


register(Periodic("notices.keeping", "清空早已发出的通知内容", timedelta(days=1), forget))
