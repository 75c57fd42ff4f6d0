"""The text of an agency's report for a year, drafted from its records.

draft(agency, year, tables) -> Drafted
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.reports.texts import own
from gongkai.reports.texts.facts import Facts, count
from gongkai.reports.texts.gathering import gathered
from gongkai.reports.texts.library import PARTS, PREAMBLE, Library, library
from gongkai.reports.texts.pieces import Text, lines
from gongkai.reports.texts.writing import part
from gongkai.statute.form import Finding, Value


@dataclass(frozen=True, slots=True)
class Drafted:
    """``parts``: the opening lines (0) and sections 1, 5 and 6, every figure bound to its fact."""

    agency: Agency
    year: int
    facts: Facts
    parts: Mapping[int, Text]

    @property
    def preamble(self) -> tuple[str, ...]:
        return lines(self.parts[PREAMBLE])

    @property
    def sections(self) -> Mapping[int, tuple[str, ...]]:
        """The paragraphs of sections 1, 5 and 6 as they are printed."""
        return {number: lines(text) for number, text in self.parts.items() if number != PREAMBLE}


def draft(agency: Agency, year: int, tables: Mapping[str, Value]) -> Drafted:
    """``tables`` are the figures of the report by cell: what the text says of them is what they say. Asks nobody's
    permission."""
    facts = gathered(agency, year, tables)
    words = library_of(agency, year)
    return Drafted(agency, year, facts, {number: part(number, facts, words) for number in PARTS})


# Section 5 is never empty (Art. 50 (4)).
_WANTED: Final = {
    "problems": "第五部分没有内容：本年度没有登记存在的问题，请在“问题和改进”台账中登记问题、原因和改进措施。",
}


def lacking(drafted: Drafted) -> Iterator[Finding]:
    """What the form wants told and no record tells."""
    for name, advice in _WANTED.items():
        if not count(drafted.facts[name]):
            yield Finding("sections", "warning", advice, place="正文")


def library_of(agency: Agency, year: int) -> Library:
    """The library as it holds at the end of the year, with the words of the agency's own district."""
    return library(date(year, 12, 31)).with_own(own.for_agency(agency, year))
