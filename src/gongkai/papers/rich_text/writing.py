"""A body as HTML, always in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from .tree import BREAK, MARKS, Block, Cell, List, Paragraph, Quote, Row, Run, Table


def html(blocks: Iterable[Block]) -> str:
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<{block.kind}{_align(block.align)}>{_runs(block.runs)}</{block.kind}>"
        case List():
            return _list(block)
        case Quote():
            return f"<blockquote>{html(block.blocks)}</blockquote>"
        case Table():
            return _table(block)


def _align(align: str) -> str:
    return f' class="{align}"' if align else ""


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_linked(href, list(some)) for href, some in groupby(runs, key=lambda run: run.href))


def _linked(href: str, runs: list[Run]) -> str:
    inner = "".join(map(_run, runs))
    return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def _run(run: Run) -> str:
    if run.picture:
        return f'<img src="{escape(run.picture)}" alt="{escape(run.text)}">'
    text = escape(run.text, quote=False).replace(BREAK, "<br>")
    for mark in reversed([mark for mark in MARKS if mark in run.marks]):
        text = f"<{mark}>{text}</{mark}>"
    return text


def _inside(blocks: Sequence[Block]) -> str:
    """One paragraph alone, or with lists under it, needs no tag of its own."""
    first = blocks[0] if blocks else None
    bare = isinstance(first, Paragraph) and first.kind == "p" and not first.align
    if bare and all(isinstance(block, List) for block in blocks[1:]):
        assert isinstance(first, Paragraph)
        return _runs(first.runs) + html(blocks[1:])
    return html(blocks)


def _list(made: List) -> str:
    tag = "ol" if made.ordered else "ul"
    start = f' start="{made.start}"' if made.ordered and made.start != 1 else ""
    items = "".join(f"<li>{_inside(item)}</li>" for item in made.items)
    return f"<{tag}{start}>{items}</{tag}>"


def _table(table: Table) -> str:
    caption = f"<caption>{_runs(table.caption)}</caption>" if table.caption else ""
    heads = [row for row in table.rows if row.head]
    rows = [row for row in table.rows if not row.head]
    return f"<table>{caption}{_group('thead', heads)}{_group('tbody', rows)}</table>"


def _group(tag: str, rows: Sequence[Row]) -> str:
    inner = "\n".join(f"<tr>{''.join(_cell(cell) for cell in row.cells)}</tr>" for row in rows)
    return f"<{tag}>{inner}</{tag}>" if rows else ""


def _cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    spans = "".join(_spans(cell))
    scope = f' scope="{cell.scope}"' if cell.scope else ""
    return f"<{tag}{spans}{scope}{_align(cell.align)}>{_inside(cell.blocks)}</{tag}>"


def _spans(cell: Cell) -> Iterator[str]:
    if cell.colspan > 1:
        yield f' colspan="{cell.colspan}"'
    if cell.rowspan > 1:
        yield f' rowspan="{cell.rowspan}"'


def text(blocks: Iterable[Block]) -> str:
    """What is read: a line for a paragraph and for a row, a tab between cells."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield words(block.runs)
        case List():
            for item in block.items:
                for inner in item:
                    yield from _lines(inner)
        case Quote():
            for inner in block.blocks:
                yield from _lines(inner)
        case Table():
            yield words(block.caption)
            for row in block.rows:
                yield "\t".join(" ".join(text(cell.blocks).split("\n")) for cell in row.cells).strip("\t")


def words(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs).replace(BREAK, "\n")
