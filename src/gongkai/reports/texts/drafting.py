"""The text of an agency's report for a year, drafted from its records.

draft(agency, year, tables) -> Drafted
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.reports.texts.facts import Facts
from gongkai.reports.texts.gathering import gathered
from gongkai.reports.texts.library import PARTS, PREAMBLE, Library, library
from gongkai.reports.texts.pieces import Text, lines
from gongkai.reports.texts.writing import part
from gongkai.statute.form import Value


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
    own = library_of(agency, year)
    return Drafted(agency, year, facts, {number: part(number, facts, own) for number in PARTS})


def library_of(agency: Agency, year: int) -> Library:
    """The library as it holds at the end of the year."""
    return library(date(year, 12, 31))
