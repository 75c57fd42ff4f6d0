"""Everything one annual report is checked for, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from .across import carried_over, carry_over, follows, in_force, roll_up
from .arithmetic import ledgers, sums, values
from .fees import fees
from .findings import Finding
from .lists import lists
from .period import period
from .plausible import plausible
from .prose import sentences
from .report import AnnualReport
from .structure import form_in_use, structure
from .sums import Number
from .text_against_tables import text_against_tables


def check(
    report: AnnualReport,
    last_year: AnnualReport | None = None,
    subordinates: Sequence[AnnualReport] | None = None,
    merged: Sequence[AnnualReport] = (),
) -> tuple[Finding, ...]:
    """Every violated or doubtful relation of a report, the form's own sums first.

    ``last_year`` is the same body's report of the year before (A4, A7); ``merged`` are those of the bodies that
    became part of it since, which add up with it; ``subordinates`` are the reports that together make up this
    one, its own office's included (A9). What cannot be checked because the report does not have it is left out,
    never guessed.
    """
    books = ledgers(report)
    found: list[Finding] = []
    fixed: dict[str, Number] = {}
    before = [one for one in (last_year, *merged) if one is not None]
    if before and all(follows(report, one) for one in before):
        pairs = carried_over(books, [ledgers(one) for one in before])
        fixed = {name: there for name, (there, _) in pairs.items()}
        found += carry_over(report, pairs, len(before))
        found += in_force(report, before)
    found[:0] = sums(report, books, fixed)
    found += values(report)
    told = tuple(sentences(report))
    found += text_against_tables(report, books, told)
    found += fees(report, told)
    found += lists(told)
    found += period(report, told)
    found += structure(report)
    found += form_in_use(report)
    found += plausible(report)
    if subordinates:
        found += roll_up(report, subordinates)
    return tuple(found)


def check_tables(report: AnnualReport) -> tuple[Finding, ...]:
    """What its figures alone show: their sums, what each may be, and the form they stand in."""
    return (*sums(report, ledgers(report)), *values(report), *form_in_use(report))
