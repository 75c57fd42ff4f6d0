"""A mail that came back: its notice is marked, and stands among what a person has to decide about.

sent_as(ids) -> [Notice]           the mails that these Message-IDs name, held until the transaction ends
is_news(notice) -> bool            it was not known to have come back, or settled
bounce(notice, *, code, at)        mark it
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.notices.models import Notice
from gongkai.notices.states import MOVES, after


def sent_as(ids: Iterable[str]) -> list[Notice]:
    """Call within a transaction."""
    mails = Notice.objects.filter(means=Notice.Means.MAIL, message_id__in=list(ids))
    return list(mails.select_for_update(no_key=True, of=("self",)).select_related("agency").order_by("pk"))


def is_news(notice: Notice) -> bool:
    return (notice.state, "bounce") in MOVES


@transaction.atomic
def bounce(notice: Notice, *, code: str, at: datetime) -> Notice:
    """``code`` is the status of the mail system ("5.1.1"), "" where it gave none. WrongState for one that has not
    left. The audit entry is the last thing done here, so the caller does its own before."""
    found = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=notice.pk)
    found.state = after(found.state, "bounce")
    found.error = f"被收件人的邮件系统退回（{code}）" if code else "被收件人的邮件系统退回"
    found.claimed_by, found.claimed_until = "", None
    if found.secret:
        found.body = ""
    found.save(update_fields=["state", "error", "claimed_by", "claimed_until", "body"])
    record("notices.bounce", actor="worker", agency=found.agency, object=found, data={"code": code}, at=at)
    return found
