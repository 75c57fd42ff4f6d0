"""A paper whose text is rich (an item, a guide), on the page of an official document, as PDF/A-2a and as Word.

One text, two renderers, like a letter: ``lines`` is everything that is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Final

from gongkai.errors import WriteError

from . import rich
from .letter import chinese_date
from .outline import printable

FORMATS: Final = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class Paper:
    """``agency`` breaks a long title after its name and is the author. ``under`` stands centred below the title
    (a document number, in brackets). ``notice`` stands in a box above everything: what a reader must know first.
    ``signed`` and ``on`` close the text at the right; ``facts`` stand in a small table under a rule. ``pictures``
    by the token of their attachment; one that is missing prints what it shows. ``foot`` stands small at the foot
    of every page. ``as_of``: the day of the file."""

    title: str
    agency: str
    parts: tuple[rich.Part, ...]
    as_of: date
    under: str = ""
    notice: str = ""
    signed: tuple[str, ...] = ()
    on: date | None = None
    attachments: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    imprint: str = ""
    foot: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write(paper: Paper, format: str) -> bytes:
    """The bytes of one file, the same for the same paper (PDF: with the same fonts). WriteError for another
    format, without a title, and for a character without a glyph."""
    if format not in FORMATS:
        raise WriteError(f"不认识的格式“{format}”；可用 {'、'.join(FORMATS)}。")
    if not printable(paper.title):
        raise WriteError("没有标题，不能排版；请补齐后再试。")
    from . import glyphs

    glyphs.check("".join(lines(paper)).replace(rich.BREAK, ""))
    render: Callable[[Paper], bytes] = import_module(f"{__package__}.paper_{format}").render
    return render(paper)


def lines(paper: Paper) -> Iterator[str]:
    """Everything that is printed, in order."""
    yield from (printable(text) for text in (paper.notice, paper.title, paper.under) if text)
    yield from rich.lines(paper.parts)
    yield from attachment_lines(paper)
    yield from map(printable, paper.signed)
    if paper.on is not None:
        yield chinese_date(paper.on)
    yield printable(paper.imprint)
    for name, value in paper.facts:
        yield printable(name)
        yield printable(value)
    yield printable(paper.foot)


def attachment_lines(paper: Paper) -> list[str]:
    """As under a letter."""
    names = [name for one in paper.attachments if (name := printable(one))]
    if len(names) < 2:
        return [f"附件：{name}" for name in names]
    return [f"{'附件：' if n == 1 else ''}{n}. {name}" for n, name in enumerate(names, 1)]
