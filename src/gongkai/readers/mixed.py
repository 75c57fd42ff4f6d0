"""Markdown whose tables are HTML, as converters of PDF and pictures write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from . import html, text
from .document import Block, Document
from .limits import Deadline

_LIMIT = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)


def extract(source: str, deadline: Deadline) -> Document:
    """The text between the tables line by line, the tables as in a page."""
    blocks: list[Block] = []
    notes: list[str] = []
    for is_table, part in _parts(source):
        if not part.strip():
            continue
        piece = html.extract(part, deadline) if is_table else text.extract(part, deadline)
        blocks.extend(replace(b, index=len(blocks) + n) for n, b in enumerate(piece.blocks, 1))
        notes.extend(n for n in piece.notes if n != text.PICTURES)
    return Document("text", tuple(blocks), notes=tuple(notes))


def _parts(source: str) -> Iterator[tuple[bool, str]]:
    """Stretches of text and whole tables in turn; a table that is not closed goes to the end."""
    depth, start = 0, 0
    for tag in _LIMIT.finditer(source):
        if tag[1]:
            if depth == 1:
                yield True, source[start : tag.end()]
                start = tag.end()
            depth = max(0, depth - 1)
        else:
            if depth == 0:
                yield False, source[start : tag.start()]
                start = tag.start()
            depth += 1
    yield depth > 0, source[start:]
