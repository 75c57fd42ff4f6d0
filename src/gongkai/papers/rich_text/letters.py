"""One paragraph, letter by letter: blanks as a reader sees them, alike letters together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from .tree import BREAK, Run

_BLANKS: Final = " \t\n\r\f\v\u0085\u00a0\u1680\u2000-\u200a\u202f\u205f"
_BREAKS: Final = (BREAK, "\u2029")
_WIDE_BLANK: Final = "\u3000"
_TOKEN: Final = re.compile(f"[{_BLANKS}]+|[\u2028\u2029\u3000]|[^{_BLANKS}\u2028\u2029\u3000]+")
_BLANK: Final = re.compile(f"[{_BLANKS}]+")
# Everything that may stand for nothing: looked at one by one only where there is any of it.
_ODD: Final = re.compile(
    "[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3000-\ua48c\u4e00-\u9fa5"
    "\uff01-\uff5e]"
)
_KEPT_FORMAT: Final = frozenset("\u200c\u200d")  # they join and part the letters of some scripts
_NOTHING: Final = ("Cc", "Cf", "Cs", "Co", "Cn")
_CHINESE: Final = re.compile(
    "[\u2e80-\u2fff\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """``char`` is a word, a blank or a line break; of a picture what it shows."""

    char: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    picture: str = ""


def paragraphs(letters: Sequence[Letter]) -> list[tuple[Run, ...]]:
    """The paragraphs in it: two line breaks, one after the other, part them. No empty ones."""
    found, now, gap = list[list[Letter]](), list[Letter](), list[Letter]()
    for letter in letters:
        if not letter.picture and _is_gap(letter.char, now, gap):
            gap.append(letter)
            continue
        if gap:
            if _breaks(gap) > 1 and now:
                found.append(now)
                now = []
            elif now and (between := _between(now[-1], gap, letter)) is not None:
                now.append(between)
            gap = []
        now.append(letter)
    found.append(now)
    return [tuple(_runs(whole)) for one in found if (whole := _trimmed(one))]


def tokens(text: str) -> list[str]:
    """Its words, blanks and line breaks, without what stands for nothing: controls, directions, width zero."""
    if _ODD.search(text):
        text = "".join(filter(_shown, text))
    return _TOKEN.findall(text)


def _shown(char: str) -> bool:
    kept = char in _KEPT_FORMAT or char in _BREAKS or _BLANK.match(char) is not None
    return kept or unicodedata.category(char) not in _NOTHING


def _is_gap(token: str, now: Sequence[Letter], gap: Sequence[Letter]) -> bool:
    """A wide blank is one only where a line begins."""
    if token == _WIDE_BLANK:
        return not now or _breaks(gap) > 0
    return token in _BREAKS or _BLANK.match(token) is not None


def _breaks(gap: Sequence[Letter]) -> int:
    return sum(one.char in _BREAKS for one in gap)


def _between(before: Letter, gap: Sequence[Letter], after: Letter) -> Letter | None:
    """What the blanks between two letters come to. A line that a file broke inside Chinese text is no blank."""
    marks = before.marks & after.marks
    href = before.href if before.href == after.href else ""
    if _breaks(gap):
        return Letter(BREAK, marks, href)
    blank = "".join(one.char for one in gap)
    torn = ("\n" in blank or "\r" in blank) and "\u00a0" not in blank
    if torn and _CHINESE.match(before.char[-1:]) and _CHINESE.match(after.char):
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
