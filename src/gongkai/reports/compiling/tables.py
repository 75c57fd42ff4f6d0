"""compile(agency, year): head, contact and tables 2 to 4 out of the records, checked by the form and last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.agencies.models import Agency
from gongkai.reports import checking
from gongkai.reports.compiling import heading, table_four, table_three, table_two
from gongkai.reports.compiling.bodies import bodies, owes
from gongkai.reports.compiling.cells import Cell, Compiled
from gongkai.reports.compiling.subordinates import below, with_those_below
from gongkai.reports.compiling.subordinates import doubts as doubts_below
from gongkai.reports.texts.drafting import Drafted, draft, lacking
from gongkai.statute.form import AnnualReport, Finding, Section, check, edition

_NUMERALS = "一二三四五六"


def compile(agency: Agency, year: int) -> Compiled:
    """Asks nobody's permission. Refused for a year without this form, or in which there was no such agency."""
    owes(agency, year)
    cells, doubts = _tables(agency, year)
    figures = {name: cells[name].value for name in (cell.name for cell in edition("2021").cells) if name in cells}
    text = draft(agency, year, figures)
    report = _with_text(replace(heading.heading(agency, year), figures=figures), text)
    doubts += [*heading.lacking(report), *lacking(text)]
    beside = checking.others(agency, year)
    checked = check(
        report, last_year=beside.last_year, subordinates=beside.subordinates or None, merged=beside.merged
    )
    return Compiled(agency, year, report, cells, text, _once(doubts, checked), checked, beside.unchecked)


def _once(doubts: Sequence[Finding], checked: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without what the form finds as well, now that the text tells of the fee, too (A10)."""
    found = {(one.relation, one.cells) for one in checked if one.relation == "A10"}
    return tuple(one for one in doubts if (one.relation, one.cells) not in found)


def own_cells(agency: Agency, year: int) -> tuple[dict[str, Cell], list[Finding]]:
    """What the agency's own records make, without the reports of those below it."""
    two, doubts = table_two.cells(bodies(agency, year), year)
    three, of_three = table_three.cells(agency, year)
    four, of_four = table_four.cells(agency, year)
    return {**two, **three, **four}, [*doubts, *of_three, *of_four]


def _tables(agency: Agency, year: int) -> tuple[dict[str, Cell], list[Finding]]:
    cells, found = own_cells(agency, year)
    parts = below(agency, year)
    if parts is None:
        return cells, found
    # What a government did not enter itself stands in the reports below it.
    return with_those_below(cells, parts), [*(f for f in found if f.relation != "A8"), *doubts_below(parts)]


def _with_text(report: AnnualReport, text: Drafted) -> AnnualReport:
    """The opening lines and the six sections of the form; tables 2 to 4 stand in theirs without a word."""
    titles = edition("2021").sections
    sections = (
        Section(f"{numeral}、{title}", number, text.sections.get(number, ()), numeral)
        for number, (numeral, title) in enumerate(zip(_NUMERALS, titles, strict=True), 1)
    )
    return replace(report, preamble=text.preamble, sections=tuple(sections))
