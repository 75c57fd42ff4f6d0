"""A case whose papers must stay, whatever their time: under reconsideration, in court, under inquiry.

call(user, case, source=, reason=, at=) -> Hold       what a review or a lawsuit calls when it begins
lift(user, case, source=, at=) -> Hold?               the same one, when it is over
held(case) -> bool
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.acting import words
from gongkai.cases.models import Case, Hold
from gongkai.errors import Refused, WrongState

# Of one that a person called on the desk.
BY_HAND = "desk"


@transaction.atomic
def call(user: Who, case: Case, *, source: str, reason: str, at: datetime) -> Hold:
    """From now on nothing of the case is destroyed, not even what is on an approved list. ``source`` is whoever
    calls it ("review:7"): the same source twice is one hold."""
    case = _locked(user, case, at)
    standing = case.holds.filter(source=source, until_on=None).first()
    if standing is not None:
        return standing
    made = Hold.objects.create(
        case=case,
        source=source,
        reason=words(reason, "请写明为什么要留存：复议、诉讼的案号，或者正在进行的调查。")[:200],
        from_on=day(at),
    )
    record("retention.hold", actor=actor(user), agency=case.agency, object=case, data={"source": source}, at=at)
    return made


@transaction.atomic
def lift(user: Who, case: Case, *, source: str, at: datetime) -> Hold | None:
    """The review or the lawsuit is over. What may still follow it (an appeal, a retrial) is counted from this day
    on (``statute.retention``). None where this source holds nothing; WrongState for one of another day to come."""
    case = _locked(user, case, at)
    held_by = case.holds.filter(source=source, until_on=None).first()
    if held_by is None:
        return None
    if held_by.from_on > day(at):
        raise WrongState("留存的起始日期在解除日期之后，请核对。")
    held_by.until_on = day(at)
    held_by.save(update_fields=["until_on"])
    record("retention.lift", actor=actor(user), agency=case.agency, object=case, data={"source": source}, at=at)
    return held_by


def call_by_hand(user: Who, case: Case, *, reason: str, at: datetime) -> Hold:
    """What a clerk or the head holds on the desk. Refused while one such hold stands."""
    if case.holds.filter(source=BY_HAND, until_on=None).exists():
        raise Refused("这件申请已经登记留存；需要改写原因的，请先解除，再重新登记。")
    return call(user, case, source=BY_HAND, reason=reason, at=at)


def held(case: Case) -> bool:
    """Does anything hold it now."""
    return case.holds.filter(until_on=None).exists()


def _locked(user: Who, case: Case, at: datetime) -> Case:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    found = rows.get(pk=case.pk)
    ensure(user, "retention.hold", found.agency, on=day(at))
    return found
