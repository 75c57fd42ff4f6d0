"""A report as a sequence of parts to print: title, opening lines, numbered sections, tables in their sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from gongkai.statute.form import AnnualReport, Section, editions

from .layout import Grid, grids
from .opening import opening

Level = Literal[1, 2]
_SUBHEADING = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)][^。；！？\n]{1,30}$")
# What XML 1.0 and a page cannot hold: control characters, halves of surrogate pairs, the two non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]\s*")
_NUMERALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section as printed, its numeral included."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``subheading`` is true for a short line such as （一）主动公开 that stands alone."""

    text: str
    subheading: bool = False


Part = Title | Heading | Text | Grid


def printable(text: str) -> str:
    """Text without what a file cannot hold; line breaks become blanks, for a paragraph is one line."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text)).strip()


def title(report: AnnualReport) -> str:
    """The title as printed, or the one that agency and year give."""
    if report.title:
        return printable(report.title)
    year = f"{report.year}年" if report.year is not None else ""
    return printable(f"{report.agency or ''}{year}政府信息公开工作年度报告")


def parts(report: AnnualReport) -> tuple[Part, ...]:
    """Everything to print, in order. A table whose section is missing comes under the heading of the form."""
    tables = {grid.table: grid for grid in grids(report)}
    out: list[Part] = [Title(title(report)), *_texts(opening(report))]
    for section in report.sections:
        out += _before(section, tables)
        out.append(Heading(printable(section.heading)))
        out += _texts(section.paragraphs)
        if section.number in tables:
            out.append(tables.pop(section.number))
    for grid in list(tables.values()):
        out += [Heading(form_heading(grid.table)), grid]
    return tuple(out)


def _before(section: Section, tables: dict[int, Grid]) -> Iterator[Part]:
    """Tables of the sections left out before this one."""
    if section.number is None:
        return
    for number in [n for n in sorted(tables) if n < section.number]:
        yield Heading(form_heading(number))
        yield tables.pop(number)


def form_heading(number: int) -> str:
    """A section's heading as the form prints it: ``二、主动公开政府信息情况``."""
    newest = list(editions().values())[-1]
    return f"{_NUMERALS[number - 1]}、{newest.sections[number - 1]}"


def _texts(paragraphs: tuple[str, ...]) -> Iterator[Text]:
    for paragraph in paragraphs:
        if text := printable(paragraph):
            yield Text(text, bool(_SUBHEADING.match(text)))
