"""The copy of an application for reconsideration, or of a complaint, has come: it is entered and its clock runs.

register(user, agency, facts, …) -> Proceeding
correct(user, proceeding, facts, …)         what was entered wrong, but for the kind
void(user, proceeding, *, reason, …)        one that was entered by mistake; its number stays used
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case
from gongkai.errors import Refused
from gongkai.letters import numbering
from gongkai.publication.models import Item
from gongkai.review import due, filing, holding, locked
from gongkai.review.acting import check_day, finish, hold, line, words
from gongkai.review.models import Instance, Proceeding
from gongkai.review.states import State
from gongkai.review.words import About, Kind, Level, Procedure
from gongkai.review.words import Paper as What

SERIES: Final = "review"
PATTERN: Final = "复议诉讼〔{year}〕{n}号"
# The Regulation of 2007 came into force: nothing can be about it that came before.
EARLIEST: Final = date(2008, 5, 1)


@dataclass(frozen=True)
class Facts:
    """What the copy says. ``case_number``: of the request it is about, in this system or not; ``item``: what was
    published; ``after_review``: the reconsideration that a lawsuit follows."""

    kind: str
    received_on: date
    accepted_on: date | None = None
    about: str = About.REPLY
    body: str = ""
    body_number: str = ""
    procedure: str = ""
    case_number: str = ""
    item: Item | None = None
    after_review: Proceeding | None = None


@transaction.atomic
def register(user: Who, agency: Agency, facts: Facts, *, paper: Paper | None = None, at: datetime) -> Proceeding:
    """With a number of the agency's own, linked to its case and to the reconsideration before it where they are
    here. Refused for a day to come, without the body, or for a link to what is another agency's."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, "reviews.work", agency, on=day(at))
    _check(agency, facts, at)
    made = new(user, agency, facts, at=at)
    made.number = numbering.take(agency, SERIES, facts.received_on.year, pattern=PATTERN)
    made.case = case_of(agency, facts.case_number)
    made.after_review = facts.after_review or review_before(made)
    made.save()
    first_instance(made, facts.accepted_on).save()
    due.put(made)
    made.save()
    if paper is not None:
        filing.put(user, made, paper, what=What.COPY, at=at)
    line(user, made, "register", made.received_on, at=at)
    holding.follow(user, made, at=at)
    locked.ensure(user, made, None, on=made.received_on, verb="register", at=at)
    data = {"number": made.number, "kind": made.kind, "on": made.received_on.isoformat(), "about": made.about,
            "case": made.case.key if made.case else None}  # fmt: skip
    record("reviews.register", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


@transaction.atomic
def correct(
    user: Who, proceeding: Proceeding, facts: Facts, *, reason: str, revision: int | None = None, at: datetime
) -> Proceeding:
    """Everything but the kind, with the reason; the days follow. Refused for a day after the first step."""
    held = hold(user, proceeding, "correct", revision=revision, at=at)
    reason = words(reason, "请写明更正的理由：哪里不对，依据什么。")
    if facts.kind != held.kind:
        raise Refused("类型决定年报的行次，不能更正；请注销误登后重新登记。")
    _check(held.agency, facts, at)
    was = held.case
    before = {"on": held.received_on.isoformat(), "about": held.about, "case": held.case_number}
    first = held.instances.get(number=1)
    for after in (first.answered_on, first.ended_on):
        if after is not None and after < facts.received_on:
            raise Refused(f"收到日期晚于已登记的后续日期（{after}），请核对。")
    _put(held, facts)
    first.began_on, first.body, first.body_number = held.received_on, held.body, held.body_number
    first.accepted_on = facts.accepted_on
    first.save(update_fields=["began_on", "body", "body_number", "accepted_on"])
    held.case = case_of(held.agency, facts.case_number)
    held.after_review = facts.after_review or review_before(held)
    now = {"on": held.received_on.isoformat(), "about": held.about, "case": held.case_number}
    return finish(
        user, held, "correct", on=day(at), data={"from": before, "to": now}, reason=reason, before=was, at=at
    )


@transaction.atomic
def void(
    user: Who, proceeding: Proceeding, *, reason: str, revision: int | None = None, at: datetime
) -> Proceeding:
    """It is counted nowhere any more. Refused without a reason."""
    held = hold(user, proceeding, "void", revision=revision, at=at)
    reason = words(reason, "请写明注销的理由。")
    return finish(user, held, "void", on=day(at), reason=reason, at=at)


def new(user: Who, agency: Agency, facts: Facts, *, imported: bool = False, at: datetime) -> Proceeding:
    """Not in the database yet, without number and links."""
    made = Proceeding(agency=agency, kind=facts.kind, state=State.UNANSWERED, imported=imported)
    made.created_by, made.created_at = person(user), at
    _put(made, facts)
    return made


def first_instance(of: Proceeding, accepted_on: date | None = None) -> Instance:
    """Not in the database yet."""
    level = Level.REVIEW if of.is_review else Level.FIRST
    return Instance(
        proceeding=of,
        number=1,
        level=level,
        body=of.body,
        body_number=of.body_number,
        began_on=of.received_on,
        accepted_on=accepted_on,
    )


def case_of(agency: Agency, number: str) -> Case | None:
    """The agency's own case of this number."""
    return Case.objects.filter(agency=agency, number=number).first() if number else None


def review_before(lawsuit: Proceeding) -> Proceeding | None:
    """The last reconsideration about the same request, for a lawsuit that follows one."""
    if lawsuit.kind != Kind.LAWSUIT_AFTER_REVIEW or not lawsuit.case_number:
        return None
    found = Proceeding.objects.filter(
        agency=lawsuit.agency, kind=Kind.RECONSIDERATION, case_number=lawsuit.case_number,
        received_on__lte=lawsuit.received_on,
    )  # fmt: skip
    return found.exclude(state=State.VOID).order_by("received_on", "pk").last()


def _put(made: Proceeding, facts: Facts) -> None:
    made.about, made.procedure = facts.about, facts.procedure
    made.body, made.body_number = facts.body.strip()[:120], facts.body_number.strip()[:100]
    made.received_on, made.case_number, made.item = facts.received_on, facts.case_number.strip(), facts.item


def _check(agency: Agency, facts: Facts, at: datetime) -> None:
    if facts.kind not in Kind.values:
        raise Refused(f"类型应是：{'、'.join(str(one.label) for one in Kind)}。")
    if facts.about not in About.values:
        raise Refused(f"被诉行为应是：{'、'.join(str(one.label) for one in About)}。")
    if facts.procedure and facts.procedure not in Procedure.values:
        raise Refused("审理程序应是普通程序或者简易程序。")
    words(facts.body, "请填写行政复议机关或者人民法院的全称。")
    check_day(facts.received_on, "收到日期", since=EARLIEST, at=at)
    if facts.accepted_on is not None and not EARLIEST <= facts.accepted_on <= facts.received_on:
        raise Refused("受理（立案）日期不应晚于收到副本的日期，请核对。")
    if len(facts.case_number.strip()) > 60:
        raise Refused("关联申请编号最多60个字。")
    if facts.item is not None and facts.item.agency_id != agency.pk:
        raise Refused("所选的信息不是本机关公开的。")
    before = facts.after_review
    if before is None:
        return
    if facts.kind != Kind.LAWSUIT_AFTER_REVIEW:
        raise Refused("只有“复议后起诉”才关联此前的行政复议。")
    if before.agency_id != agency.pk or before.kind != Kind.RECONSIDERATION or before.state == State.VOID:
        raise Refused("请选择本机关登记的行政复议。")
    if before.received_on > facts.received_on:
        raise Refused("此前的行政复议收到日期晚于起诉状副本，请核对。")
