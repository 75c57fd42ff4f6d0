"""A notice to an applicant that came back: the case says so, and whoever handles it is told to use another way.

came_back(raw, *, at) -> bool     is this message the return of a mail of ours? Then it is nobody's paper
"""

from __future__ import annotations

import logging
from datetime import datetime

from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import day
from gongkai.cases import events, mail_bounce
from gongkai.cases.models import Case
from gongkai.cases.reminders import Roster
from gongkai.notices import alarms, bouncing
from gongkai.notices.models import Notice

log = logging.getLogger("gongkai.cases")
BOUNCED = "notice-bounced"
_SUBJECT = "依申请公开：一封给申请人的通知被退回"


def came_back(raw: bytes, *, at: datetime) -> bool:
    """In the caller's transaction. A report of a delay is ours as well and changes nothing."""
    try:
        found = mail_bounce.read(raw)
    # Whatever the parser stumbles over is no report; it comes in as any other message.
    except Exception as error:  # noqa: BLE001
        log.warning("a message could not be parsed", extra={"error": type(error).__name__})
        return False
    if found is None:
        return False
    ours = bouncing.sent_as(found.ids)
    for notice in ours:
        if found.failed and bouncing.is_news(notice):
            _tell(notice, found.code, at)
            bouncing.bounce(notice, code=found.code, at=at)
    return bool(ours)


def _tell(notice: Notice, code: str, at: datetime) -> None:
    """A notice to one of our own stands in the list of those that failed; nobody is told by mail of a mail."""
    if notice.recipient:
        return
    occasion = f"bounce:{notice.key}"
    said = f"退回代码{code}。" if code else ""
    case = _case(notice)
    if case is None:
        body = f"给申请人的回执邮件被退回。{said}请用其他方式告知编号，并核对联系方式。"
        alarms.tell(notice.agency, alarms.CLERKS, occasion=occasion, subject=_SUBJECT, body=body,
                    about=notice.about, at=at)  # fmt: skip
        return
    events.add(case, BOUNCED, day(at), data={"notice": notice.pk, "code": code}, by=OPERATOR, at=at)
    body = f"{case.number}给申请人的邮件通知被退回。{said}请用其他方式告知，并核对申请人的联系方式。"
    for who in Roster(day(at)).handling(case):
        alarms.put(who, case.agency, occasion=occasion, subject=_SUBJECT, body=body, about=case.key, at=at)


def _case(notice: Notice) -> Case | None:
    kind, _, key = notice.about.partition(":")
    if kind != "case" or not key.isdigit():
        return None
    return Case.objects.select_related("agency", "handler", "unit").filter(pk=int(key)).first()
