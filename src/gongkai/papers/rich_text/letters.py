"""One paragraph, letter by letter: blanks as a reader sees them, alike letters together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from .tree import BREAK, Run

_BLANK: Final = frozenset(" \t\n\r\f\v\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
                          "\u2009\u200a\u202f\u205f")  # fmt: skip
_BREAKS: Final = frozenset((BREAK, "\u2029"))
_WIDE_BLANK: Final = "\u3000"
_KEPT_FORMAT: Final = frozenset("\u200c\u200d")  # they join and part the letters of some scripts
_CHINESE: Final = re.compile(
    "[\u2e80-\u2fff\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """``char`` is one character; of a picture what it shows."""

    char: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    picture: str = ""


def paragraphs(letters: Sequence[Letter]) -> list[tuple[Run, ...]]:
    """The paragraphs in it: two line breaks, one after the other, part them. No empty ones."""
    found, now, gap = list[list[Letter]](), list[Letter](), list[Letter]()
    for letter in letters:
        if letter.picture or not _is_gap(letter.char, at_edge=not now or _breaks(gap) > 0):
            if _breaks(gap) > 1 and now:
                found.append(now)
                now = []
            elif now and gap and (between := _between(now[-1], gap, letter)) is not None:
                now.append(between)
            now.append(letter)
            gap = []
        else:
            gap.append(letter)
    found.append(now)
    return [tuple(_runs(_trimmed(one))) for one in found if _trimmed(one)]


def shown(text: str) -> Iterator[str]:
    """The characters of a text that stand for something: no controls, no directions, nothing of width zero."""
    for char in text:
        if char in _BLANK or char in _BREAKS or char in _KEPT_FORMAT or unicodedata.category(char) not in (
            "Cc", "Cf", "Cs", "Co", "Cn",
        ):  # fmt: skip
            yield char


def _is_gap(char: str, *, at_edge: bool) -> bool:
    return char in _BLANK or char in _BREAKS or (at_edge and char == _WIDE_BLANK)


def _breaks(gap: Sequence[Letter]) -> int:
    return sum(one.char in _BREAKS for one in gap)


def _between(before: Letter, gap: Sequence[Letter], after: Letter) -> Letter | None:
    """What the blanks between two letters come to. A line that a file broke inside Chinese text is no blank."""
    marks = before.marks & after.marks
    href = before.href if before.href == after.href else ""
    if _breaks(gap):
        return Letter(BREAK, marks, href)
    torn = any(one.char in "\r\n" for one in gap) and not any(one.char == "\u00a0" for one in gap)
    if torn and _CHINESE.fullmatch(before.char) and _CHINESE.fullmatch(after.char):
        return None
    return Letter(" ", marks, href)


def _trimmed(letters: Sequence[Letter]) -> Sequence[Letter]:
    end = len(letters)
    while end and letters[end - 1].char in (_WIDE_BLANK, " ", BREAK) and not letters[end - 1].picture:
        end -= 1
    return letters[:end]


def _runs(letters: Sequence[Letter]) -> Iterator[Run]:
    for (marks, href, picture), some in groupby(letters, key=lambda one: (one.marks, one.href, one.picture)):
        if picture:
            yield from (Run(one.char, picture=picture) for one in some)
        else:
            yield Run("".join(one.char for one in some), marks, href)
