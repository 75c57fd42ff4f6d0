"""One installation with many cases: table 3 against plain SQL, the working list and the page of a case. The last
line that is printed is JSON."""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.server import migrate, prepare

YEAR = 2025
_PAGES = 120


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--cases", type=int, required=True)
    number = given.parse_args().cases
    prepare()
    migrate()
    from benchmarks import cases_made

    began = time.perf_counter()
    agencies, clerks = cases_made.write(number)
    print(f"{number:,} cases written in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    result: dict[str, Any] = {"cases": number, **table3_against_sql(agencies)}
    print(result, file=sys.stderr)
    for name, work in (("list", lambda: asked(clerks)), ("page", lambda: pages(clerks, "/desk/cases/")),
                       ("case", lambda: pages(clerks, None))):  # fmt: skip
        result[name] = work()
        print(name, result[name], file=sys.stderr)
    print(json.dumps(result))


def table3_against_sql(agencies: list[Any]) -> dict[str, float]:
    """Both for every agency in turn; the sums have to agree before anything is timed."""
    from gongkai.cases.table3 import table3

    for agency in agencies[:3]:
        table, plain = table3(agency, YEAR), plain_sql(agency.pk, YEAR)
        assert {
            cell: n for cell, n in table.cells.items() if n and cell[1] != "total" and cell[0] != "3.7"
        } == plain
    ours, theirs, ratios = [], [], []
    for run in range(4 * len(agencies)):
        agency = agencies[run % len(agencies)]
        mine = timed(lambda a=agency: table3(a, YEAR))  # type: ignore[misc]
        other = timed(lambda a=agency: plain_sql(a.pk, YEAR))  # type: ignore[misc]
        if run >= len(agencies):
            ours.append(mine)
            theirs.append(other)
            ratios.append(mine / other)
    median = statistics.median
    return {"table3": median(ours), "plain": median(theirs), "ratio": median(ratios)}


_ALIVE = "FROM cases_case WHERE agency_id = %s AND kind = 'disclosure' AND state <> 'merged'"
_STATEMENTS = (
    f"SELECT '1', applicant_class, count(*) {_ALIVE} AND received_on BETWEEN %s AND %s GROUP BY 2",
    f"SELECT '2', applicant_class, count(*) {_ALIVE} AND received_on < %s "
    "AND (counted_on IS NULL OR counted_on >= %s) GROUP BY 2",
    f"SELECT counted_row, applicant_class, count(*) {_ALIVE} AND received_on IS NOT NULL "
    "AND counted_on BETWEEN %s AND %s GROUP BY 1, 2",
    f"SELECT '4', applicant_class, count(*) {_ALIVE} AND received_on <= %s "
    "AND (counted_on IS NULL OR counted_on > %s) GROUP BY 2",
)


def plain_sql(agency: int, year: int) -> dict[tuple[str, str], int]:
    """The same counts as somebody would write them down: a statement for each kind of row."""
    from django.db import connection

    first, last = date(year, 1, 1), date(year, 12, 31)
    days = ((first, last), (first, first), (first, last), (last, last))
    cells = {}
    with connection.cursor() as cursor:
        for statement, between in zip(_STATEMENTS, days, strict=True):
            cursor.execute(statement, (agency, *between))
            cells |= {(row, one): number for row, one, number in cursor.fetchall()}
    return cells


def asked(clerks: list[Any]) -> dict[str, float]:
    """A page of the list with the numbers above it, without the web."""
    from benchmarks.cases_made import TODAY
    from gongkai.agencies.permissions import remembering
    from gongkai.cases.queries import Filters, Which, totals, working_list

    tabs = [Which.AGENCY, Which.MINE, Which.UNCLAIMED, Which.OVERDUE, Which.SOON, Which.WAITING]

    def look(n: int) -> None:
        person = clerks[n % len(clerks)]
        with remembering():
            for case in working_list(person, Filters(which=tabs[n % len(tabs)]), on=TODAY).cases:
                _ = case.applicant.name
            totals(person, on=TODAY)

    return spread(look)


def pages(clerks: list[Any], path: str | None) -> dict[str, float]:
    """Whole pages through Django; without a path, that of a case in hand of the clerk's."""
    from django.test import Client

    from gongkai.cases.models import Case

    visitors = []
    for person in clerks:
        client = Client()
        client.force_login(person)
        case = Case.objects.filter(handler=person, state="open").order_by("due_on", "pk").first()
        assert case is not None
        visitors.append((client, path or f"/desk/cases/{case.pk}/"))

    def look(n: int) -> None:
        client, where = visitors[n % len(visitors)]
        assert client.get(where, headers={"host": "localhost"}).status_code == 200, where

    return spread(look)


def spread(look: Callable[[int], None]) -> dict[str, float]:
    """Questions of one look (the same every time, or it is said), and the 95th percentile in ms."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for n in range(20):
        look(n)
    gc.collect()
    gc.freeze()  # what was imported is not walked again between timings
    questions = set()
    for n in range(1, 4):
        with CaptureQueriesContext(connection) as context:
            look(n)
        questions.add(len(context))
    times = [timed(lambda n=n: look(n)) for n in range(_PAGES)]  # type: ignore[misc]
    return {"questions": max(questions), "p95": statistics.quantiles(times, n=20)[-1]}


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    work()
    took = (time.perf_counter() - began) * 1000
    gc.enable()
    return took


if __name__ == "__main__":
    main()
