"""More time (Art. 33(2)): once, at most 20 working days, with the head's consent, told before the period ends."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import due, events, papers
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.receiving import day_of
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute import clock, parameters
from gongkai.statute.clock import Event, EventKind

NOTICE = "extension-notice"
ASKED, CONSENTED, DECLINED = "extension-asked", "extension-consented", "extension-declined"


@transaction.atomic
def ask(user: Who, case: Case, *, reasons: str, days: int, revision: int | None = None, at: datetime) -> CaseEvent:
    """Ask the head for more time, with the reason that the applicant will read."""
    held = hold(user, case, "cases.work", "extend", revision=revision, at=at)
    ensure_possible(held, day(at))
    longest = longest_for(held)
    if not 1 <= days <= longest:
        raise Refused(f"延长答复的期限最长不得超过{longest}个工作日（《条例》第三十三条）。")
    open_ = pending(held)
    if open_ is not None:
        raise WrongState("延期申请正在等候负责人同意。")
    values = {
        "extension_reasons": words(reasons, "请写明延长答复期限的理由，申请人会看到（《条例》第三十三条）。"),
        "extended_until": would_end(held, days, day(at)).isoformat(),
    }
    letter = papers.draft(user, held, kind=NOTICE, values=values, days=days, at=at)
    event = events.add(held, ASKED, day(at), days=days, letter=letter, by=user, at=at)
    finish(user, held, "extend", "ask_extension", data={"days": days}, at=at)
    return event


@transaction.atomic
def consent(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> CaseEvent:
    """The head of the disclosure office agrees, before the period ends; now the notice can be numbered."""
    held = hold(user, case, "cases.approve", "extend", revision=revision, at=at)
    asked = _asked(held)
    ensure_possible(held, day(at))
    letter = _letter(asked)
    event = events.add(held, CONSENTED, day(at), days=asked.days, letter=letter, by=user, at=at)
    papers.add_values(user, held, letter, {"consented_on": day(at).isoformat()}, at=at)
    finish(user, held, "extend", "consent_extension", data={"days": asked.days}, at=at)
    return event


@transaction.atomic
def decline(user: Who, case: Case, *, comments: str, revision: int | None = None, at: datetime) -> CaseEvent:
    """The head does not agree; the draft is void."""
    held = hold(user, case, "cases.approve", "extend", revision=revision, at=at)
    asked = _asked(held)
    why = words(comments, "请写明不同意延期的理由。")
    papers.set_aside(user, _letter(asked), reason=why, at=at)
    event = events.add(held, DECLINED, day(at), letter=asked.letter, by=user, at=at)
    finish(user, held, "extend", "decline_extension", at=at)
    return event


def pending(case: Case) -> CaseEvent | None:
    """A request for more time that the head has not answered."""
    asked = events.of(case, ASKED)
    if asked is None or asked.letter is None or asked.letter.state == Letter.State.VOID:
        return None
    answered = case.events.filter(kind__in=[CONSENTED, DECLINED], letter=asked.letter, struck_at=None)
    return None if answered.exists() else asked


def longest_for(case: Case) -> int:
    """20 working days; 15 for what was received before 15 May 2019."""
    return parameters.number("extension-days", day_of(case))


def would_end(case: Case, days: int, on: date) -> date:
    """The last day, were the extension told ``on`` that day."""
    with_it = [*due.events_of(case), Event(EventKind.EXTENDED, on, days=days)]
    found = clock.due(with_it, calendar=due.calendar_of(case), on=on)
    if found.on is None:
        raise WrongState("正在等候申请人，没有答复期限可以延长。")
    return found.on


def law(case: Case, letter: Letter, on: date) -> None:
    """Refused for a second extension, after the period, or without consent."""
    ensure_possible(case, on)
    if not papers.consented(case, letter):
        raise Refused("延期须经政府信息公开工作机构负责人同意（《条例》第三十三条）。")


def ensure_possible(case: Case, on: date) -> None:
    """Refused while nobody waits for an answer, after the period, or when it was extended already."""
    last = due.last_day(case, on=on)
    if last is None:
        raise WrongState("正在等候申请人，没有答复期限可以延长。")
    if on > last:
        raise Refused(f"答复期限{last}已经届满，不能再延期（《条例》第三十三条）。")
    if _extended(case):
        raise Refused("答复期限只能延长一次（《条例》第三十三条）。")


def _extended(case: Case) -> bool:
    """Within the current period; a fresh one after a supplement or a payment may be extended again."""
    fresh = (EventKind.SUPPLEMENT_RECEIVED, EventKind.FEE_PAID, EventKind.RECEIVED)
    begun = max((line.on for kind in fresh if (line := events.of(case, kind)) is not None), default=None)
    told = events.of(case, EventKind.EXTENDED)
    return told is not None and (begun is None or told.on >= begun)


def _asked(case: Case) -> CaseEvent:
    found = pending(case)
    if found is None:
        raise WrongState("没有等候同意的延期申请。")
    return found


def _letter(asked: CaseEvent) -> Letter:
    if asked.letter is None:
        raise WrongState("没有延期告知书草稿。")
    return asked.letter
