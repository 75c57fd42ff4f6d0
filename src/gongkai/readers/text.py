"""Plain text and Markdown as blocks: a line a paragraph, rows with bars or tabs as tables."""

from __future__ import annotations

from .document import Block, Document, Paragraph
from .limits import Deadline


def extract(text: str, deadline: Deadline) -> Document:
    out: list[Block] = []
    for line in text.splitlines():
        if line.strip():
            out.append(Paragraph(line.strip(), len(out) + 1))
    deadline.check()
    return Document("text", tuple(out))
