"""Table 3 of the annual report, counted out of the cases: 25 rows, 7 columns, one question each way.

table3(agency, year) -> Table3                          the figures
counts(user, agency, year, *, on) -> Table3             the same for somebody who may count (``cases.count``)
cell_cases(user, agency, year, row, column, *, on)      the cases behind a figure, for those who may see them

One statement (``sql``) takes every case that was alive in the year, by whether it came in that year, by what
became of it and by who asked. Rows 1 and 2 are its sums one way, rows 3 and 4 its sums the other way, so A1, A2
and A3 of the form hold by construction; the table says besides that no case is answered before it came in.

Not counted: requests to correct a record (Art. 41), cases merged into another, and those not yet received in law.
A case counts once, by ``counted_row`` and ``counted_on`` (``counting``), however often it is answered anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.permissions import Who, ensure
from gongkai.cases import queries, sql
from gongkai.cases.models import Case, OpeningBalance
from gongkai.cases.states import State
from gongkai.cases.words import RESULT_ROWS, ApplicantClass, Kind
from gongkai.statute.form import Block, edition

NEW, CARRIED_IN, ALL_RESULTS, CARRIED_ON = "1", "2", "3.7", "4"
TOTAL = "total"
CLASSES = tuple(ApplicantClass.values)


@dataclass(frozen=True, slots=True)
class Table3:
    """``agencies``: the keys of those whose cases are in it (itself, and those it carries on). ``unnamed``: how
    many of rows 2 and 4 are known from the opening balance alone, by class; no case stands behind them."""

    agency: Agency
    year: int
    agencies: tuple[int, ...]
    cells: Mapping[tuple[str, str], int]
    unnamed: Mapping[str, int]

    def __getitem__(self, cell: tuple[str, str]) -> int:
        """By row and column code of the form, ``("3.3.1", "natural")``. KeyError for what the form has not."""
        return self.cells[cell]

    def row(self, code: str) -> dict[str, int]:
        """A row by class, without its total."""
        return {one: self.cells[code, one] for one in CLASSES}

    def rows(self) -> list[tuple[str, list[int]]]:
        """Code and figures of every row, in the order of the form."""
        columns = [column.code for column in form().columns]
        return [(row.code, [self.cells[row.code, one] for one in columns]) for row in form().rows]


def form() -> Block:
    """The table as the form has it since 2021 (国办公开办函〔2021〕30号)."""
    return edition("2021").table(3)[0]


def table3(agency: Agency, year: int) -> Table3:
    """Asks nobody's permission: ``counts`` does."""
    agencies = carried_by(agency, year)
    cells, opening = _own(agencies, year)
    unnamed = _unnamed(agencies, year) if opening else dict.fromkeys(CLASSES, 0)
    for one, number in unnamed.items():
        cells[CARRIED_IN, one] += number
        cells[CARRIED_ON, one] += number
    return Table3(agency, year, agencies, _whole(cells), unnamed)


def counts(user: Who, agency: Agency, year: int, *, on: date) -> Table3:
    """NotAllowed without ``cases.count``. The supervisor has it and sees no case."""
    ensure(user, "cases.count", agency, on=on)
    return table3(agency, year)


def cell_cases(user: Who, agency: Agency, year: int, row: str, column: str, *, on: date) -> QuerySet[Case]:
    """The cases of one cell that this user may see. KeyError for a cell that the form has not."""
    found = countable(carried_by(agency, year)).filter(_condition(row, year))
    if column != TOTAL:
        found = found.filter(applicant_class=_known(column))
    return queries.visible(user, on=on).filter(pk__in=found.values("pk")).order_by("received_on", "pk")


def countable(agencies: Iterable[int]) -> QuerySet[Case]:
    """What is in any year's table of these agencies at all."""
    received = Case.objects.filter(agency__in=list(agencies), kind=Kind.DISCLOSURE, received_on__isnull=False)
    return received.exclude(state=State.MERGED)


def carried_by(agency: Agency, year: int) -> tuple[int, ...]:
    """The keys of an agency and of those that were merged into it by the end of the year. One that was divided
    among several has no heir: nobody counts its cases twice (``carrying`` names them)."""
    found, waiting = [agency.pk], [agency.pk]
    while waiting and Succession.objects.filter(successor__in=waiting).exists():
        waiting = [one.pk for one in _merged_into(waiting, year) if one.pk not in found]
        found += waiting
    return tuple(found)


def _merged_into(agencies: list[int], year: int) -> QuerySet[Agency]:
    """Only who took over when it ended is an heir; what left it earlier is not."""
    at_its_end = Q(successions__from_on__gt=F("valid_until"))
    ended = Agency.objects.filter(valid_until__lt=date(year, 12, 31)).annotate(
        heirs=Count("successions", filter=at_its_end)
    )
    return ended.filter(at_its_end, successions__successor__in=agencies, heirs=1).order_by("rank")


def _own(agencies: tuple[int, ...], year: int) -> tuple[Counter[tuple[str, str]], int]:
    """Leaf cells out of the cases, and how many opening balances there are besides."""
    with connection.cursor() as cursor:
        cursor.execute(sql.table3(agencies, year))
        groups = cursor.fetchall()
    cells: Counter[tuple[str, str]] = Counter()
    opening = 0
    for came, became, one, number in groups:
        if came == "opening":
            opening = number
            continue
        cells[came, one] += number
        cells[became, one] += number
    return cells, opening


def _unnamed(agencies: tuple[int, ...], year: int) -> dict[str, int]:
    """What an opening balance has beyond the cases that are here, from its year on; each imported case takes one
    away."""
    number: Counter[str] = Counter()
    known: dict[int, Counter[str]] = {}
    rows = OpeningBalance.objects.filter(agency__in=agencies, year__lte=year, number__gt=0)
    for one in rows.select_related("agency"):
        if one.agency_id not in known:
            known[one.agency_id] = known_before(one.agency, one.year)
        number[one.applicant_class] += max(0, one.number - known[one.agency_id][one.applicant_class])
    return {one: number[one] for one in CLASSES}


def known_before(agency: Agency, year: int) -> Counter[str]:
    """The cases of this very agency that were carried into a year, by class."""
    here = countable([agency.pk]).filter(_condition(CARRIED_IN, year)).order_by()
    return Counter(dict(here.values_list("applicant_class").annotate(n=Count("pk"))))


def _whole(leaves: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """All 175 cells: 3.7 is the sum of its rows, the total the sum of its columns."""
    cells = {(row.code, one): leaves.get((row.code, one), 0) for row in form().rows for one in CLASSES}
    for one in CLASSES:
        cells[ALL_RESULTS, one] = sum(cells[row, one] for row in RESULT_ROWS)
    for row in form().rows:
        cells[row.code, TOTAL] = sum(cells[row.code, one] for one in CLASSES)
    return cells


def _condition(row: str, year: int) -> Q:
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_year = Q(counted_on__gte=first, counted_on__lte=last)
    if row in RESULT_ROWS:
        return in_year & Q(counted_row=row)
    return {
        NEW: Q(received_on__gte=first, received_on__lte=last),
        CARRIED_IN: Q(received_on__lt=first) & (Q(counted_on=None) | Q(counted_on__gte=first)),
        ALL_RESULTS: in_year,
        CARRIED_ON: Q(received_on__lte=last) & (Q(counted_on=None) | Q(counted_on__gt=last)),
    }[row]


def _known(column: str) -> str:
    if column not in CLASSES:
        raise KeyError(column)
    return column
