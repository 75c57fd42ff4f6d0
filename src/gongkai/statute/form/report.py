"""One annual report as a value: what it says, and where in the original each figure stands.

A figure is an ``int`` (a ``Decimal`` where the form wants an amount), ``None`` when it is not given, or
``"/"`` when the report says "not applicable". The last two are not zero; only ``counted`` turns "/" into 0,
because that is how it enters a sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from .editions import Block, editions

SLASH: Final = "/"
Value = int | Decimal | None | Literal["/"]
EditionCode = Literal["2019", "2021", "hybrid"]


def counted(value: Value) -> int | Decimal | None:
    """The figure as it enters a sum: "/" counts as 0, a figure not given stays None."""
    return 0 if value == SLASH else value


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure stands in the original. ``place`` is for a person: 表3第6行第3列.

    ``text`` is the cell as printed. Numbers count from 1. ``inferred`` is true where the figure was not
    legible by itself and the sums left exactly one reading.
    """

    text: str
    place: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section of the text. ``number`` is the statutory section (1 to 6) it was recognised as,
    None for one that the form does not have. ``heading`` is as printed, ``printed_number`` its own numeral
    ("一", "1"), paragraphs are the text outside the tables in order (tables 2, 3 and 4 stand
    in sections 2, 3 and 4 by law)."""

    heading: str
    number: int | None
    paragraphs: tuple[str, ...] = ()
    printed_number: str | None = None
    place: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact block of the opening lines, each part None where not given."""

    address: str | None = None
    postcode: str | None = None
    telephone: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A report as read, written or compiled.

    ``figures`` holds every cell that the report *has*, by name (see ``editions``); a cell that is there and
    blank maps to None, a cell that is not there at all is missing from the mapping. ``edition`` is "hybrid"
    where its blocks come from different editions, None where no table was found.
    """

    agency: str | None = None
    year: int | None = None
    edition: EditionCode | None = None
    title: str | None = None
    period: tuple[date, date] | None = None
    electronic_address: str | None = None
    contact: Contact = field(default_factory=Contact)
    preamble: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    figures: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def layout(self) -> tuple[Block, ...]:
        """The blocks this report uses, in the order of the form: for each the edition that most of its cells
        come from. Empty where the report has no tables."""
        if self.edition in ("2019", "2021"):
            return editions()[self.edition].blocks
        if self.edition is None:
            return ()
        chosen: dict[tuple[int, str], tuple[int, Block]] = {}
        for one in editions().values():
            for block in one.blocks:
                have = sum(c.name in self.figures for c in block.cells)
                key = (block.table, block.code)
                if have and have >= chosen.get(key, (0, block))[0]:
                    chosen[key] = (have, block)
        return tuple(block for _, (_, block) in sorted(chosen.items()))

    @property
    def complete(self) -> bool:
        """Every row and column of the edition is there, as a figure, a blank or a slash."""
        blocks = self.layout()
        tables = {b.table for b in blocks}
        return {2, 3, 4} <= tables and all(c.name in self.figures for b in blocks for c in b.cells)

    def value(self, cell: str) -> Value:
        """The figure of a cell by name; None both for a blank and for a cell that is not there."""
        return self.figures.get(cell)

    def section(self, number: int) -> Section | None:
        """The statutory section with this number (1 to 6), None where the report has none."""
        return next((s for s in self.sections if s.number == number), None)
