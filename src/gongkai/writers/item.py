"""An item of proactive disclosure as a file to download: the standard text of a document, without a seal.

write(item, "pdf" | "docx") -> bytes
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from . import paper, rich
from .letter import chinese_date
from .outline import printable

FORMATS: Final = paper.FORMATS
PUBLIC: Final = "此件公开发布"
_UNDATED: Final = date(1980, 1, 1)
_CLOSING: Final = 6
"""Paragraphs at the end among which a signature stands."""


@dataclass(frozen=True, slots=True)
class ItemPaper:
    """``body`` is the clean HTML of the version; ``makers`` who issued it, the lead first. ``notice`` says at the
    top that it is repealed, lapsed or amended. ``attachments`` are the names of its files, ``facts`` what else
    stands at the end (索引号, 公开日期, 网址), ``foot`` at the foot of every page. ``pictures``:
    bytes by token."""

    title: str
    makers: tuple[str, ...]
    body: str
    document_number: str = ""
    made_on: date | None = None
    released_on: date | None = None
    notice: str = ""
    attachments: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write(item: ItemPaper, format: str) -> bytes:
    """WriteError for another format, without a title, and for a character that no font here prints."""
    return paper.write(laid(item), format)


def laid(item: ItemPaper) -> paper.Paper:
    """The paper of it. A body that ends with its signature and day, as a document from Word does, is signed by
    that and not a second time; one that names its number or its attachments does not say them twice either."""
    parts = rich.addressed(rich.parts(item.body))
    said = "".join("".join(rich.lines(parts)).split())
    end = "".join("".join(rich.lines(parts[-_CLOSING:])).split())
    signed = item.made_on is not None and chinese_date(item.made_on) in end
    number = printable(item.document_number)
    return paper.Paper(
        title=item.title,
        agency=item.makers[0] if item.makers else "",
        parts=parts,
        as_of=item.released_on or item.made_on or _UNDATED,
        under=number if number and "".join(number.split()) not in said else "",
        notice=item.notice,
        signed=() if signed else item.makers,
        on=None if signed else item.made_on,
        attachments=() if "附件：" in said or "附件:" in said else tuple(map(_stem, item.attachments)),
        facts=item.facts,
        foot=item.foot,
        imprint="" if PUBLIC in said else f"（{PUBLIC}）",
        pictures=item.pictures,
    )


def _stem(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and len(ending) <= 5 else name
