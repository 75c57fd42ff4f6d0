"""What is unclear is to be supplemented (Art. 30): told once, within 7 working days; then the case waits."""

from __future__ import annotations

from collections.abc import Mapping
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
from gongkai.statute import clock
from gongkai.statute.clock import EventKind
from gongkai.statute.periods import Dated

NOTICE = "supplement-notice"


@transaction.atomic
def prepare(
    user: Who, case: Case, *, items: str, until: date, revision: int | None = None, at: datetime
) -> Letter:
    """The notice, once, with everything that is lacking and a reasonable day until when. It acts when it
    leaves."""
    held = hold(user, case, "cases.work", "notice-supplement", revision=revision, at=at)
    _once(held)
    _in_time(held, day(at))
    if until <= day(at):
        raise Refused("补正期限应当合理，并在今天以后（《条例》第三十条）。")
    values: Mapping[str, object] = {
        "supplement_items": words(items, "请一次性写明需要补正的全部事项（《条例》第三十条）。"),
        "supplement_until": until.isoformat(),
    }
    return papers.written(user, held, kind=NOTICE, values=values, until=until, at=at)


def notice_by(case: Case) -> Dated | None:
    """The last day to send the notice; None where the law named none (before 2019) or there is no day 0."""
    received = events.of(case, EventKind.RECEIVED)
    if received is None:
        return None
    try:
        return clock.supplement_notice_by(received.on, due.calendar_of(case))
    except LookupError:
        return None


def law(case: Case, letter: Letter, on: date) -> None:
    """Refused for a second notice, or after the 7 working days."""
    _once(case)
    _in_time(case, on)


@transaction.atomic
def receive(
    user: Who,
    case: Case,
    *,
    on: date,
    paper: Paper | None = None,
    good_reason: str = "",
    revision: int | None = None,
    at: datetime,
) -> CaseEvent:
    """The supplement came: a fresh period begins on the next working day. After the day that was set only with a
    good reason for being late."""
    held = hold(user, case, "cases.work", "receive-supplement", revision=revision, at=at)
    noticed = _noticed(held)
    if on < noticed.on:
        raise Refused(f"收到补正的日期早于告知补正的日期（{noticed.on}），请核对。")
    late = noticed.until is not None and on > noticed.until
    if late and not good_reason.strip():
        raise Refused(f"补正期限{noticed.until}已过；有正当理由的，请写明（《条例》第三十条）。")
    if paper is not None:
        filing.put(user, held, paper, what=CaseFile.What.SUPPLEMENT, at=at)
    event = events.add(held, EventKind.SUPPLEMENT_RECEIVED, on, data={"late": late}, by=user, at=at)
    finish(
        user, held, "receive-supplement", "receive_supplement", data={"on": on.isoformat(), "late": late}, at=at
    )
    return event


def expired(case: Case, *, on: date) -> bool:
    """The applicant was told, the day that was set is over, and nothing came."""
    found = events.of(case, EventKind.SUPPLEMENT_NOTICED)
    if found is None or found.until is None or on <= found.until:
        return False
    return events.of(case, EventKind.SUPPLEMENT_RECEIVED) is None


def _noticed(case: Case) -> CaseEvent:
    found = events.of(case, EventKind.SUPPLEMENT_NOTICED)
    if found is None:
        raise WrongState("还没有告知申请人补正。")
    return found


def _once(case: Case) -> None:
    if events.of(case, EventKind.SUPPLEMENT_NOTICED) is not None:
        raise Refused("补正应当一次性告知，这件申请已经告知过（《条例》第三十条）。")


def _in_time(case: Case, on: date) -> None:
    by = notice_by(case)
    if by is not None and on > by.on:
        raise Refused(f"补正应当自收到申请之日起7个工作日内（{by.on}以前）告知，现已超过（《条例》第三十条）。")
