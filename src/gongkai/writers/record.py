"""A plain record to read and to keep: headings, paragraphs and tables, as one HTML page or as PDF/A.

The contents of a file, what is held about somebody, a register of what was destroyed: papers that are made from
rows, for whoever has nothing but a browser or a reader of PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from . import fonts, page, typesetting
from .outline import printable

_LONG = re.compile(r"[!-~]{25,}")
_HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body {{ font-family: "FangSong", "Noto Serif CJK SC", serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
line-height: 1.6 }}
table {{ border-collapse: collapse; width: 100% }} th, td {{ border: 1px solid #999; padding: .3rem .5rem;
text-align: left; vertical-align: top; overflow-wrap: anywhere }} s {{ color: #666 }}
</style></head><body><h1>{title}</h1>
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """``struck``: the numbers of the rows that were struck out; ``widths`` in proportion, all alike when empty."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    struck: frozenset[int] = frozenset()


Block = str | Heading | Table


@dataclass(frozen=True, slots=True)
class Record:
    """``on`` is the day that the file bears: the same record gives the same bytes."""

    title: str
    blocks: Sequence[Block]
    on: date


def html(record: Record) -> bytes:
    """One page without anything outside it."""
    body = "\n".join(_html(block) for block in record.blocks)
    return f"{_HEAD.format(title=escape(record.title))}{body}\n</body></html>\n".encode()


def pdf(record: Record) -> bytes:
    """PDF/A-2a. WriteError where no font has a character."""
    return typesetting.pdf("record.typ", _data(record), as_of=record.on)


def _html(block: Block) -> str:
    match block:
        case Heading():
            return f"<h2>{escape(block.text)}</h2>"
        case Table():
            return _html_table(block)
    return f"<p>{escape(block)}</p>"


def _html_table(table: Table) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in table.heads)
    rows = (
        "<tr>" + "".join(_html_cell(one, number in table.struck) for one in row) + "</tr>"
        for number, row in enumerate(table.rows)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>" + "\n".join(rows) + "</tbody></table>"


def _html_cell(text: str, struck: bool) -> str:
    return f"<td><s>{escape(text)}</s></td>" if struck and text else f"<td>{escape(text)}</td>"


def _data(record: Record) -> dict[str, Any]:
    return {
        "title": printable(record.title),
        "fonts": fonts.chosen(fonts.families()),
        "page": page.measures(),
        "parts": list(_parts(record.blocks)),
    }


def _parts(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        match block:
            case Heading():
                yield {"kind": "heading", "text": printable(block.text)}
            case Table():
                yield _table(block)
            case str() if printable(block):
                yield {"kind": "text", "text": printable(block)}


def _table(table: Table) -> dict[str, Any]:
    widths = table.widths or [1.0] * len(table.heads)
    return {
        "kind": "table",
        "widths": [page.TEXT_WIDTH * one / sum(widths) for one in widths],
        "heads": [printable(one) for one in table.heads],
        "rows": [[loose(printable(one)) for one in row] for row in table.rows],
        "struck": sorted(table.struck),
    }


def loose(text: str) -> str:
    """A hash or an address that no line holds may break every sixteen characters."""
    return _LONG.sub(lambda m: "\u200b".join(m[0][at : at + 16] for at in range(0, len(m[0]), 16)), text)
