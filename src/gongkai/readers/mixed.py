"""Markdown whose tables are HTML, as converters of PDF and pictures write it."""

from __future__ import annotations

import re
from dataclasses import replace

from . import html, text
from .document import Block, Document
from .limits import Deadline

_TABLE = re.compile(r"(<table\b.*?</table\s*>)", re.IGNORECASE | re.DOTALL)


def extract(source: str, deadline: Deadline) -> Document:
    """The text between the tables line by line, the tables as in a page."""
    blocks: list[Block] = []
    notes: list[str] = []
    for at, part in enumerate(_TABLE.split(source)):
        if not part.strip():
            continue
        piece = html.extract(part, deadline) if at % 2 else text.extract(part, deadline)
        blocks.extend(replace(b, index=len(blocks) + n) for n, b in enumerate(piece.blocks, 1))
        notes.extend(n for n in piece.notes if n != text.PICTURES)
    return Document("text", tuple(blocks), notes=tuple(notes))
