"""Disclosure review and secrecy review of the draft (Art. 17; 保密法实施条例 42), by who did not draft it.

A draft that changed needs new reviews; the secrecy review is left out for nobody.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases import events
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.models import Case, Decision, ReviewRecord
from gongkai.errors import NotAllowed, Refused, WrongState

What = ReviewRecord.What


@transaction.atomic
def review(
    user: Who,
    case: Case,
    *,
    what: str,
    passed: bool,
    opinion: str = "",
    revision: int | None = None,
    at: datetime,
) -> ReviewRecord:
    """One review of the draft as it stands. NotAllowed for whoever drafted any of it."""
    held = hold(user, case, "cases.review", "review", revision=revision, at=at)
    decision = drafted(held)
    reviewer = person(user)
    if reviewer is None:
        raise NotAllowed("审查须由审查人本人登录办理。")
    if drew_up(reviewer.pk, held):
        raise NotAllowed(
            "您拟写过这份处理决定，不能由您审查（《保守国家秘密法实施条例》第四十二条）；请由其他人审查。"
        )
    if what not in What.values:
        raise Refused("请选择公开审查或者保密审查。")
    if not passed:
        opinion = words(opinion, "审查不通过的，请写明意见。")
    made = ReviewRecord.objects.create(
        case=held,
        decision=decision,
        decision_revision=decision.revision,
        what=what,
        passed=passed,
        opinion=opinion.strip(),
        by=reviewer,
        at=at,
    )
    data = {"what": what, "passed": passed, "revision": decision.revision}
    events.add(held, "reviewed", day(at), data=data, by=user, at=at)
    finish(user, held, "review", "review", data=data, at=at)
    return made


def drafted(case: Case) -> Decision:
    """The draft of this round. WrongState when there is none, or when it was decided."""
    found = case.decision()
    if found is None:
        raise WrongState("还没有拟写处理决定。")
    if found.decided_on is not None:
        raise WrongState("处理决定已经批准。")
    return found


def drew_up(person_key: int, case: Case) -> bool:
    """Did this person draft any revision of the answer of this round."""
    return case.events.filter(kind="drafted", round=case.round, by=person_key).exists()


def drafters(case: Case) -> set[str]:
    """The names of those who drafted any revision of the answer of this round."""
    drafted_by = case.events.filter(kind="drafted", round=case.round).exclude(by=None)
    return set(drafted_by.values_list("by__name", flat=True))


def later_than(decision: Decision, on: date) -> bool:
    """Was one of the reviews of this revision made after that day."""
    made = decision.reviews.filter(decision_revision=decision.revision, passed=True)
    return any(day(one.at) > on for one in made)


def missing(decision: Decision) -> list[str]:
    """The reviews that this very revision lacks, in words; the last word of each kind counts."""
    lacking = []
    for what in What:
        last = decision.reviews.filter(what=what, decision_revision=decision.revision).order_by("pk").last()
        if last is None:
            lacking.append(f"{what.label}尚未进行")
        elif not last.passed:
            lacking.append(f"{what.label}未通过")
    return lacking
