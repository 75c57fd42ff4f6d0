"""Too many or too frequent (Art. 35): ask for reasons; unreasonable ones are not handled, reasonable ones may get
a longer period, which is told to the applicant."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import due, events, filing, papers
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseEvent, CaseFile
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind

NOTICE, DELAY = "reasons-notice", "delay-notice"


@transaction.atomic
def ask(user: Who, case: Case, *, excess: str, until: date, revision: int | None = None, at: datetime) -> Letter:
    """Draft the request for reasons: how the number or frequency exceeds what is reasonable, and until when."""
    held = hold(user, case, "cases.work", "ask-reasons", revision=revision, at=at)
    _once(held)
    if until <= day(at):
        raise Refused("说明理由的期限应当在今天以后。")
    values = {
        "excess": words(excess, "请写明申请的数量、频次如何明显超过合理范围（《条例》第三十五条）。"),
        "reasons_until": until.isoformat(),
    }
    return papers.written(user, held, kind=NOTICE, values=values, until=until, at=at)


def law(case: Case, letter: Letter, on: date) -> None:
    """Refused for a second request, or after the period."""
    _once(case)
    _in_period(case, on)


@transaction.atomic
def receive(
    user: Who, case: Case, *, on: date, paper: Paper | None = None, revision: int | None = None, at: datetime
) -> CaseEvent:
    """The reasons came."""
    held = hold(user, case, "cases.work", "receive-reasons", revision=revision, at=at)
    asked = events.of(held, EventKind.REASONS_ASKED)
    if asked is None or on < asked.on:
        raise Refused("收到理由的日期早于要求说明理由的日期，请核对。")
    if paper is not None:
        filing.put(user, held, paper, what=CaseFile.What.SUPPLEMENT, at=at)
    event = events.add(held, EventKind.REASONS_RECEIVED, on, by=user, at=at)
    finish(user, held, "receive-reasons", "receive_reasons", data={"on": on.isoformat()}, at=at)
    return event


def answered_or_expired(case: Case, *, on: date) -> bool:
    """Reasons were asked for, and they came or the day set for them is over."""
    asked = events.of(case, EventKind.REASONS_ASKED)
    if asked is None:
        return False
    came = events.of(case, EventKind.REASONS_RECEIVED) is not None
    return came or (asked.until is not None and on > asked.until)


@transaction.atomic
def delay(
    user: Who, case: Case, *, reasons: str, until: date, revision: int | None = None, at: datetime
) -> Letter:
    """Reasonable, but not to be answered in the period: draft the notice of the longer one."""
    held = hold(user, case, "cases.work", "delay", revision=revision, at=at)
    _may_delay(held, day(at))
    last = due.last_day(held, on=day(at))
    if last is not None and until <= last:
        raise Refused(f"延迟答复的期限应当晚于现在的答复期限（{last}）。")
    values = {
        "delay_reasons": words(reasons, "请写明申请理由合理但无法按期答复的情况（《条例》第三十五条）。"),
        "delayed_until": until.isoformat(),
    }
    return papers.written(user, held, kind=DELAY, values=values, until=until, at=at)


def law_of_delay(case: Case, letter: Letter, on: date) -> None:
    """Refused before reasons came, a second time, or after the period."""
    _may_delay(case, on)


def _may_delay(case: Case, on: date) -> None:
    if events.of(case, EventKind.REASONS_RECEIVED) is None:
        raise WrongState("申请人说明理由以后，才能确定延迟答复的期限（《条例》第三十五条）。")
    if events.of(case, EventKind.DELAYED_TO) is not None:
        raise Refused("已经告知过延迟答复的期限（《条例》第三十五条）。")
    _in_period(case, on)


def _once(case: Case) -> None:
    if events.of(case, EventKind.REASONS_ASKED) is not None:
        raise Refused("已经要求申请人说明过理由（《条例》第三十五条）。")


def _in_period(case: Case, on: date) -> None:
    last = due.last_day(case, on=on)
    if last is not None and on > last:
        raise Refused(f"答复期限{last}已经届满，应当作出答复。")
