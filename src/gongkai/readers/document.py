"""A file as blocks in reading order: paragraphs and tables, with where each stands. No Django, no figures yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gongkai.statute.form import AnnualReport, Finding

Kind = Literal["docx", "html", "pdf", "text", "xlsx", "json"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text on its own. ``index`` counts blocks from 1 through the file; ``page`` from 1 (PDF only)."""

    text: str
    index: int
    page: int | None = None


@dataclass(slots=True)
class TableCell:
    """One cell as the file has it. ``column`` is its grid column from 0 (spans counted), ``text`` raw."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as the file has them: a cell spanning rows stands in its first row only.

    ``ruled`` is false where cell limits were guessed (unruled PDF, split text)."""

    rows: tuple[tuple[TableCell, ...], ...]
    index: int
    page: int | None = None
    ruled: bool = True


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """``title`` is the file's own (HTML <title>, DOCX core property), None where it has none. ``notes`` are
    Chinese sentences about what the extraction left out or could not see (a picture where a table should be)."""

    kind: Kind
    blocks: tuple[Block, ...]
    title: str | None = None
    pages: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file: the report, and the reader's own findings ("reading"; edition and
    sections are the checker's). ``candidates`` holds, for each row left open because its digits can be
    cut in several ways, the cells of the row and every way (row name -> (cell names, readings)). ``document``
    is kept for showing the original beside the figures."""

    report: AnnualReport
    findings: tuple[Finding, ...] = ()
    candidates: Mapping[str, tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]] = field(default_factory=dict)
    document: Document | None = None
