"""Which cases somebody may see, and the working list.

visible(user, *, on) -> QuerySet[Case]                          whatever shows a case fetches it through this
visible_case(user, pk, *, on) -> Case                           DoesNotExist for what they may not see
working_list(user, filters, *, on, after="") -> Page            fifty rows and where the next fifty begin
count(user, filters, *, on) -> Bounded                          how many, up to 1,000
totals(user, *, on) -> {Which: Bounded}                         for the tabs above the list

A page costs the same number of questions however many cases there are, and each reads its rows off an index in the
order in which they are shown: the nearest day first, those without a day last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from heapq import merge
from itertools import islice
from operator import or_

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Operator, Who, memberships, remembered, within
from gongkai.agencies.who import person
from gongkai.cases import awaiting
from gongkai.cases.models import Case, OfficeTask
from gongkai.cases.states import IN_HAND, UNFINISHED, State
from gongkai.errors import Refused
from gongkai.statute.calendar import official

PAGE = 50
# Beyond that a person narrows the list down; the number itself is of no use.
MANY = 1000
SOON_DAYS = 3
# Who asked stands in a list by a masked name; nothing else of theirs is opened for it.
_NOT_IN_LISTS = tuple(
    f"applicant__{name}" for name in ("representative", "document_number", "phone", "email", "address", "postcode")
)


class Which(models.TextChoices):
    """The tabs of the list. All but the last two hold only what still has to be done."""

    MINE = "mine", "我办理的"
    AGENCY = "agency", "在办"
    UNCLAIMED = "unclaimed", "待认领"
    TODAY = "today", "今天到期"
    SOON = "soon", f"{SOON_DAYS}个工作日内到期"
    OVERDUE = "overdue", "已逾期"
    WAITING = "waiting", "等候他人"
    TO_REVIEW = "to_review", "待审查"
    TO_APPROVE = "to_approve", "待审批"
    TO_CLOSE = "to_close", "待办结"
    CLOSED = "closed", "已办结"
    ALL = "all", "全部"


class Awaited(models.TextChoices):
    """Whose turn it is. What an office of ours or somebody outside was asked may be awaited while we go on."""

    US = "us", "本机关办理"
    APPLICANT = "applicant", "申请人"
    OUTSIDE = "outside", "被征求意见方"
    OFFICE = "office", "协查科室"
    REVIEW = "review", "审查"
    HEAD = "head", "负责人审批"
    DISPATCH = "dispatch", "盖章发出"
    SERVICE = "service", "申请人签收"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list. ``awaited`` is an ``Awaited``; ``text`` is looked for in number and description;
    ``agency`` is a key."""

    which: Which = Which.AGENCY
    awaited: str = ""
    state: str = ""
    agency: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number counted no further than ``MANY``; ``more`` says that there are more."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Page:
    """``next`` is "" on the last page, else what to hand in as ``after``."""

    cases: tuple[Case, ...]
    next: str


@dataclass(frozen=True, slots=True)
class _Reach:
    """The keys of the agencies whose cases somebody may see (None: all of them), and of the offices that were
    given cases of others."""

    agencies: list[int] | None
    units: list[int]

    def arms(self) -> list[Q]:
        """Questions that are each answered off an index in the order of the list; a case may be in both
        answers."""
        if self.agencies is None:
            return [Q()]
        of_units = [Q(unit__in=self.units)] if self.units else []
        return [Q(agency__in=self.agencies), *of_units]

    def whole(self) -> Q:
        return reduce(or_, self.arms())


def visible(user: Who, *, on: date) -> QuerySet[Case]:
    """The cases of the agencies where this user may view them, and those given to an office of theirs."""
    return Case.objects.filter(_reach(user, on).whole())


def visible_case(user: Who, pk: int, *, on: date) -> Case:
    """With all that its page shows of it. DoesNotExist, as for one that is not there."""
    return visible(user, on=on).select_related("agency", "unit", "handler", "applicant").get(pk=pk)


def working_list(user: Who, filters: Filters, *, on: date, after: str = "") -> Page:
    """The page of the list that begins behind ``after``. Refused when that is no place in a list."""
    keys = list(islice(_keys(user, filters, on, after, limit=PAGE + 1), PAGE + 1))
    shown = [pk for _, pk in keys[:PAGE]]
    rows = listed(Case.objects.filter(pk__in=shown)).in_bulk()
    following = _place(*keys[PAGE - 1]) if len(keys) > PAGE else ""
    return Page(tuple(rows[pk] for pk in shown if pk in rows), following)


def everything(user: Who, filters: Filters, *, on: date) -> QuerySet[Case]:
    """All pages at once, for an export: the same cases in the same order."""
    found = Case.objects.filter(_reach(user, on).whole()).filter(_condition(user, filters, on))
    return listed(found).order_by(*_order(filters))


def count(user: Who, filters: Filters, *, on: date) -> Bounded:
    """How many cases the list has in all."""
    found = Case.objects.filter(_reach(user, on).whole()).filter(_condition(user, filters, on))
    number = found.order_by()[: MANY + 1].count()
    return Bounded(min(number, MANY), number > MANY)


def totals(user: Who, *, on: date, among: Iterable[Which] = tuple(Which)) -> dict[Which, Bounded]:
    """For every tab ``among`` these but the closed ones, whose number tells nobody anything."""
    tabs = [one for one in among if one not in (Which.CLOSED, Which.ALL)]
    return {one: count(user, Filters(which=one), on=on) for one in tabs}


def listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row of a list shows, and nothing more of the applicant than the name."""
    return cases.select_related("agency", "unit", "handler", "applicant").defer(*_NOT_IN_LISTS)


def overdue(on: date) -> Q:
    """The condition "the period is over and no answer has gone out". Never while there is no day to keep."""
    return Q(state__in=UNFINISHED, answered_on=None, due_on__lt=on)


def represented(user: Who, *, on: date) -> list[tuple[int, int | None]]:
    """(person, agency) whose work is this user's that day: their own everywhere, and that of those they stand in
    for, in the agency where they do."""
    me = person(user)
    if me is None:
        return []
    absent = {(m.person_id, m.agency_id) for m in memberships(me, on=on) if m.person_id != me.pk}
    return [(me.pk, None), *sorted(absent)]


def _reach(user: Who, on: date) -> _Reach:
    """Asked beforehand, as keys: a question within the question would keep the database from using its indexes."""
    if isinstance(user, Operator):
        return _Reach(None, [])
    return remembered(("reach", user.pk, on), lambda: _asked_reach(user, on))


def _asked_reach(user: Who, on: date) -> _Reach:
    agencies = list(within(user, "cases.view", on=on).order_by("pk").values_list("pk", flat=True))
    offices = within(user, "cases.task", on=on).order_by("pk").values_list("pk", flat=True)
    units = sorted({*agencies, *offices})
    # Few work in an office that is given cases of another agency; the others are not to pay for it.
    others = Case.objects.filter(unit__in=units).exclude(agency__in=agencies)
    return _Reach(agencies, units if others.exists() else [])


def _keys(user: Who, filters: Filters, on: date, after: str, *, limit: int) -> Iterable[tuple[date | None, int]]:
    """Day and key of the cases in the order of the list, merged from the arms without those in both."""
    condition = _condition(user, filters, on) & _behind(filters, after)
    arms = []
    for arm in _reach(user, on).arms():
        found = Case.objects.filter(arm).filter(condition).order_by(*_order(filters))
        arms.append(list(found.values_list("due_on", "pk")[:limit]))
    seen: set[int] = set()
    for day, pk in merge(*arms, key=lambda row: _rank(filters, row)):
        if pk not in seen:
            seen.add(pk)
            yield day, pk


def _condition(user: Who, filters: Filters, on: date) -> Q:
    """All that narrows the list but the reach of the user."""
    found = _of_tab(user, filters.which, on)
    exact = {"state": filters.state, "agency": filters.agency}
    found &= Q(**{name: value for name, value in exact.items() if value})
    if filters.awaited:
        found &= _awaits(Awaited(filters.awaited))
    if text := filters.text.strip():
        found &= Q(number__icontains=text) | Q(description__icontains=text)
    return found


def _awaits(whom: Awaited) -> Q:
    asked = Exists(awaiting.asked_outside().filter(case=OuterRef("pk")))
    office = Exists(OfficeTask.objects.filter(case=OuterRef("pk"), answered_at=None))
    match whom:
        case Awaited.OUTSIDE:
            return Q(asked, state__in=UNFINISHED)
        case Awaited.OFFICE:
            return Q(office, state__in=UNFINISHED)
        case Awaited.US:
            return Q(~asked, ~office, state=State.OPEN)
        case Awaited.REVIEW:
            return to_review()
        case Awaited.HEAD:
            return to_approve()
    return Q(state__in=_AWAITED[whom])


def to_review(by: Person | None = None) -> Q:
    """What waits for a reviewer: a draft, or a file to look at before it is given; ``by``: for this one, since
    nobody reviews what they drafted, prepared or drew on."""
    drafts = awaiting.to_review(by).filter(case=OuterRef("pk"))
    files = awaiting.to_check(by).filter(case=OuterRef("pk"))
    return Q(Exists(drafts) | Exists(files), state__in=awaiting.REVIEWED_IN)


def to_approve() -> Q:
    """What waits for the head: an answer, or more time."""
    asked = Exists(awaiting.to_consent().filter(case=OuterRef("pk")))
    return Q(state=State.IN_APPROVAL) | Q(asked, state__in=IN_HAND)


_AWAITED = {
    Awaited.APPLICANT: (
        State.UNCONFIRMED, State.AWAITING_SUPPLEMENT, State.AWAITING_REASONS, State.AWAITING_PAYMENT,
    ),
    Awaited.DISPATCH: (State.APPROVED,),
    Awaited.SERVICE: (State.DISPATCHED,),
}  # fmt: skip


def _of_tab(user: Who, which: Which, on: date) -> Q:
    doing = Q(state__in=UNFINISHED)
    match which:
        case Which.MINE:
            return doing & _mine(user, on)
        case Which.UNCLAIMED:
            return doing & Q(handler=None)
        case Which.TODAY:
            return doing & Q(answered_on=None, due_on=on)
        case Which.SOON:
            return doing & Q(answered_on=None, due_on__gte=on, due_on__lte=official().add(on, SOON_DAYS))
        case Which.OVERDUE:
            return overdue(on)
        case Which.WAITING:
            return doing & ~Q(waiting_for="")
        case Which.TO_REVIEW:
            return to_review(person(user))
        case Which.TO_APPROVE:
            return to_approve()
        case Which.TO_CLOSE:
            return Q(state=State.ANSWERED)
        case Which.CLOSED:
            return Q(state=State.CLOSED)
        case Which.ALL:
            return Q()
    return doing


def _mine(user: Who, on: date) -> Q:
    found = Q(pk__in=[])
    for who, agency in represented(user, on=on):
        found |= Q(handler=who) if agency is None else Q(handler=who, agency=agency)
    return found


def _order(filters: Filters) -> tuple[models.expressions.OrderBy, ...]:
    """The nearest day first; what is over, the newest first."""
    if _newest_first(filters):
        return (F("pk").desc(),)
    return F("due_on").asc(nulls_last=True), F("pk").asc()


def _newest_first(filters: Filters) -> bool:
    return filters.which in (Which.CLOSED, Which.ALL)


def _rank(filters: Filters, row: tuple[date | None, int]) -> tuple[bool, date, int]:
    """The order of ``_order``, in Python."""
    day, pk = row
    return (True, date.max, -pk) if _newest_first(filters) else (day is None, day or date.max, pk)


def _place(day: date | None, pk: int) -> str:
    return f"{day.isoformat() if day else ''}.{pk}"


def _behind(filters: Filters, place: str) -> Q:
    """The condition "after this place in the list"."""
    if not place:
        return Q()
    try:
        day_text, pk_text = place.split(".")
        day, pk = date.fromisoformat(day_text) if day_text else None, int(pk_text)
    except ValueError:
        raise Refused("翻页的位置不对，请回到列表首页。") from None
    if _newest_first(filters):
        return Q(pk__lt=pk)
    if day is None:
        return Q(due_on=None, pk__gt=pk)
    return Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk) | Q(due_on=None)
