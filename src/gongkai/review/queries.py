"""Which proceedings somebody may see, and table 4 of the annual report with what is behind each figure.

visible(user, *, on) -> QuerySet[Proceeding]                     whatever shows one fetches it through this
table4(agency, year, *, carried="again") -> {cell: int}          all 15 cells by the form's own names
behind(agency, year, cell, *, carried="again") -> QuerySet       the proceedings of one cell
year_of(agency, year) -> Year                                    what the year's text tells

The form does not say whether what was pending last year is counted again. ``again``: every proceeding that was
before a body at any time of the year, so that each has its result in the table of the year that decided it.
``once``: only what came in the year. Either way a proceeding stands in one cell of a year, and what was before a
body at the end of 31 December is 尚未审结, by the days and never by today's state.

These ask nobody's permission; a face asks first, or narrows with ``visible``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, within
from gongkai.cases.models import Case as CaseRow
from gongkai.cases.table3 import carried_by
from gongkai.review.models import Duty, Hearing, Instance, Proceeding
from gongkai.review.readings import known
from gongkai.review.states import OPEN, State
from gongkai.review.words import SUGGESTIONS, Column, Kind, Laid
from gongkai.statute import proceedings
from gongkai.statute.form import edition, edition_for
from gongkai.statute.proceedings import Readings

Carried = Literal["again", "once"]
TOTAL: Final = "total"


@dataclass(frozen=True, slots=True)
class Year:
    """A year's reconsiderations and lawsuits. ``received`` came in it, ``carried_in`` were pending when it began;
    the suggestions, duties and costs by the day they came."""

    received: int
    carried_in: int
    reconsiderations: int
    lawsuits: int
    cells: dict[str, int]
    answered_in_time: int
    answered_late: int
    heard_in_court: int
    head_appeared: int
    suggestions: int
    suggestions_answered: int
    ordered_anew: int
    costs: Decimal


def visible(user: Who, *, on: date) -> QuerySet[Proceeding]:
    """Those of the agencies where this user may look; what was entered by mistake among them."""
    return Proceeding.objects.filter(agency__in=within(user, "reviews.view", on=on))


def visible_one(user: Who, pk: int, *, on: date) -> Proceeding:
    """DoesNotExist, as for one that is not there."""
    return visible(user, on=on).select_related("agency", "case", "item", "after_review").get(pk=pk)


def unsettled() -> Q:
    """Before a body, or with something to be done: what was closed may have got a duty since."""
    return Q(state__in=OPEN) | Q(due_on__isnull=False)


def about(user: Who, case: CaseRow, *, on: date) -> QuerySet[Proceeding]:
    """Those that a case was taken to a review body or a court by, as far as this user may look."""
    return visible(user, on=on).filter(case=case).exclude(state=State.VOID).order_by("received_on", "pk")


def countable(agency: Agency, year: int) -> QuerySet[Proceeding]:
    """Whatever is in any year's table of it and of those merged into it, but for what was entered by mistake."""
    return Proceeding.objects.filter(agency__in=carried_by(agency, year)).exclude(state=State.VOID)


def at_end_of(found: QuerySet[Proceeding], day: date) -> QuerySet[Proceeding]:
    """With ``ended`` and ``outcome`` as they stood at the end of a day; ``ended`` is None while it was pending."""
    last = Instance.objects.filter(proceeding=OuterRef("pk"), began_on__lte=day).order_by("-number")
    by_then = last.annotate(by_then=Case(When(ended_on__lte=day, then=F("ended_on"))))
    return found.annotate(
        ended=Subquery(by_then.values("by_then")[:1]), outcome=Subquery(last.values("outcome")[:1])
    )


def in_year(agency: Agency, year: int, *, carried: Carried = "again") -> QuerySet[Proceeding]:
    """All that a year's table counts, as they stood on 31 December."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = countable(agency, year)
    if carried == "once":
        found = found.filter(received_on__gte=first, received_on__lte=last)
    else:
        alive = Instance.objects.filter(proceeding=OuterRef("pk"), began_on__lte=last)
        found = found.filter(Exists(alive.filter(Q(ended_on=None) | Q(ended_on__gte=first))))
    return at_end_of(found, last)


def table4(agency: Agency, year: int, *, carried: Carried = "again") -> dict[str, int]:
    """``{"行政复议/结果维持": 1, …}``, in the order of the form."""
    number: Counter[tuple[str, str]] = Counter()
    readings = known().of(agency)
    rows = in_year(agency, year, carried=carried).order_by()
    for kind, ended, outcome in rows.values_list("kind", F("ended"), F("outcome")):
        column = proceedings.column_at(outcome, ended, readings).column if ended else Column.PENDING.value
        number[kind, column] += 1
        number[kind, TOTAL] += 1
    return {name: number[of] for name, of in places(year).items()}


def behind(agency: Agency, year: int, cell: str, *, carried: Carried = "again") -> QuerySet[Proceeding]:
    """The proceedings of one cell, oldest first. KeyError for a cell that table 4 has not."""
    kind, column = places(year)[cell]
    found = in_year(agency, year, carried=carried).filter(kind=kind)
    if column != TOTAL:
        found = found.filter(in_column(column, known().of(agency)))
    return found.order_by("received_on", "pk")


def in_column(column: str, readings: Readings | None = None) -> Q:
    """The condition on what ``at_end_of`` annotates; without ``readings``, for agencies whose readings differ."""
    if readings is None:
        return known().anywhere(lambda its: in_column(column, its))
    if column == Column.PENDING:
        return Q(ended=None)
    condition = Q(pk__in=[])
    for code, since, until in proceedings.spans(column, readings):
        condition |= Q(outcome=code, ended__gte=since, ended__lt=until)
    return condition


@cache
def places(year: int) -> dict[str, tuple[str, str]]:
    """Kind and column of each cell of table 4, in the order of the form of a year."""
    block = (edition_for(year) or edition("2021")).table(4)[0]
    return {cell.name: (cell.row.code, cell.column.code) for cell in block.cells}


def year_of(agency: Agency, year: int) -> Year:
    """For the sentences of sections 1 and 4."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    every = countable(agency, year)
    came = every.filter(received_on__gte=first, received_on__lte=last)
    before = Exists(
        Instance.objects.filter(proceeding=OuterRef("pk"), began_on__lt=first).filter(
            Q(ended_on=None) | Q(ended_on__gte=first)
        )
    )
    answered = Instance.objects.filter(proceeding__in=every, answered_on__gte=first, answered_on__lte=last)
    late = answered.filter(answered_on__gt=F("answer_due_on")).count()
    duties = Duty.objects.filter(proceeding__in=every, received_on__gte=first, received_on__lte=last)
    suggestions = duties.filter(kind__in=SUGGESTIONS)
    heard = Hearing.objects.filter(proceeding__in=every, on__gte=first, on__lte=last, held=True)
    in_court = heard.exclude(proceeding__kind=Kind.RECONSIDERATION)
    reconsiderations = came.filter(kind=Kind.RECONSIDERATION).count()
    received = came.count()
    return Year(
        received=received,
        carried_in=every.filter(before).count(),
        reconsiderations=reconsiderations,
        lawsuits=received - reconsiderations,
        cells=table4(agency, year),
        answered_in_time=answered.count() - late,
        answered_late=late,
        heard_in_court=in_court.count(),
        head_appeared=in_court.filter(head_appeared=True).count(),
        suggestions=suggestions.count(),
        suggestions_answered=suggestions.exclude(done_on=None).count(),
        ordered_anew=duties.filter(kind=Laid.ANEW).count(),
        costs=duties.filter(kind=Laid.COSTS).aggregate(total=Sum("amount"))["total"] or Decimal(0),
    )
