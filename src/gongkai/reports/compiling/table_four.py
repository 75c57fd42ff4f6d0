"""Table 4 by the names of the form's cells, out of the reconsiderations and lawsuits of a year.

What was pending when the year began is counted again (``review.queries``, "again"), so that every proceeding has
its result in the table of the year in which it was decided; where a district counts only what came in the year,
``once`` gives those figures.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.agencies.models import Agency
from gongkai.reports.compiling.cells import Cell, Source
from gongkai.review import queries
from gongkai.statute.form import Finding, edition

NAMES = tuple(cell.name for cell in edition("2021").table(4)[0].cells)


def cells(agency: Agency, year: int) -> tuple[dict[str, Cell], list[Finding]]:
    """Every cell of the table; where the two ways of counting differ, that is said."""
    again = queries.table4(agency, year)
    once = queries.table4(agency, year, carried="once")
    found = {
        name: Cell(name, number, Source.PROCEEDINGS, _note(number, once[name])) for name, number in again.items()
    }
    return found, list(_both_ways(again, once))


def _note(again: int, once: int) -> str:
    return f"只计本年收到的为{once}件。" if again != once else ""


def _both_ways(again: dict[str, int], once: dict[str, int]) -> Iterator[Finding]:
    """The form does not say which of the two is meant."""
    differing = tuple(name for name in again if again[name] != once[name])
    if differing:
        number = sum(again[name] - once[name] for name in differing if name.endswith("/总计"))
        message = f"表四含上年未审结、今年继续审理的{number}件；国家格式没有规定是否重复计入，请向主管部门确认。"
        yield Finding("A5", "hint", message, differing)
