"""Two reports in one file: one after the other (the first is read), side by side (neither is). A list of contents
in front of a report is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gongkai.errors import NotAReport

from .document import Block, Paragraph, Table
from .head import is_title
from .headings import Heading, heading
from .labels import label
from .sections import candidates
from .stream import SIDE

_SURE = 4
# So many headings in a row are a list; an empty section or two are not.
_LISTED = 4
_GAP = re.compile(r"\s{2,}|\t+|\u3000+|[|｜│]")
_MAY_BE_GAP = re.compile(r"[\s|｜│]")  # one set of characters is looked for at once


def first_of_two(blocks: list[Block]) -> tuple[list[Block], bool]:
    """The blocks of the first report, and whether another follows it."""
    found = [(at, one) for at, one in candidates(blocks) if one.weight >= _SURE]
    seen: set[int] = set()
    for at, one in found:
        if one.section == 1 and 1 in seen and (seen & {4, 5, 6}) and _goes_on(found, at):
            return blocks[: _title_before(blocks, at, found)], True
        seen.add(one.section)
    return blocks, False


def without_contents(blocks: list[Block]) -> list[Block]:
    """The blocks without a list of contents: the headings one right after the other, before all of them again."""
    found = [(at, one) for at, one in candidates(blocks) if one.weight >= _SURE]
    for first, (start, one) in enumerate(found):
        run = _list_from(found, first)
        if one.section == 1 and run >= _LISTED and _begins_again(found, first + run):
            return [*blocks[:start], *blocks[start + run :]]
    return blocks


def _list_from(found: Sequence[tuple[int, Heading]], first: int) -> int:
    """How many headings stand one right after the other from here on, their sections in order."""
    run = 1
    for (at, one), (following, other) in pairwise(found[first:]):
        if following != at + 1 or other.section <= one.section:
            break
        run += 1
    return run


def _begins_again(found: Sequence[tuple[int, Heading]], after: int) -> bool:
    return any(one.section == 1 and _goes_on(found, at) for at, one in found[after:])


def _goes_on(found: Sequence[tuple[int, Heading]], at: int) -> bool:
    """After a second section 1 come the others again."""
    return len({one.section for place, one in found if place > at} & {2, 3, 4, 5, 6}) >= 2


def _title_before(blocks: Sequence[Block], at: int, found: Sequence[tuple[int, Heading]]) -> int:
    """Where the second report begins: at its title, or where the first one's last section heading cannot reach."""
    last = max((place for place, _ in found if place < at), default=0)
    for place in range(at - 1, max(last, at - 15), -1):
        block = blocks[place]
        if isinstance(block, Paragraph) and is_title(block.text):
            before = blocks[place - 1]
            return (
                place - 1
                if isinstance(before, Paragraph) and len(before.text) < 25 and place - 1 > last
                else place
            )
    return at


def side_by_side(blocks: Sequence[Block]) -> None:
    """Raises NotAReport where headings come in pairs or a table holds two headers beside each other."""
    lines = [b.text for b in blocks if isinstance(b, Paragraph)]
    found = [one.section for _, one in candidates(blocks) if one.weight >= _SURE]
    halves = sum(_halves_alike(line) for line in lines if len(line) < 120 and _MAY_BE_GAP.search(line))
    pairs = sum(a == b for a, b in pairwise(found))
    if SIDE in lines or halves >= 2 or pairs >= 4 or any(_doubled(b) for b in blocks if isinstance(b, Table)):
        raise NotAReport("这份文件把两份报告并排放在一起，读不出哪个数字属于哪份；请拆成两个文件后再试。")


def _halves_alike(line: str) -> bool:
    """Two columns of text on one line: the same heading or title twice with a wide gap."""
    parts = _GAP.split(line.strip())
    if len(parts) != 2:
        return False
    one, two = (heading(p) for p in parts)
    return one is not None and two is not None and one.section == two.section


def _doubled(table: Table) -> bool:
    """A header row with the same column twice where the form has it once."""
    for row in table.rows[:8]:
        labels = [one for cell in row if cell.text and (one := label(cell.text)) is not None]
        once = [
            o.code
            for o in labels
            if o.code in ("自然人", "本年制发件数", "现行有效件数", "商业企业", "reconsideration")
        ]
        if len(once) > len(set(once)):
            return True
    return False
