"""A paper of rich text as PDF/A-2a."""

from __future__ import annotations

from typing import Any

from . import fonts, letter_layout, page, typesetting
from .letter import chinese_date
from .outline import printable
from .paper import Paper, attachment_lines
from .record import loose
from .rich_data import media, part_data
from .signing import right_of, title_lines


def render(paper: Paper) -> bytes:
    """The PDF; ``paper.write`` has checked the paper."""
    files = media(paper.pictures, paper.parts)
    return typesetting.pdf("paper.typ", _data(paper), as_of=paper.as_of, files=files)


def _data(paper: Paper) -> dict[str, Any]:
    name_right, date_right = right_of(paper)
    return {
        "title": printable(paper.title),
        "title-lines": title_lines(paper),
        "author": [printable(paper.agency)] if printable(paper.agency) else [],
        "under": printable(paper.under),
        "notice": printable(paper.notice),
        "parts": [part_data(part, paper.pictures, page.TEXT_WIDTH, letter_layout.TABLE) for part in paper.parts],
        "attachments": _attachments(paper),
        "signed": [printable(one) for one in paper.signed],
        "date": chinese_date(paper.on) if paper.on else "",
        "name-right": name_right,
        "date-right": date_right,
        "imprint": printable(paper.imprint),
        "foot": printable(paper.foot),
        "facts": [[printable(name), loose(printable(value))] for name, value in paper.facts],
        "fonts": fonts.chosen(fonts.families()),
        "page": page.measures(),
        "tracking": page.TRACKING,
    }


def _attachments(paper: Paper) -> list[dict[str, Any]]:
    texts = attachment_lines(paper)
    indents = letter_layout.attachment_indents(len(texts))
    return [{"text": text, "lead": lead, "hang": hang} for text, (lead, hang) in zip(texts, indents, strict=True)]
