"""The records behind each cell: for a person, as far as they may see them; and as plain keys, to be frozen.

Leaf cells have records of their own; a sum (总计, 3.7) has those of its leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR, Who, ensure, within
from gongkai.cases import queries as cases
from gongkai.cases import table3
from gongkai.cases.words import RESULT_ROWS
from gongkai.publication import counts
from gongkai.publication import queries as publication
from gongkai.reports.compiling import charges, subordinates, table_four, table_three, table_two
from gongkai.reports.compiling.bodies import bodies, owes
from gongkai.reports.models import ReportVersion
from gongkai.review import queries as proceedings
from gongkai.statute.form import edition


class Kind(StrEnum):
    """What a record is."""

    ITEM = "item"
    COUNT = "count"
    FEE = "fee"
    CASE = "case"
    PROCEEDING = "proceeding"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one kind behind a cell: those this person may see, and how many there are in all."""

    kind: Kind
    rows: QuerySet[Any]
    number: int

    @property
    def hidden(self) -> int:
        return self.number - self.rows.count()


@dataclass(frozen=True, slots=True)
class Behind:
    """``unnamed``: how many of the figure are known from an opening balance alone. ``amount``: the figure is a sum
    of what the records say, and not how many there are."""

    cell: str
    parts: tuple[Part, ...]
    unnamed: int = 0
    amount: bool = False

    @property
    def number(self) -> int:
        """How many records, seen or not, and those without one."""
        return sum(one.number for one in self.parts) + self.unnamed


def behind(user: Who, agency: Agency, year: int, cell: str, *, on: date) -> Behind:
    """NotAllowed for who may not see the agency's reports; KeyError for a cell that the form has not."""
    ensure(user, "reports.view", agency, on=on)
    owes(agency, year)
    own = _own(user, agency, year, cell, on)
    parts = subordinates.below(agency, year)
    if parts is None:
        return own
    every = ReportVersion.objects.filter(pk__in=subordinates.adding(parts, cell)).select_related("report__agency")
    seen = every.filter(report__agency__in=within(user, "reports.view", on=on)).order_by("report__agency__rank")
    return replace(own, parts=(*own.parts, Part(Kind.REPORT, seen, every.count())), amount=True)


def _own(user: Who, agency: Agency, year: int, cell: str, on: date) -> Behind:
    """What stands in its own records."""
    if cell in table_two.CELLS:
        return _of_table_two(user, agency, year, cell, on)
    if cell in table_four.NAMES:
        every = proceedings.behind(agency, year, cell)
        seen = every.filter(pk__in=proceedings.visible(user, on=on).values("pk"))
        return Behind(cell, (Part(Kind.PROCEEDING, seen, every.count()),))
    row, column = table_three.places()[cell]
    seen_cases = table3.cell_cases(user, agency, year, row, column, on=on)
    number = table3.cell_cases(OPERATOR, agency, year, row, column, on=on).count()
    unnamed = table_three.without_case(table3.table3(agency, year), row, column)
    return Behind(cell, (Part(Kind.CASE, seen_cases, number),), unnamed)


def _of_table_two(user: Who, agency: Agency, year: int, cell: str, on: date) -> Behind:
    agencies = bodies(agency, year)
    documents = table_two.items(agencies, year, cell)
    if documents is not None:
        seen = documents.filter(pk__in=publication.visible(user, on=on).values("pk"))
        return Behind(cell, (Part(Kind.ITEM, seen, documents.count()),))
    entered = table_two.entered(agencies, year, cell)
    mine = entered.filter(pk__in=counts.visible(user, on=on).values("pk"))
    parts = [Part(Kind.COUNT, mine, entered.count())]
    if cell == charges.CELL:
        ledger = charges.ledger(agencies, year)
        paid = ledger.filter(case__in=cases.visible(user, on=on).values("pk"))
        parts.append(Part(Kind.FEE, paid, ledger.count()))
    return Behind(cell, tuple(parts), amount=True)


def keys(agency: Agency, year: int) -> dict[str, tuple[str, ...]]:
    """Every leaf cell that has records, with their keys in order; an entered figure or a fee with what it says
    (``count:7=120``). Asks nobody's permission."""
    owes(agency, year)
    found = {**_keys_of_two(agency, year), **_keys_of_three(agency, year)}
    for cell in table_four.NAMES:
        if leaves(cell) == (cell,):
            rows = proceedings.behind(agency, year, cell).order_by("pk").values_list("pk", flat=True)
            found[cell] = tuple(f"{Kind.PROCEEDING}:{pk}" for pk in rows)
    parts = subordinates.below(agency, year)
    if parts is not None:
        wanted = [cell.name for cell in edition("2021").cells if leaves(cell.name) == (cell.name,)]
        for cell, some in subordinates.behind(parts, wanted).items():
            found[cell] = (*found.get(cell, ()), *some)
    return {cell: some for cell, some in found.items() if some}


def _keys_of_two(agency: Agency, year: int) -> dict[str, tuple[str, ...]]:
    agencies = bodies(agency, year)
    found: dict[str, tuple[str, ...]] = {}
    for cell in table_two.CELLS:
        documents = table_two.items(agencies, year, cell)
        if documents is not None:
            rows = documents.order_by("pk").values_list("pk", flat=True)
            found[cell] = tuple(f"{Kind.ITEM}:{pk}" for pk in rows)
        else:
            entered = table_two.entered(agencies, year, cell).order_by("pk").values_list("pk", "number")
            found[cell] = tuple(f"{Kind.COUNT}:{pk}={_plain(number)}" for pk, number in entered)
    fees = charges.ledger(agencies, year).order_by("pk").values_list("pk", "paid_amount", "refunded_amount")
    found[charges.CELL] += tuple(f"{Kind.FEE}:{pk}={paid - refunded}" for pk, paid, refunded in fees)
    return found


def _keys_of_three(agency: Agency, year: int) -> dict[str, tuple[str, ...]]:
    """With one question for all cells; ``behind`` asks for one cell, and a test holds the two together."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    alive = table3.countable(table3.carried_by(agency, year)).filter(
        Q(counted_on=None) | Q(counted_on__gte=first), received_on__lte=last
    )
    names = {place: name for name, place in table_three.places().items()}
    found: dict[str, list[str]] = {}
    rows = alive.order_by("pk").values_list("pk", "received_on", "counted_on", "counted_row", "applicant_class")
    for pk, received, counted, row, one in rows:
        came = table3.NEW if received and received >= first else table3.CARRIED_IN
        became = row if counted and counted <= last else table3.CARRIED_ON
        for code in (came, became):
            found.setdefault(names[code, one], []).append(f"{Kind.CASE}:{pk}")
    return {cell: tuple(some) for cell, some in found.items()}


@cache
def leaves(cell: str) -> tuple[str, ...]:
    """The cells whose records a cell has: itself, or those that it sums up. KeyError for an unknown one."""
    if cell in table_two.CELLS:
        return (cell,)
    row, _, column = cell.partition("/")
    if cell in table_four.NAMES:
        own = [name for name in table_four.NAMES if name.startswith(f"{row}/") and not name.endswith("/总计")]
        return tuple(own) if column == "总计" else (cell,)
    labels = [one.label for one in edition("2021").table(3)[0].columns if one.code != table3.TOTAL]
    code, _ = table_three.places()[cell]
    rows = RESULT_ROWS if code == table3.ALL_RESULTS else (code,)
    return tuple(f"{one}/{label}" for one in rows for label in (labels if column == "总计" else [column]))


def of_cell(keys: Mapping[str, tuple[str, ...]], cell: str) -> tuple[str, ...]:
    """The keys behind any cell out of those of the leaves; a record stands in one leaf of a sum."""
    return tuple(key for leaf in leaves(cell) for key in keys.get(leaf, ()))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
