"""Header rows of a table -> which column stands where. Columns are never assumed from their number alone.

Two ways: by grid columns, where the header's cells span what they stand over; else by the order in which the
labels are read (converters that drop spans, one cell a line, glued text).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.statute.form import Block, editions

from .labels import Label, label, pieces, words

Span = tuple[int, int]
# text, grid column, columns across, rows down
HeaderCell = tuple[str, int, int, int]

ROWS_4 = ("reconsideration", "direct_lawsuit", "lawsuit_after_reconsideration")


@dataclass(frozen=True, slots=True)
class Header:
    """``slots``: labels of the columns in order (table 4: "row/column"); ``spans`` their grid columns where the
    table has a grid; ``edition`` where the labels of a block of table 2 tell; ``unit`` printed with an amount;
    ``doubt``: a label was filled in because it alone was missing."""

    table: int
    slots: tuple[str, ...]
    spans: tuple[Span, ...] | None = None
    edition: str | None = None
    unit: str | None = None
    doubt: bool = False


@cache
def columns(table: int) -> tuple[str, ...]:
    """The columns of table 3 or 4 in the order of the form (the same in both editions)."""
    block = next(b for b in editions()["2021"].blocks if b.table == table)
    labels = tuple(c.label for c in block.columns)
    return labels if table == 3 else tuple(f"{row}/{one}" for row in ROWS_4 for one in labels)


@cache
def _blocks(labels: frozenset[str]) -> tuple[str, tuple[str, ...]] | None:
    """Edition and columns of the block of table 2 that has these columns, given all or all but one of three."""
    near: set[tuple[str, tuple[str, ...]]] = set()
    for block in _table_2():
        own = tuple(c.label for c in block.columns)
        if labels == set(own):
            return block.edition, own
        if len(own) == 3 and len(labels) == 2 and labels < set(own):
            near.add((block.edition, own))
    return near.pop() if len(near) == 1 else None


def _table_2() -> Iterable[Block]:
    return (b for e in editions().values() for b in e.blocks if b.table == 2)


def _column(found: Label | None) -> str | None:
    """The column that a label is, 其他 and 总计 included."""
    if found is None:
        return None
    if found.kind == "either":
        return {"3.6.3": "其他", "3.7": "总计"}.get(found.code)
    return found.code if found.kind == "column" else None


def unit_of(text: str) -> str | None:
    """元 or 万元 where the header of an amount prints one."""
    if "元" not in text:
        return None
    return "万元" if "万元" in text.replace(" ", "").replace("\n", "") else "元"


# By the order of reading


def by_order(labels: Sequence[Label | None], text: str = "") -> Header | None:
    """A header from its labels in reading order; None where they are no header that is understood."""
    found = _last_copy([one for one in labels if one is not None])
    if any(one.table == 4 for one in found):
        return _order_4(found)
    codes = [code for one in found if (code := _column(one)) is not None]
    if any(one.table == 3 and one.kind in ("column", "head") for one in found):
        return _order_3(found)
    return _order_2(codes, labels, text)


def _last_copy(labels: list[Label]) -> list[Label]:
    """A header that a page break repeated counts once."""
    first = next(
        (one for one in labels if one.kind == "column" or one.code in ("reconsideration", "matters")), None
    )
    if first is None:
        return labels
    copies = [i for i, one in enumerate(labels) if one == first]
    if len(copies) > 1 and first.code in ("自然人", "reconsideration", "matters"):
        return labels[copies[-1] :]
    return labels


def _order_2(codes: list[str], labels: Sequence[Label | None], text: str) -> Header | None:
    own = list(dict.fromkeys(codes))
    found = _blocks(frozenset(own)) if own else None
    if found is None:
        return None
    edition, full = found
    if len(own) == len(full):
        return Header(2, tuple(own), None, edition, unit_of(text))
    at = _unknown_place(labels)
    if at is None:
        return None
    own.insert(at, next(c for c in full if c not in own))
    return Header(2, tuple(own), None, edition, unit_of(text), doubt=True)


def _unknown_place(labels: Sequence[Label | None]) -> int | None:
    """Where among the columns the one stands whose words are not known."""
    own = [one for one in labels if one is None or one.kind == "column"]
    unknown = [i for i, one in enumerate(own) if one is None]
    return unknown[0] if len(unknown) == 1 and len(own) == 3 else None


def _order_3(found: list[Label]) -> Header | None:
    """The five organisations in their order stand where their spanning label stands."""
    codes = [(c, i) for i, one in enumerate(found) if (c := _column(one)) is not None and one.table == 3]
    at = dict[str, int]()
    for code, i in codes:
        at.setdefault(code, i)
    if set(at) != set(columns(3)):
        return None
    group = next((i for i, one in enumerate(found) if one.code == "organisations"), None)
    five = sorted(columns(3)[1:6], key=at.__getitem__)
    if group is None:
        between = at["自然人"] < at["总计"] < at[five[0]] or at["总计"] < at["自然人"] < at[five[0]]
        slots = columns(3) if between and five == list(columns(3)[1:6]) else tuple(sorted(at, key=at.__getitem__))
        return Header(3, slots)
    top = sorted(("自然人", "总计", "*"), key=lambda c: group if c == "*" else at[c])
    return Header(3, tuple(s for one in top for s in (five if one == "*" else [one])))


def _of_4(column: str) -> str:
    """其他 at the head of table 4 is short for 其他结果."""
    return "其他结果" if column == "其他" else column


def _order_4(found: list[Label]) -> Header | None:
    groups = list(dict.fromkeys(one.code for one in found if one.table == 4 and one.kind == "row"))
    leaves = [_of_4(c) for one in found if (c := _column(one)) is not None]
    own = {s.partition("/")[2] for s in columns(4)}
    size = len(own)
    if len(leaves) == size * len(groups) and groups:
        chunks = [leaves[i : i + size] for i in range(0, len(leaves), size)]
        if all(set(chunk) == own for chunk in chunks):
            return Header(4, tuple(f"{g}/{c}" for g, chunk in zip(groups, chunks, strict=True) for c in chunk))
    if len(leaves) == size and set(leaves) == own:
        return Header(4, tuple(f"/{c}" for c in leaves))
    return None


# By grid columns


@lru_cache(maxsize=2048)
def by_grid(rows: tuple[tuple[HeaderCell, ...], ...], table: int) -> Header | None:
    """A header from cells that stand over their columns; None where the grid does not say it."""
    stacks = _stacks(rows)
    if table == 4:
        keys = [_leaf_4(stack) for stack in stacks]
    else:
        keys = [_leaf(stack, table) for stack in stacks]
    slots: list[str] = []
    spans: list[Span] = []
    for at, key in enumerate(keys):
        if key is None:
            continue
        if slots and slots[-1] == key and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            slots.append(key)
            spans.append((at, at + 1))
    return _checked(table, slots, spans, rows)


def _checked(
    table: int, slots: list[str], spans: list[Span], rows: tuple[tuple[HeaderCell, ...], ...]
) -> Header | None:
    if table == 2:
        found = _blocks(frozenset(slots)) if slots else None
        if found is None or len(slots) != len(found[1]):
            return None
        text = " ".join(cell[0] for row in rows for cell in row)
        return Header(2, tuple(slots), tuple(spans), found[0], unit_of(text))
    if len(slots) != len(columns(table)) or set(slots) != set(columns(table)):
        return None
    return Header(table, tuple(slots), tuple(spans))


def _stacks(rows: tuple[tuple[HeaderCell, ...], ...]) -> list[list[str]]:
    """For each grid column the texts over it from the top down."""
    width = max((column + across for row in rows for _, column, across, _ in row), default=0)
    stacks: list[list[str]] = [[] for _ in range(min(width, 200))]
    for row in rows:
        for text, column, across, _ in row:
            if text:
                for at in range(column, min(column + across, len(stacks))):
                    stacks[at].append(text)
    return stacks


def _leaf(stack: list[str], table: int) -> str | None:
    """The column that a stack of header cells means: its lowest label, or its parts put together."""
    parts = ""
    for text in reversed(stack):
        found = label(text)
        code = _column(found)
        if code is not None and found is not None and (found.table == table or found.kind == "either"):
            joined = label(words(text) + parts) if parts else None
            return _column(joined) or code if not parts or found.kind == "column" else code
        if found is None or found.code == "part":
            parts = words(text) + parts
            joined = label(parts)
            if (code := _column(joined)) is not None:
                return code
        elif found.kind in ("head", "block", "row"):
            break
    return None


def _leaf_4(stack: list[str]) -> str | None:
    row = column = None
    for text in stack:
        found = label(text)
        if found is None:
            continue
        if found.kind == "row" and found.table == 4:
            row = found.code
        elif (code := _column(found)) is not None:
            column = _of_4(code)
    return f"{row}/{column}" if row and column else None


def labels_in(texts: Iterable[str]) -> list[Label | None]:
    """The labels of header cells in reading order; None for a cell whose words are not known. Neighbouring
    cells that are a label only together count as one."""
    out: list[Label | None] = []
    loose = ""
    for text in texts:
        if not text:
            continue
        found = label(text)
        if found is None:
            loose += words(text)
            if loose and (joined := label(loose)) is not None:
                out.append(joined)
                loose = ""
            continue
        if loose:
            out += [p.label for p in pieces(loose)]
            loose = ""
        out.append(found)
    if loose:
        out += [p.label for p in pieces(loose)]
    return out
