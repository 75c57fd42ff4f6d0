"""A letter as PDF/A-2a."""

from __future__ import annotations

from datetime import date
from typing import Any

from . import fonts, letter_layout, page, typesetting
from .letter import Cell, Letter, Table, attachment_lines, cell_lines, chinese_date, contact_line
from .outline import printable

# The day of a letter that has none yet.
_UNDATED = date(1980, 1, 1)


def render(letter: Letter) -> bytes:
    """The PDF; ``letter.write`` has checked the letter."""
    return typesetting.pdf("letter.typ", _data(letter), as_of=letter.on or _UNDATED)


def _data(letter: Letter) -> dict[str, Any]:
    name_right, date_right = letter_layout.signature_right(letter)
    return {
        "layout": letter.layout,
        "title": printable(letter.title),
        "title-lines": letter_layout.title_lines(letter),
        "agency": printable(letter.agency),
        "number": printable(letter.number),
        "addressee": f"{printable(letter.addressee)}：" if printable(letter.addressee) else "",
        "parts": _parts(letter),
        "attachments": _attachments(letter),
        "contact": contact_line(letter),
        "date": chinese_date(letter.on) if letter.on else "",
        "name-right": name_right,
        "date-right": date_right,
        "fonts": fonts.chosen(fonts.families()),
        "page": page.measures(),
        "tracking": page.TRACKING,
        "head": _head(letter),
        "title-above": letter_layout.TITLE_ABOVE,
        "title-below": letter_layout.TITLE_BELOW,
        "seal-above": letter_layout.SEAL_ABOVE,
        "attachment-above": letter_layout.ATTACHMENT_ABOVE,
    }


def _head(letter: Letter) -> dict[str, Any]:
    return {
        "size": letter_layout.head_size(letter),
        "above": letter_layout.HEAD_ABOVE,
        "number-above": letter_layout.NUMBER_ABOVE,
        "rule-above": letter_layout.RULE_ABOVE,
        "rule": letter_layout.RULE,
        "red": f"#{letter_layout.RED}",
    }


def _parts(letter: Letter) -> list[dict[str, Any]]:
    texts = [*letter.paragraphs, letter.remedy]
    return [_part(one) for one in texts if isinstance(one, Table) or printable(one)]


def _part(block: str | Table) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block)
    text = printable(block)
    if level := letter_layout.level(text):
        return {"kind": "heading", "level": level, "text": text}
    return {"kind": "text", "text": text, "leads": letter_layout.leads(text)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "widths": letter_layout.column_widths(table),
        "size": letter_layout.TABLE,
        "heights": [row.height for row in table.rows],
        "rows": [
            [{"lines": _cell_lines(cell), "span": cell.span, "head": cell.head} for cell in row.cells]
            for row in table.rows
        ],
    }


def _cell_lines(cell: Cell) -> list[dict[str, Any]]:
    return [{"text": text, "right": right} for text, right in cell_lines(cell)]


def _attachments(letter: Letter) -> list[dict[str, Any]]:
    """A name that goes on in a second line does so under its own first character."""
    texts = attachment_lines(letter)
    return [
        {"text": text, "lead": lead, "hang": hang}
        for text, (lead, hang) in zip(texts, letter_layout.attachment_indents(len(texts)), strict=True)
    ]
