"""Lines of a PDF put together again: paragraphs over lines and pages, page furniture left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .pdf_lines import Line

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*\d{1,3}[-—–－·•\s]*|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
)
_MARGIN = 0.1  # of the height of the page, at its top and bottom
_STARTS = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)")
_CLOSES = tuple("。：；！？”）)!?;:")


def is_furniture(line: Line, height: float, running: frozenset[str]) -> bool:
    """A page number, or a line that stands at the edge of most pages."""
    if _MARGIN * height < line.middle < (1 - _MARGIN) * height:
        return False
    return line.text in running or _PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def running_lines(pages: Iterable[tuple[float, list[Line]]]) -> frozenset[str]:
    """What is printed at the edge of more than half of the pages, and of two at least."""
    seen: Counter[str] = Counter()
    count = 0
    for height, lines in pages:
        count += 1
        seen.update({ln.text for ln in lines if not _MARGIN * height < ln.middle < (1 - _MARGIN) * height})
    return frozenset(text for text, times in seen.items() if times > 1 and times * 2 > count)


class Margins:
    """Where lines of running text begin and end on the pages of a file."""

    def __init__(self, lines: Iterable[Line]) -> None:
        long = [ln for ln in lines if len(ln.segments) == 1 and len(ln.text) > 12]
        self.left = min((ln.x0 for ln in long), default=0.0)
        self.right = max((ln.x1 for ln in long), default=0.0)

    def goes_on(self, before: Line, line: Line) -> bool:
        """True where ``line`` is the next line of the paragraph that ``before`` stands in: the one is full and
        the other is not set in."""
        if before.x1 < self.right - 1.6 * before.size or line.x0 > self.left + 0.9 * line.size:
            return False
        if abs(before.size - line.size) > 1:
            return False
        return not (_STARTS.match(line.text) and before.text.endswith(_CLOSES))


def joined(before: str, text: str) -> str:
    """Two lines of one paragraph: a blank between Latin words, none between Chinese characters."""
    blank = before[-1:].isascii() and before[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
    return f"{before} {text}" if blank else before + text
