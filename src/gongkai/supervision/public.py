"""What everybody may know of the inspections: those made public, by their public sentences alone.

shown(agency=None) -> QuerySet[Inspection]       public now, newest quarter first
told(inspections) -> [Told]                      each with its sentences; two questions for all of them
taken_back(agency, year, quarter) -> Inspection? was public, and is not any more
averages(inspections) -> [Average]               of a district by quarter, the oldest first

Every outlet asks ``shown``; so what is taken back is gone from all of them in the same moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.supervision.inspection_states import Repair, Said, State
from gongkai.supervision.models import Inspection, PublicSentence, Shortcoming


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. ``state`` in the words of the repair, ``on`` the day it was accepted or, until
    then, is due; ``done`` is "" where nothing was said of it yet."""

    found: str
    done: str
    state: str
    settled: bool
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    inspection: Inspection
    whole: str
    found: tuple[Found, ...]

    @property
    def settled(self) -> int:
        return sum(1 for one in self.found if one.settled)


@dataclass(frozen=True, slots=True)
class Average:
    """``score`` is the mean of ``number`` bodies."""

    year: int
    quarter: int
    score: Decimal
    number: int


def shown(agency: Agency | None = None) -> QuerySet[Inspection]:
    """What was made known to the bodies alone, before there were public sentences, is not among it."""
    whole = Exists(_approved().filter(inspection=OuterRef("pk"), about=Said.WHOLE))
    rows = Inspection.objects.filter(whole, state=State.PUBLISHED, own=False)
    found = rows.filter(agency=agency) if agency else rows
    return found.select_related("agency").order_by("-year", "-quarter", "agency__rank")


def told(inspections: Iterable[Inspection]) -> list[Told]:
    """In their order."""
    found = list(inspections)
    said = _said(found)
    short: dict[int, list[Shortcoming]] = defaultdict(list)
    rows = Shortcoming.objects.filter(verdict__inspection__in=[one.pk for one in found])
    for row in rows.select_related("verdict").order_by("verdict__order"):
        short[row.verdict.inspection_id].append(row)
    return [
        Told(one, said.get((one.pk, Said.WHOLE, None), ""), tuple(_found(row, said) for row in short[one.pk]))
        for one in found
    ]


def taken_back(agency: Agency, year: int, quarter: int) -> Inspection | None:
    rows = Inspection.objects.filter(agency=agency, year=year, quarter=quarter, own=False)
    return rows.filter(state=State.TAKEN_BACK).first()


def averages(inspections: Iterable[Inspection]) -> list[Average]:
    by_quarter: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    for one in inspections:
        if one.score is not None:
            by_quarter[one.year, one.quarter].append(one.score)
    return [
        Average(year, quarter, (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1")), len(scores))
        for (year, quarter), scores in sorted(by_quarter.items())
    ]


def _approved() -> QuerySet[PublicSentence]:
    return PublicSentence.objects.exclude(approved_at=None)


def _said(found: list[Inspection]) -> Mapping[tuple[int, str, int | None], str]:
    """The latest that was approved of each."""
    rows = _approved().filter(inspection__in=[one.pk for one in found]).order_by("approved_at", "pk")
    return {(one.inspection_id, one.about, one.shortcoming_id): one.text for one in rows}


def _found(row: Shortcoming, said: Mapping[tuple[int, str, int | None], str]) -> Found:
    settled = row.state == Repair.SETTLED
    of = row.verdict.inspection_id
    return Found(
        said.get((of, Said.FOUND, row.pk), ""), said.get((of, Said.DONE, row.pk), ""), row.get_state_display(),
        settled, day(row.looked_at) if settled and row.looked_at else row.due_on,
    )  # fmt: skip
