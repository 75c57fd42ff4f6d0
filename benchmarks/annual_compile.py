"""One body's report compiled and checked from many items and cases, beside plain SQL. The last line is JSON.

*Tables*: tables 2 to 4 and the checks of the form, beside the same counts as somebody would write them down.
*Whole*: ``compile`` with its text, beside the very statements it asks, put to the database again in turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.server import migrate, prepare

YEAR = 2024
_ROUNDS = 15


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--items", type=int, required=True)
    given.add_argument("--cases", type=int, required=True)
    options = given.parse_args()
    prepare()
    migrate()
    agency = written(options.items, options.cases)
    result: dict[str, Any] = {"items": options.items, "cases": options.cases}
    result["tables"] = tables(agency)
    result["whole"] = whole(agency)
    print(json.dumps(result))


def written(items: int, cases: int) -> Any:
    """All of it of one body."""
    from django.db import connection

    from benchmarks import cases_made, portal_made
    from gongkai.cases.models import Case
    from gongkai.publication.models import Item

    began = time.perf_counter()
    portal_made.write(items)
    (agency,), _ = cases_made.write(cases, 1)
    Item.objects.update(agency=agency)
    assert Case.objects.filter(agency=agency).count() == cases
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"{items:,} items and {cases:,} cases written in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return agency


def in_turn(ours: Callable[[], object], plain: Callable[[], object]) -> dict[str, float]:
    """Medians in ms, and the median of the ratios; the first round warms up."""
    mine, other = [], []
    for _ in range(_ROUNDS + 1):
        mine.append(timed(ours))
        other.append(timed(plain))
    ratios = [a / b for a, b in zip(mine[1:], other[1:], strict=True)]
    middle = statistics.median
    return {"ours": middle(mine[1:]), "plain": middle(other[1:]), "ratio": middle(ratios)}


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def tables(agency: Any) -> dict[str, float]:
    from gongkai.reports.compiling import tables as compiling
    from gongkai.statute.form import AnnualReport, check

    def ours() -> dict[str, Any]:
        cells, _ = compiling._tables(agency, YEAR)
        figures = {name: cell.value for name, cell in cells.items()}
        check(AnnualReport(agency=agency.name, year=YEAR, edition="2021", figures=figures))
        return figures

    figures, plain = ours(), plain_sql(agency.pk)
    assert {name: figures[name] for name in plain} == plain
    return in_turn(ours, lambda: plain_sql(agency.pk))


def whole(agency: Any) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.reports.compiling.tables import compile

    with CaptureQueriesContext(connection) as asked:
        compile(agency, YEAR)
    statements = [one["sql"] for one in asked.captured_queries]
    statements = [one for one in statements if one.startswith(("SELECT", "WITH"))]

    def plain() -> None:
        with connection.cursor() as cursor:
            for one in statements:
                cursor.execute(one)
                cursor.fetchall()

    return {"statements": len(statements), **in_turn(lambda: compile(agency, YEAR), plain)}


_FIRST, _LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
_ALIVE = "FROM cases_case WHERE agency_id = %s AND kind = 'disclosure' AND state <> 'merged'"
_RECEIVED = f"{_ALIVE} AND received_on IS NOT NULL"
_CASES = (
    (f"SELECT '1', applicant_class, count(*) {_ALIVE} AND received_on BETWEEN %s AND %s GROUP BY 2", 2),
    (f"SELECT '2', applicant_class, count(*) {_ALIVE} AND received_on < %s "
     "AND (counted_on IS NULL OR counted_on >= %s) GROUP BY 2", 1),
    (f"SELECT counted_row, applicant_class, count(*) {_RECEIVED} "
     "AND counted_on BETWEEN %s AND %s GROUP BY 1, 2", 2),
    (f"SELECT '4', applicant_class, count(*) {_ALIVE} AND received_on <= %s "
     "AND (counted_on IS NULL OR counted_on > %s) GROUP BY 2", 0),
)  # fmt: skip
_DOCUMENTS = (
    "SELECT sum(CASE WHEN made_on BETWEEN %s AND %s THEN 1 ELSE 0 END), "
    "sum(CASE WHEN validity IN ('repealed') AND ended_on BETWEEN %s AND %s THEN 1 ELSE 0 END) "
    "FROM publication_item WHERE agency_id = %s AND genre = %s AND state IN ('public', 'withdrawn')"
)
_COUNTS = (
    "SELECT what, sum(number) FROM publication_yearcount WHERE agency_id = %s AND year = %s "
    "AND replaced_at IS NULL GROUP BY 1"
)
_PROCEEDINGS = (
    "SELECT p.kind, i.outcome, i.ended_on, count(*) FROM review_proceeding p JOIN review_instance i "
    "ON i.proceeding_id = p.id WHERE p.agency_id = %s AND p.state <> 'void' AND i.began_on <= %s "
    "AND (i.ended_on IS NULL OR i.ended_on >= %s) GROUP BY 1, 2, 3"
)


def plain_sql(agency: int) -> dict[str, int]:
    """The counts of the three tables, a statement for each kind; what it gives of two tables."""
    from django.db import connection

    from gongkai.cases.table3 import form

    labels = {column.code: column.label for column in form().columns}
    found: dict[str, int] = {}
    days = {0: (_LAST, _LAST), 1: (_FIRST, _FIRST), 2: (_FIRST, _LAST)}
    with connection.cursor() as cursor:
        for statement, which in _CASES:
            cursor.execute(statement, [agency, *days[which]])
            for row, one, number in cursor.fetchall():
                found[f"{row}/{labels[one]}"] = number
        for genre, name in (("rule", "规章"), ("normative", "行政规范性文件")):
            cursor.execute(_DOCUMENTS, [_FIRST, _LAST, _FIRST, _LAST, agency, genre])
            found[f"{name}/本年制发件数"] = cursor.fetchall()[0][0] or 0
        for statement, values in ((_COUNTS, [agency, YEAR]), (_PROCEEDINGS, [agency, _LAST, _FIRST])):
            cursor.execute(statement, values)
            cursor.fetchall()
    return found


if __name__ == "__main__":
    main()
