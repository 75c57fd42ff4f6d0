"""A document -> one annual report: its figures with where each stands, its sections, its head.

What could not be read for certain is a finding and an empty cell, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.errors import NotAReport
from gongkai.statute.form import AnnualReport, Section

from . import head as heads
from .document import Document, Reading, Table
from .filling import figures_of
from .found import Harvest
from .grid import Grid
from .labels import label
from .runs import MARKER, Line, Stream
from .script import evened
from .sections import Part, opened, parts
from .sheet import Filled
from .telling import told
from .twice import first_of_two, side_by_side, without_contents

_TABLES = (2, 3, 4)
_FIRST_YEAR, _FEW_ROWS = 2019, 10
_LONG = 200  # a line that holds a whole table


def interpret(document: Document) -> Reading:
    """Everything one file says. Raises NotAReport where it holds no annual report, or several side by side."""
    even, traditional = evened(document)
    blocks = opened(even.blocks)
    side_by_side(blocks)
    blocks, second = first_of_two(without_contents(blocks))
    found = parts(blocks)
    harvest = Harvest(typed=document.kind == "text")
    grid = Grid(harvest)  # one for all parts: a header holds until the next
    lost = set(_TABLES) - {part.section for part in found}
    texts = [_read_part(part, harvest, grid, lost) for part in found]
    if harvest.twofold:
        raise NotAReport("这份文件把两份报告并排放在一起，读不出哪个数字属于哪份；请拆成两个文件后再试。")
    head = _head(found, texts, even.title)
    if len(found) == 1 and not harvest.rows and head.title is None:
        raise NotAReport("这份文件里没有找到政府信息公开工作年度报告；请核对是否选错了文件。")
    if head.year is not None and head.year < _FIRST_YEAR and sum(r.table == 3 for r in harvest.rows) < _FEW_ROWS:
        harvest = Harvest()  # statistics of another kind that only share some words
    filled = figures_of(harvest, head.year, found[-1].section if len(found) > 1 else None, even.kind == "text")
    report = _report(head, found, texts, filled)
    findings = [*filled.findings, *told(report, filled, found, harvest, even.notes, traditional, second)]
    return Reading(report, tuple(findings), filled.candidates, document)


def _read_part(part: Part, harvest: Harvest, grid: Grid, lost: set[int]) -> tuple[str, ...]:
    """Tables of one part into the harvest; its text without them. ``lost``: tables whose section has no heading
    of its own, so that they may begin anywhere."""
    stream = Stream(harvest)
    listening = part.section in _TABLES or (part.heading is not None and part.section is None)
    kept: list[tuple[int, str]] = []
    for block in part.blocks:
        if isinstance(block, Table):
            stream.close()
            if not grid.read(block) and not harvest.tables:
                kept += _words_of(block)
            continue
        listening = listening or (bool(lost) and _begins(block.text, lost))
        if not listening or not stream.take(Line(block.text, block.index, block.page)):
            kept.append((block.index, block.text.strip()))
    stream.close()
    if harvest.leftover:
        kept = sorted([*kept, *harvest.leftover], key=lambda pair: pair[0])
        harvest.leftover = []
    return tuple(text for _, text in kept if text)


def _begins(text: str, lost: set[int]) -> bool:
    """The first line of a table."""
    found = label(text)
    if found is not None:
        return found.table in lost and (
            found.kind == "block" or found.code in ("note", "applicants", "reconsideration")
        )
    return len(text) > _LONG and MARKER.search(text) is not None


def _words_of(table: Table) -> list[tuple[int, str]]:
    """A table that is none of the three: its text."""
    return [(table.index, " ".join(c.text for c in row if c.text)) for row in table.rows]


def _head(found: Sequence[Part], texts: Sequence[tuple[str, ...]], title: str | None) -> heads.Head:
    first = next((t for part, t in zip(found, texts, strict=True) if part.section == 1), ())
    last = texts[-1][-4:] if texts else ()
    return heads.read(texts[0], first, title, last)


def _report(
    head: heads.Head, found: Sequence[Part], texts: Sequence[tuple[str, ...]], filled: Filled
) -> AnnualReport:
    sections = tuple(
        Section(
            part.heading.text,
            part.section,
            text,
            part.heading.number,
            f"第{_position(part)}段",
        )
        for part, text in zip(found, texts, strict=True)
        if part.heading is not None
    )
    return AnnualReport(
        head.agency,
        head.year,
        filled.edition,
        head.title,
        head.period,
        head.electronic_address,
        head.contact,
        head.preamble,
        sections,
        filled.figures,
        filled.origins,
    )


def _position(part: Part) -> int:
    return part.at + 1
