"""Table 2: documents made, repealed and in force as registered, decisions and charges as entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import QuerySet, Sum

from gongkai.agencies.models import Agency
from gongkai.publication import counted
from gongkai.publication.models import Item, YearCount
from gongkai.reports.compiling import charges
from gongkai.reports.compiling.bodies import there_in
from gongkai.reports.compiling.cells import Cell, Source
from gongkai.statute.form import Finding, Value

CELLS = counted.CELLS


def cells(agencies: Sequence[Agency], year: int) -> tuple[dict[str, Cell], list[Finding]]:
    """Every cell of the table, and what was entered by nobody."""
    found: dict[str, Cell] = {}
    doubts: list[Finding] = []
    documents = counted.documents(agencies, year)
    for cell in CELLS:
        if cell in documents:
            found[cell] = Cell(cell, documents[cell], Source.DOCUMENTS)
            continue
        rows = entered(agencies, year, cell)
        number: Decimal | None = rows.order_by().aggregate(total=Sum("number"))["total"]
        if cell == charges.CELL:
            charge = charges.charge(agencies, year, number)
            source = Source.LEDGER if charge.from_ledger else Source.ENTERED
            found[cell] = Cell(cell, plain(charge.number), source, charge.note)
            doubts += charge.findings
        else:
            found[cell] = Cell(cell, plain(number), Source.ENTERED)
        if found[cell].source is Source.ENTERED:
            doubts += _not_entered(agencies, year, cell, rows)
    return found, doubts


def items(agencies: Sequence[Agency], year: int, cell: str) -> QuerySet[Item] | None:
    """The documents behind a cell, None for one that counts none. KeyError for a cell of another table."""
    found = [counted.behind(one, year, cell).items for one in agencies]
    rows = [one for one in found if one is not None]
    return reduce(or_, rows) if rows else None


def entered(agencies: Sequence[Agency], year: int, cell: str) -> QuerySet[YearCount]:
    """What was entered for a cell, by all of them."""
    found = [counted.behind(one, year, cell).entered for one in agencies]
    rows = [one for one in found if one is not None]
    return reduce(or_, rows) if rows else YearCount.objects.none()


def plain(number: Decimal | None) -> Value:
    """As the form counts it: a whole number where it is one, without needless zeros where it is not."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else number.normalize()


def _not_entered(agencies: Sequence[Agency], year: int, cell: str, rows: QuerySet[YearCount]) -> Iterator[Finding]:
    """Nobody said how many: that is not nought."""
    have = set(rows.order_by().values_list("agency", flat=True))
    for one in agencies:
        if one.pk not in have and there_in(one, year):
            matter, _, what = cell.partition("/")
            message = (
                f"“{one.name}”没有填报{year}年的{matter}（{what}）；没有发生的，请填0。"
                "可在“公开”的“数量”中填报，或者用表格导入。"
            )
            yield Finding("A8", "warning", message, (cell,))
