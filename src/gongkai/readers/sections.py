"""The blocks of a document under the headings of the six sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .document import Block, Paragraph, Table, TableCell
from .head import is_title
from .headings import Heading, heading, numeral
from .labels import NUMERALS, label
from .runs import MARKER

_TITLES = {
    1: r"总\s*体\s*情\s*况",
    2: r"主动公开政府信息情况",
    3: r"收到和处理政府信息公开申请情况",
    4: r"(?:因)?政府信息公开(?:工作)?(?:被申请)?行政复议[、，,和及]?\s*(?:被?提起)?行政诉讼(?:的)?情况",
    5: r"(?:政府信息公开(?:工作)?)?存在的?(?:主要)?问题[及和]改进(?:情况|措施)",
    6: r"其他需要报告的事项",
}
_INNER = re.compile(
    rf"(?<![，、；;和由及])(?:[{NUMERALS[:7]}]|[1-7])\s*[、.．]\s*(?:{'|'.join(_TITLES.values())})(?![、，,；;和及])"
)
_KEYS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "其他需要报告的事项",
    "行政诉讼情况",
    "改进情况",
)
_SHORT = 60
_EXTRA = re.compile(rf"\s*([{NUMERALS}]{{1,2}})\s*[、.．]\s*(\S[^。；！？]{{1,30}})$")
_LEAST_WEIGHT = 3


@dataclass(slots=True)
class Part:
    """One section (or what stands before the first): its heading and its blocks."""

    heading: Heading | None
    section: int | None
    at: int
    blocks: list[Block] = field(default_factory=list)


def opened(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with long paragraphs cut where headings stand inside them, and tables that hold a whole report
    cut where rows are its headings and paragraphs."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            out += _apart(block)
        elif isinstance(block, Paragraph) and len(block.text) > 30 and any(k in block.text for k in _KEYS):
            out += [replace(block, text=text) for text in _cut(block.text)]
        else:
            out.append(block)
    return out


def _apart(table: Table) -> list[Block]:
    """A table whose rows of one cell are headings of the report: those rows as paragraphs, the rest as tables."""
    alone = {at: row[0].text for at, row in enumerate(table.rows) if len(row) == 1 and row[0].text}
    if not any(_is_heading(text) for text in alone.values()):
        return [table]
    out: list[Block] = []
    rows: list[tuple[TableCell, ...]] = []
    for at, row in enumerate(table.rows):
        if at in alone and (_is_heading(alone[at]) or is_title(alone[at]) or "。" in alone[at]):
            if rows:
                out.append(replace(table, rows=tuple(rows)))
                rows = []
            out.append(Paragraph(alone[at], table.index, table.page))
        else:
            rows.append(row)
    if rows:
        out.append(replace(table, rows=tuple(rows)))
    return out


def _is_heading(text: str) -> bool:
    one = heading(text) if len(text) <= _SHORT else None
    return one is not None and one.weight > _LEAST_WEIGHT


def _cut(text: str) -> list[str]:
    out, at = [], 0
    for match in _INNER.finditer(text):
        out += [text[at : match.start()], match[0]]
        at = match.end()
    out.append(text[at:])
    return [t for part in out if (t := part.strip())]


def parts(blocks: Sequence[Block]) -> list[Part]:
    """The parts of a report in order; the first is what stands before the first heading."""
    chosen = _chosen(blocks)
    chosen |= _extra(blocks, chosen)
    out = [Part(None, None, -1)]
    for at, block in enumerate(blocks):
        found = chosen.get(at)
        if found is None:
            out[-1].blocks.append(block)
            continue
        out.append(Part(found, found.section or None, at))
        if found.rest and isinstance(block, Paragraph):
            out[-1].blocks.append(replace(block, text=found.rest))
    return out


def candidates(blocks: Sequence[Block]) -> list[tuple[int, Heading]]:
    """Every paragraph that may be a heading, with its place among the blocks."""
    return [
        (at, found)
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph) and len(block.text) <= 400 and (found := heading(block.text)) is not None
    ]


def _chosen(blocks: Sequence[Block]) -> dict[int, Heading]:
    """For each section the candidate that is most surely its heading."""
    found = candidates(blocks)
    places = {at for at, _ in found}
    best: dict[int, tuple[int, int, Heading]] = {}
    for at, one in found:
        weight = one.weight
        if one.section in (2, 3, 4) and _leads_to(blocks, at, one.section, places):
            weight += 4
        if weight >= _LEAST_WEIGHT and weight > best.get(one.section, (0, 0, one))[0]:
            best[one.section] = (weight, at, one)
    return {at: one for _, at, one in best.values()}


def _leads_to(blocks: Sequence[Block], at: int, table: int, places: set[int]) -> bool:
    """The table of this number follows before any other heading."""
    for place in range(at + 1, min(at + 7, len(blocks))):
        block = blocks[place]
        if place in places:
            return False
        if isinstance(block, Table):
            return table in _numbers(block)
        one = label(block.text) if len(block.text) < _SHORT else None
        if one is not None:
            return one.table == table
        if table != 4 and MARKER.match(block.text):
            return True
        if table == 4 and MARKER.search(block.text[:40]):
            return True
    return False


def _numbers(table: Table) -> set[int]:
    out = set()
    for row in table.rows[:4]:
        for cell in row:
            one = label(cell.text) if cell.text else None
            if one is not None and one.kind != "either":
                out.add(one.table)
    return out


def _extra(blocks: Sequence[Block], chosen: dict[int, Heading]) -> dict[int, Heading]:
    """Sections that the form does not have: their numeral goes on from the heading before to the one after."""
    marks = sorted(chosen)
    if not marks or sum(one.style == "numeral" for one in chosen.values()) < 3:
        return {}
    out: dict[int, Heading] = {}
    for here, after in zip(marks, [*marks[1:], None], strict=True):
        before = numeral(chosen[here].number)
        following = numeral(chosen[after].number) if after is not None else None
        if before is None or chosen[here].style != "numeral":
            continue
        run = _numbered_between(blocks, here, after, before)
        if run and (after is None or following == before + len(run) + 1):
            out |= run
    return out


def _numbered_between(blocks: Sequence[Block], here: int, after: int | None, before: int) -> dict[int, Heading]:
    out: dict[int, Heading] = {}
    wanted = before + 1
    for at in range(here + 1, after if after is not None else len(blocks)):
        block = blocks[at]
        if not isinstance(block, Paragraph) or len(block.text) > 40:
            continue
        match = _EXTRA.match(block.text)
        if match and numeral(match[1]) == wanted and label(block.text) is None:
            out[at] = Heading(0, block.text.strip(), match[1], "numeral", 1)
            wanted += 1
    return out
