"""Sending what waits in the outbox, each row at least once, and saying plainly what could not be sent.

send_due(at) -> Outcome     the periodic job: what is due, oldest first, as far as one turn goes

Nothing here runs inside a transaction but the two short ones around a message: claiming it, and writing down how
it went. A text message that would ring in the quiet hours of its agency waits for their end.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.errors import Misconfigured
from gongkai.jobs.registry import Periodic, register
from gongkai.notices import leases, mailing, quiet, texting
from gongkai.notices.fates import FateUnknown, NotSent, Rejected
from gongkai.notices.models import Notice
from gongkai.notices.states import after

log = logging.getLogger(__name__)

SEND_EVERY = timedelta(minutes=1)
# One turn ends well before the next begins; what is left waits for it.
_TURN_SECONDS = 45.0
BACK_OFF = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440))
MAX_ATTEMPTS = len(BACK_OFF) + 1
_SETTLED = ("state", "error", "claimed_by", "claimed_until", "sent_at", "not_before", "attempts", "body")


@dataclass(frozen=True)
class Outcome:
    """How many rows were settled how in one turn."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    unknown: int = 0


def send_due(at: datetime) -> Outcome:
    """``at`` is when it begins; the time that passes meanwhile is added."""
    began, ends = time.monotonic(), []
    lost = leases.give_up(at)
    while time.monotonic() - began < _TURN_SECONDS:
        now = at + timedelta(seconds=time.monotonic() - began)
        notice = leases.claim(now)
        if notice is None:
            break
        ends.append(_send(notice, now))
    count = ends.count
    return Outcome(count("send"), count("fail"), count("postpone"), count("lose") + lost)


def _send(notice: Notice, at: datetime) -> str:
    """What was done with it, as a verb of ``states``."""
    is_text = notice.means == Notice.Means.TEXT
    if is_text and (free := quiet.free_from(notice.agency, at)) > at:
        return _settle(notice, "postpone", "", at, until=free)
    try:
        (texting if is_text else mailing).send(notice)
    except NotSent as problem:
        verb = "postpone" if notice.attempts < MAX_ATTEMPTS else "fail"
        return _settle(notice, verb, str(problem), at)
    except (Rejected, Misconfigured) as problem:
        return _settle(notice, "fail", str(problem), at)
    except FateUnknown as problem:
        return _settle(notice, "lose", str(problem), at)
    return _settle(notice, "send", "", at)


@transaction.atomic
def _settle(notice: Notice, verb: str, why: str, at: datetime, *, until: datetime | None = None) -> str:
    """``until``: nothing was tried, it only waits."""
    mine = leases.held(notice)
    if mine is None:
        return ""
    if verb != "send" and until is None:
        log.warning("a notice was not sent", extra={"object": mine.key, "verb": verb})
    if verb == "lose":
        # Given up for dead already: no better known now.
        if mine.state != Notice.State.UNKNOWN:
            leases.lose(mine, why, at)
        return verb
    # Given up for dead and back again: from here on we know.
    mine.state = after(Notice.State.SENDING, verb)
    mine.error, mine.claimed_by, mine.claimed_until = why, "", None
    if verb == "send":
        mine.sent_at = at
        mine.body = "" if mine.secret else mine.body
    if verb == "postpone":
        mine.not_before = until or at + BACK_OFF[min(mine.attempts, len(BACK_OFF)) - 1]
        mine.attempts -= 1 if until else 0
    mine.save(update_fields=_SETTLED)
    if verb == "fail":
        data = {"attempts": mine.attempts}
        record("notices.fail", actor="worker", agency=mine.agency, object=mine, data=data, at=at)
    return verb


register(Periodic("notices.send", "发送通知", SEND_EVERY, send_due))
