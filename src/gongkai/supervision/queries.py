"""The records of an agency's work, as the annual report tells them and as one person may see them.

year_of(agency, year) -> YearRecords        everything of one year that counts
visible(user, kind, *, on, verb)            the records of a kind where this person looks after the work
inspections(user, *, on)                    and shortcomings(user, *, on, verb)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, within
from gongkai.agencies.who import day
from gongkai.publication import door_states
from gongkai.publication.models import DoorReport
from gongkai.supervision import models
from gongkai.supervision.inspection_states import Repair, Result, State

R = TypeVar("R", bound=models.WorkRecord)
_FOUNDED: Mapping[str, bool] = {door_states.Outcome.HANDLED: True, door_states.Outcome.NOT_FOUNDED: False}
_FOUNDED_BY_HAND: Mapping[str, bool] = {
    models.Complaint.Result.FOUNDED: True, models.Complaint.Result.UNFOUNDED: False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint, however it came. ``founded`` is None while it is open, and for what was not ours to judge.
    ``led_on``: the person was shown the way to reconsideration or court; it is one complaint all the same."""

    received: date
    founded: bool | None
    answered: date | None
    key: str
    led_on: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion, however it came."""

    received: date
    taken_up: bool
    key: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """One inspection of a quarter: by the supervisor, or by the office of itself (``own``). ``score`` of 100 is
    None while it is under way; ``findings`` counts what was found, ``rectified`` what of it was put right."""

    quarter: int
    on: date
    score: float | None
    findings: int
    rectified: int
    own: bool
    key: str


@dataclass(frozen=True, slots=True)
class YearRecords:
    """What an agency did and met with in a year; withdrawn records are not among it. Each row has a ``key``."""

    year: int
    trainings: tuple[models.Training, ...] = ()
    meetings: tuple[models.Meeting, ...] = ()
    spreads: tuple[models.Spread, ...] = ()
    proposals: tuple[models.Proposal, ...] = ()
    articles: tuple[models.Article, ...] = ()
    activities: tuple[models.Activity, ...] = ()
    appraisals: tuple[models.Appraisal, ...] = ()
    evaluations: tuple[models.Evaluation, ...] = ()
    accountabilities: tuple[models.Accountability, ...] = ()
    inspections: tuple[Inspected, ...] = ()
    complaints: tuple[Complained, ...] = ()
    suggestions: tuple[Suggested, ...] = ()
    plan_tasks: tuple[models.PlanTask, ...] = ()
    # Found in the year.
    problems: tuple[models.Problem, ...] = ()
    innovations: tuple[models.Innovation, ...] = ()
    # Found before the year and not put right before it began: last year's, beside what was done.
    carried_problems: tuple[models.Problem, ...] = field(default=())


def year_of(agency: Agency, year: int) -> YearRecords:
    """As many queries for a full year as for an empty one."""
    earlier = Q(agency=agency, on__lt=date(year, 1, 1), withdrawn_at=None)
    open_then = Q(done_on=None) | Q(done_on__gte=date(year, 1, 1))
    return YearRecords(
        year=year,
        trainings=_of(models.Training, agency, year),
        meetings=_of(models.Meeting, agency, year),
        spreads=_of(models.Spread, agency, year),
        proposals=_of(models.Proposal, agency, year),
        articles=_of(models.Article, agency, year),
        activities=_of(models.Activity, agency, year),
        appraisals=_of(models.Appraisal, agency, year),
        evaluations=_of(models.Evaluation, agency, year),
        accountabilities=_of(models.Accountability, agency, year),
        inspections=_inspections(agency, year),
        complaints=_complaints(agency, year),
        suggestions=_suggestions(agency, year),
        plan_tasks=_of(models.PlanTask, agency, year),
        problems=_of(models.Problem, agency, year),
        innovations=_of(models.Innovation, agency, year),
        carried_problems=tuple(models.Problem.objects.filter(earlier & open_then)),
    )


def inspections(user: Who, *, on: date) -> QuerySet[models.Inspection]:
    """Of the bodies this person looks after. What an office found of itself is its own until it is closed."""
    rows = models.Inspection.objects.filter(agency__in=within(user, "supervision.view", on=on))
    unfinished = Q(own=True, state=State.OPEN) & ~Q(agency__in=within(user, "inspections.own", on=on))
    return rows.exclude(unfinished).select_related("agency")


def shortcomings(user: Who, *, on: date, verb: str = "supervision.view") -> QuerySet[models.Shortcoming]:
    rows = models.Shortcoming.objects.filter(agency__in=within(user, verb, on=on))
    return rows.select_related("agency", "verdict__inspection", "proved_by", "looked_by")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person under 监督, and how much of it is late."""

    number: int
    late: int


def waiting(user: Who, *, on: date) -> Waiting:
    """For an office: what it has to put right, and complaints to answer. For a supervisor: repairs to look at
    again. A sentence that waits for approval is one for whoever may approve it."""
    offices, above = within(user, "inspections.rectify", on=on), within(user, "inspections.inspect", on=on)
    open_ones = models.Shortcoming.objects.filter(agency__in=offices, state=Repair.OPEN)
    complaints = models.Complaint.objects.filter(agency__in=offices, answered_on=None, withdrawn_at=None)
    again = models.Shortcoming.objects.filter(agency__in=above, state=Repair.PROVED)
    me = getattr(user, "pk", None)
    unread = models.Inspection.objects.filter(
        agency__in=above, own=False, sentences__approved_at=None, sentences__isnull=False
    ).exclude(Q(begun_by=me) | Q(pk__in=models.PublicSentence.objects.filter(
        approved_at=None, written_by=me).values("inspection")))  # fmt: skip
    number = open_ones.count() + complaints.count() + again.count() + unread.distinct().count()
    return Waiting(number, open_ones.filter(due_on__lt=on).count() + complaints.filter(due_on__lt=on).count())


def visible(user: Who, kind: type[R], *, on: date, verb: str = "supervision.view") -> QuerySet[R]:
    """Withdrawn ones, too: a list says what became of them."""
    rows = kind._default_manager.filter(agency__in=within(user, verb, on=on))
    return rows.select_related("agency")


def _of(kind: type[R], agency: Agency, year: int) -> tuple[R, ...]:
    return tuple(kind._default_manager.filter(agency=agency, on__year=year, withdrawn_at=None))


def _inspections(agency: Agency, year: int) -> tuple[Inspected, ...]:
    """What is not closed has no day and no score yet, and stands by the day it was begun."""
    found = (
        models.Inspection.objects.filter(agency=agency, year=year)
        .order_by("quarter", "own")
        .annotate(
            failed=Count("verdicts", filter=Q(verdicts__result=Result.FAILED)),
            settled=Count("verdicts", filter=Q(verdicts__shortcoming__state=Repair.SETTLED)),
        )
    )
    return tuple(
        Inspected(one.quarter, one.on or day(one.begun_at), float(one.score) if one.score is not None else None,
                  one.failed, one.settled, one.own, one.key)
        for one in found
    )  # fmt: skip


def _complaints(agency: Agency, year: int) -> tuple[Complained, ...]:
    of = Q(complaint__agency=agency) | Q(door__agency=agency)
    standing = list(models.LedOn.objects.filter(of, undone_at=None).values_list("complaint", "door"))
    by_hand, at_doors = {one for one, _ in standing}, {one for _, one in standing}
    ours = (
        Complained(
            one.on,
            _FOUNDED_BY_HAND.get(one.result),
            one.answered_on,
            one.key,
            one.result == models.Complaint.Result.LED_ON or one.pk in by_hand,
        )
        for one in _of(models.Complaint, agency, year)
    )
    doors = (
        Complained(day(one.received_at), _FOUNDED.get(one.outcome),
                   day(one.answered_at) if one.answered_at else None, one.key, one.pk in at_doors)
        for one in _doors(agency, year, door_states.Kind.COMPLAINT)
    )  # fmt: skip
    return tuple(sorted(chain(ours, doors), key=lambda one: (one.received, one.key)))


def _suggestions(agency: Agency, year: int) -> tuple[Suggested, ...]:
    ours = (Suggested(one.on, one.taken_up, one.key) for one in _of(models.Suggestion, agency, year))
    doors = (
        Suggested(day(one.received_at), bool(one.agreed_at) or one.outcome in door_states.NAMES_AN_ITEM, one.key)
        for one in _doors(agency, year, door_states.Kind.SUGGESTION)
    )
    return tuple(sorted(chain(ours, doors), key=lambda one: (one.received, one.key)))


def _doors(agency: Agency, year: int, kind: door_states.Kind) -> QuerySet[DoorReport]:
    """Without their words, which are nobody's business here."""
    rows = DoorReport.objects.filter(agency=agency, kind=kind, received_at__year=year)
    return rows.only("received_at", "outcome", "answered_at", "agreed_at")
