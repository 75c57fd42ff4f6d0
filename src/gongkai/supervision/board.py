"""The supervisor's board: of every body below what is due, late and wrong, today.

kinds(user, on) -> [(kind, number)]                  of which kinds there are bodies to look after
board(user, kind, on) -> Board                       the bodies of one kind: only those are compared
details(agency, on) -> (Detail, …)                   of one body, with what each number is made of

As many questions for three thousand bodies as for three. A number that records cannot tell is None, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q, QuerySet

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.agencies.permissions import Who, within
from gongkai.cases.models import Case
from gongkai.cases.queries import overdue
from gongkai.cases.states import UNFINISHED
from gongkai.publication import door_states
from gongkai.publication.models import DoorReport, Obligation
from gongkai.supervision import rules
from gongkai.supervision.inspection_states import Repair, State
from gongkai.supervision.models import Complaint, Inspection, Shortcoming
from gongkai.supervision.rules import Span

# What falls due within so many days.
SOON: Final = timedelta(days=7)
Counter = Callable[[Sequence[Agency], Span], Mapping[int, int]]
Grounds = Callable[[Agency, Span], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """``group``: due, late or wrong. ``grounds``: what the number is made of, where that may be told."""

    code: str
    title: str
    group: str
    count: Counter
    grounds: Grounds = lambda agency, of: ()


def _open_items(condition: Callable[[date], Q]) -> tuple[Counter, Grounds]:
    def rows(on: date) -> QuerySet[Obligation]:
        return Obligation.objects.filter(condition(on), closed_at=None)

    def count(agencies: Sequence[Agency], of: Span) -> Mapping[int, int]:
        return rules.by_agency(rows(of.on).filter(agency__in=rules.keys(agencies)), rules.keys(agencies))

    def grounds(agency: Agency, of: Span) -> Iterable[str]:
        found = rows(of.on).filter(agency=agency).order_by("due_on", "pk")
        return (rules.obligation_line(one) for one in found)

    return count, grounds


def _cases(condition: Callable[[date], Q]) -> Counter:
    """Counted and never named."""

    def count(agencies: Sequence[Agency], of: Span) -> Mapping[int, int]:
        keys = rules.keys(agencies)
        return rules.by_agency(Case.objects.filter(condition(of.on), agency__in=keys), keys)

    return count


def _late_doors(on: date) -> QuerySet[DoorReport]:
    return DoorReport.objects.filter(due_on__lt=on).exclude(state=door_states.State.ANSWERED)


def _late_complaints(on: date) -> QuerySet[Complaint]:
    return Complaint.objects.filter(due_on__lt=on, answered_on=None, withdrawn_at=None)


def _answers(agencies: Sequence[Agency], of: Span) -> Mapping[int, int]:
    keys = rules.keys(agencies)
    doors = rules.by_agency(_late_doors(of.on).filter(agency__in=keys), keys)
    ours = rules.by_agency(_late_complaints(of.on).filter(agency__in=keys), keys)
    return {pk: doors[pk] + ours[pk] for pk in keys}


def _answer_grounds(agency: Agency, of: Span) -> Iterable[str]:
    yield from (rules.door_line(one) for one in _late_doors(of.on).filter(agency=agency))
    yield from (rules.complaint_line(one) for one in _late_complaints(of.on).filter(agency=agency))


def _repairs(condition: Callable[[date], Q]) -> Counter:
    def count(agencies: Sequence[Agency], of: Span) -> Mapping[int, int]:
        rows = Shortcoming.objects.filter(condition(of.on), agency__in=rules.keys(agencies))
        return rules.by_agency(rows.exclude(state=Repair.SETTLED), rules.keys(agencies))

    return count


def _wrong(code: str, title: str) -> Column:
    """What a rule of the inspections says of today."""
    return Column(
        code, title, "wrong",
        lambda agencies, of: rules.counts(code, agencies, of),
        lambda agency, of: rules.RULES[code].grounds(agency, of),
    )  # fmt: skip


def this_quarter(on: date) -> Span:
    return rules.span(on.year, (on.month + 2) // 3, on, remembering=True)


COLUMNS: tuple[Column, ...] = (
    Column("due-items", "7天内应公开", "due",
           *_open_items(lambda on: Q(due_on__gte=on, target_on__lte=on + SOON))),
    Column("due-cases", "7天内应答复", "due",
           _cases(lambda on: Q(state__in=UNFINISHED, answered_on=None, due_on__gte=on, due_on__lte=on + SOON))),
    Column("open-repairs", "整改中", "due", _repairs(lambda on: Q(due_on__gte=on))),
    Column("late-items", "逾期未公开", "late", *_open_items(lambda on: Q(due_on__lt=on))),
    Column("overdue-cases", "逾期未答复", "late", _cases(overdue)),
    Column("late-answers", "逾期留言投诉", "late", _answers, _answer_grounds),
    Column("late-repairs", "逾期未整改", "late", _repairs(lambda on: Q(due_on__lt=on)),
           lambda agency, of: rules.RULES["rectified"].grounds(agency, of)),
    _wrong("stale-columns", "栏目超期"),
    _wrong("empty-columns", "空白栏目"),
    _wrong("personal-data", "个人信息"),
    _wrong("metadata", "要素问题"),
    _wrong("dead-links", "坏链接"),
    _wrong("guide", "指南缺项"),
    _wrong("training", "没有培训"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """``score`` is that of the last inspection that was closed, None before the first."""

    agency: Agency
    numbers: tuple[int | None, ...]
    score: Decimal | None

    @property
    def late(self) -> int:
        return self._of("late")

    @property
    def wrong(self) -> int:
        return self._of("wrong")

    def _of(self, group: str) -> int:
        return sum(
            number or 0 for column, number in zip(COLUMNS, self.numbers, strict=True) if column.group == group
        )


@dataclass(frozen=True, slots=True)
class Board:
    """The bodies of one kind in official order, and what one of them has on the average (None: of none known)."""

    kind: str
    rows: tuple[Row, ...]
    averages: tuple[Decimal | None, ...]
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Detail:
    column: Column
    number: int | None
    grounds: tuple[str, ...]


def looked_after(user: Who, on: date) -> AgencyQuerySet:
    """The bodies of which this person is the supervisor; offices inside a body are not looked at by themselves."""
    return within(user, "inspections.inspect", on=on).on(on).exclude(kind=Kind.INTERNAL)


def kinds(user: Who, on: date) -> list[tuple[Kind, int]]:
    """The kind with the most bodies first."""
    rows = looked_after(user, on).order_by().values("kind").annotate(number=Count("pk"))
    return sorted(((Kind(row["kind"]), row["number"]) for row in rows), key=lambda one: (-one[1], str(one[0])))


def board(user: Who, kind: str, on: date) -> Board:
    agencies = list(looked_after(user, on).filter(kind=kind).order_by("rank"))
    return Board(kind, *_rows(agencies, on))


def _rows(
    agencies: Sequence[Agency], on: date
) -> tuple[tuple[Row, ...], tuple[Decimal | None, ...], Decimal | None]:
    span = this_quarter(on)
    counted = [column.count(agencies, span) for column in COLUMNS]
    scores = _scores(agencies)
    rows = tuple(Row(one, tuple(of.get(one.pk) for of in counted), scores.get(one.pk)) for one in agencies)
    averages = tuple(_average(of.values()) for of in counted)
    return rows, averages, _average(scores.values())


def rows_of(agencies: Sequence[Agency], on: date) -> tuple[Row, ...]:
    """Of bodies of any kind, for who is written to about all of them."""
    return _rows(agencies, on)[0]


def _scores(agencies: Sequence[Agency]) -> dict[int, Decimal]:
    closed = Inspection.objects.filter(agency__in=rules.keys(agencies), own=False).exclude(state=State.OPEN)
    rows = closed.order_by("year", "quarter").values_list("agency", "score")
    return {pk: score for pk, score in rows if score is not None}


def _average(numbers: Iterable[int | Decimal]) -> Decimal | None:
    known = [Decimal(number) for number in numbers]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1")) if known else None


def details(agency: Agency, on: date) -> tuple[Detail, ...]:
    """Whoever asks has looked the agency up among ``looked_after``."""
    (row,) = rows_of([agency], on)
    span = this_quarter(on)
    return tuple(
        Detail(column, number, tuple(rules.shortened(column.grounds(agency, span))) if number else ())
        for column, number in zip(COLUMNS, row.numbers, strict=True)
    )
