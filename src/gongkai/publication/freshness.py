"""How a column stands: empty, stale, soon stale, quiet by record, fresh (rule 49; 国办秘函〔2019〕19号).

of_agency(agency, on) -> (Row, …)              every leaf of its list
of_agencies(agencies, on) -> {agency: rows}    many at once, four questions in all, however many they are
site(rows, on) -> (Verdict, …)                 the counts of a site against 5, 10 and 5

A record that nothing was new explains a column; it does not make it fresh, since an inspection knows no such
excuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from gongkai.agencies.models import Agency, in_force
from gongkai.publication import nothing_new
from gongkai.publication.models import Column
from gongkai.publication.queries import shown
from gongkai.statute import freshness
from gongkai.statute.freshness import Fresh, Verdict

# What a list says of a column and its freshness does not need.
_TOLD: Final = ("content", "basis", "period", "period_words", "ways", "audience", "level", "origin")
# What a column is measured by and the day of its newest item: of thousands of columns most are alike in both.
Measured = tuple[int | None, str, date]


class State(models.TextChoices):
    EMPTY = "empty", "空白"
    STALE = "stale", "超期未更新"
    SOON = "soon", "即将超期"
    FRESH = "fresh", "正常"
    # Not measured: it is filled when there is something.
    FREE = "free", "不定期"


@dataclass(frozen=True, slots=True)
class Row:
    """One column. ``until``: the last day it counts as updated; ``explained_until``: nothing new by record up to
    then; ``counts_in``: the count of a site it belongs to, "" for none."""

    column: Column
    items: int
    last_on: date | None
    state: State
    until: date | None
    explained_until: date | None
    counts_in: str


def of_agency(agency: Agency, on: date) -> tuple[Row, ...]:
    """In the order of the list."""
    return of_agencies([agency], on).get(agency.pk, ())


def of_agencies(agencies: Iterable[Agency], on: date) -> dict[int, tuple[Row, ...]]:
    """The leaves of all of them, by the key of the agency."""
    whose = {one.pk: one for one in agencies}
    leaves = _leaves(whose, on)
    columns = _placed(leaves, whose)
    inside = {
        row["column"]: (row["number"], row["last"])
        for row in shown()
        .filter(column__in=leaves.order_by().values("pk"))
        .values("column")
        .annotate(number=Count("pk"), last=Max("first_public_on"))
        .order_by()
    }
    records = nothing_new.last_of(leaves)
    found: dict[int, list[Row]] = {}
    measured: dict[Measured, Fresh | None] = {}
    for one in columns:
        row = _row(one, *inside.get(one.pk, (0, None)), records.get(one.pk), on, measured)
        found.setdefault(one.agency_id, []).append(row)
    return {agency: tuple(rows) for agency, rows in found.items()}


def _leaves(agencies: Iterable[int], on: date) -> QuerySet[Column]:
    below = Column.objects.filter(in_force(on), parent=OuterRef("pk"))
    rows = Column.objects.filter(in_force(on), ~Exists(below), agency__in=list(agencies), manner="active")
    return rows.defer(*_TOLD).order_by("agency", "order", "pk")


def _placed(leaves: QuerySet[Column], whose: Mapping[int, Agency]) -> list[Column]:
    """With their agency and what they are under: a few hundred rows that thousands of columns share, and not one
    more of each for every column."""
    columns = list(leaves)
    above = _above(leaves) if any(one.parent_id for one in columns) else {}
    for one in columns:
        one.agency = whose[one.agency_id]
        if one.parent_id is not None:
            one.parent = above[one.parent_id]
    return columns


def _above(leaves: QuerySet[Column]) -> dict[int, Column]:
    rows = Column.objects.filter(pk__in=leaves.order_by().values("parent")).defer(*_TOLD)
    return {one.pk: one for one in rows}


def _row(
    column: Column,
    items: int,
    last_on: date | None,
    explained: date | None,
    on: date,
    measured: dict[Measured, Fresh | None],
) -> Row:
    kind = freshness.of_type(column.column_type)
    counts_in = kind.counts_in if kind else ("due" if column.fresh_days else "")
    if last_on is None:
        return Row(column, items, None, State.EMPTY, None, explained, counts_in)
    key = (column.fresh_days, column.column_type, last_on)
    if key not in measured:
        measured[key] = _fresh(column, last_on, on)
    fresh = measured[key]
    if fresh is None:
        return Row(column, items, last_on, State.FREE, None, explained, counts_in)
    return Row(column, items, last_on, _state(fresh, on), fresh.until, explained, counts_in)


def _fresh(column: Column, last_on: date, on: date) -> Fresh | None:
    """By its own number of days, else by its kind."""
    if column.fresh_days is not None:
        return freshness.in_days(column.fresh_days, last_on)
    kind = freshness.of_type(column.column_type)
    return freshness.until(kind, last_on, on) if kind else None


def _state(fresh: Fresh, on: date) -> State:
    if on > fresh.until:
        return State.STALE
    return State.SOON if on >= fresh.warn_on else State.FRESH


def site(rows: Iterable[Row], on: date) -> tuple[Verdict, ...]:
    """How near the columns of a whole site are to what fails it."""
    counts: dict[freshness.Count, int] = {"front": 0, "due": 0, "empty": 0}
    for one in rows:
        if one.state == State.EMPTY:
            counts["empty"] += 1
        elif one.state == State.STALE and one.counts_in == "front":
            counts["front"] += 1
        elif one.state == State.STALE:
            counts["due"] += 1
    return freshness.judge(counts, on)
