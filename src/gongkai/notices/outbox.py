"""Putting a message into the outbox, with the step that makes it necessary: one row, one transaction, both or
none.

put(agency, *, …) -> Notice     idempotent by ``once``: the second time gives back the row that is there
reword(about, change) -> int    the words of what was not sent yet

Nothing is sent here; ``sending`` does it once the transaction stands. Notices on the desk need no sending: they
are there when their row is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.notices import quiet, texting
from gongkai.notices.models import Notice

_SUBJECT = 120
# Everything that may still leave.
_WAITING = (Notice.State.WAITING, Notice.State.SENDING, Notice.State.FAILED, Notice.State.UNKNOWN)


@transaction.atomic
def put(
    agency: Agency,
    *,
    means: str,
    recipient: str = "",
    address: str = "",
    subject: str,
    body: str,
    about: str = "",
    once: str,
    secret: bool = False,
    at: datetime,
    not_before: datetime | None = None,
) -> Notice:
    """``recipient`` is a person's key, "" for somebody outside; ``address`` where it goes (none for the desk).
    ``subject`` travels in the open: never a name, never what was asked. ``once`` names the occasion and the
    recipient. ``secret``: a code or link stands in the body, which is emptied once it was sent. A text message
    waits for the end of the agency's quiet hours. Refused without an address (a text message: a mobile number),
    without a recipient on the desk, or for a subject of several lines."""
    _check(means, recipient, address, subject)
    if found := Notice.objects.filter(once=once).first():
        return found
    made = Notice(
        agency=agency,
        means=means,
        recipient=recipient,
        address=address,
        subject=subject,
        body=body,
        about=about,
        once=once,
        secret=secret,
        message_id=_message_id(),
        not_before=not_before or at,
        created_at=at,
    )
    if means == Notice.Means.DESK:
        made.state, made.sent_at = Notice.State.SENT, made.not_before
    if means == Notice.Means.TEXT:
        made.not_before = quiet.free_from(agency, made.not_before)
    return _kept(made)


@transaction.atomic
def reword(about: str, change: Callable[[str], str]) -> int:
    """``change`` is given the words of each notice that was not sent yet and is about something that begins so;
    how many are other now. What is just being handed to the mail server leaves as it was."""
    rows = Notice.objects.select_for_update(no_key=True, of=("self",)).filter(
        about__startswith=about, state__in=_WAITING
    )
    changed = [(row, words) for row in rows.order_by("pk") if row.body and (words := change(row.body)) != row.body]
    for row, words in changed:
        row.body = words
        row.save(update_fields=["body"])
    return len(changed)


def _kept(made: Notice) -> Notice:
    """Two at once: the database lets one in, and the other gets that one."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return Notice.objects.get(once=made.once)
    return made


def _check(means: str, recipient: str, address: str, subject: str) -> None:
    if means not in Notice.Means.values:
        raise Refused(f"没有“{means}”这种通知方式。")
    if means == Notice.Means.DESK and not recipient:
        raise Refused("工作台提醒要写明是给谁的。")
    if means != Notice.Means.DESK and not address.strip():
        raise Refused("没有可以发送的地址或号码，请改用其他方式通知。")
    if means == Notice.Means.TEXT and not texting.mobile(address):
        raise Refused("短信只能发到手机号码；请改用其他方式通知。")
    if not subject.strip() or len(subject) > _SUBJECT or "\n" in subject or "\r" in subject:
        raise Refused(f"通知的标题应为一行，不超过{_SUBJECT}字。")


def _message_id() -> str:
    """Made once and kept in the row, so that a mail sent twice is one mail to whoever reads it."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.GONGKAI_ADDRESS).hostname or 'localhost'}>"
