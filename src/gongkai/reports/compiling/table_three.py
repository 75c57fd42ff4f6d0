"""Table 3 by the names of the form's cells."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.agencies.models import Agency
from gongkai.cases import table3
from gongkai.reports.compiling.cells import Cell, Source
from gongkai.statute.form import Finding


def places() -> dict[str, tuple[str, str]]:
    """Name of a cell -> row and column code."""
    return {cell.name: (cell.row.code, cell.column.code) for cell in table3.form().cells}


def cells(agency: Agency, year: int) -> tuple[dict[str, Cell], list[Finding]]:
    """Every cell of the table; what stands in it without a case behind it is said."""
    table = table3.table3(agency, year)
    found = {}
    for name, place in places().items():
        row, column = place
        unnamed = without_case(table, row, column)
        note = f"其中{unnamed}件来自期初结转数，没有逐件登记。" if unnamed else ""
        found[name] = Cell(name, table[place], Source.CASES, note)
    return found, list(_unnamed(table))


def without_case(table: table3.Table3, row: str, column: str) -> int:
    """How many of a cell are known from the opening balance alone."""
    if row not in (table3.CARRIED_IN, table3.CARRIED_ON):
        return 0
    return sum(table.unnamed.values()) if column == table3.TOTAL else table.unnamed[column]


def _unnamed(table: table3.Table3) -> Iterator[Finding]:
    number = sum(table.unnamed.values())
    if number:
        message = f"第二、四项各有{number}件来自期初结转数，没有对应的申请；请导入台账，或者逐件补登。"
        yield Finding("A4", "hint", message, ("2/总计", "4/总计"))
