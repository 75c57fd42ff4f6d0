"""The plain SQL of cases: the counts of table 3, one statement for all cells of a year.

Every case that was alive in the year is in just one of three parts, and each part is read off an index of its own;
a planner asked for all of them at once would read all that ever came.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# In any year's table at all.
_COUNTED = "kind = 'disclosure' AND state <> 'merged' AND agency_id IN ({agencies})"
_BECAME = "CASE WHEN counted_on <= '{last}' THEN counted_row ELSE '4' END"
_PARTS = (
    # Came in this year.
    "SELECT '1', {became}, applicant_class, count(*) FROM cases_case "
    "WHERE {counted} AND received_on BETWEEN '{first}' AND '{last}' GROUP BY 2, 3",
    # Came before, and was answered in this year or later.
    "SELECT '2', {became}, applicant_class, count(*) FROM cases_case "
    "WHERE {counted} AND counted_on >= '{first}' AND received_on < '{first}' GROUP BY 2, 3",
    # Came before, and is not answered.
    "SELECT '2', '4', applicant_class, count(*) FROM cases_case "
    "WHERE {counted} AND counted_on IS NULL AND received_on < '{first}' GROUP BY 3",
    # Whether an opening balance has to be looked at.
    "SELECT 'opening', '', '', count(*) FROM cases_openingbalance "
    "WHERE agency_id IN ({agencies}) AND year <= {year} AND number > 0",
)


def table3(agencies: Sequence[int], year: int) -> str:
    """Rows of (how it came: "1" this year, "2" before, or "opening"; what became of it: a leaf row of results, or
    "4"; class; how many). Nothing but numbers and days goes in."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    words = {"agencies": ", ".join(str(int(one)) for one in agencies), "first": first, "last": last, "year": year}
    filled = {"counted": _COUNTED.format(**words), "became": _BECAME.format(**words)}
    return " UNION ALL ".join(part.format(**words, **filled) for part in _PARTS)
