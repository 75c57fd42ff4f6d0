"""Shows where in a text the words stand: marked, as HTML that is escaped everywhere else.

mark(text, words) -> SafeString                   the whole text
excerpt(text, words, size=…) -> SafeString | None  a part around the first place; None where no word stands in it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.search.normalising import form

# Where characters stand that become another one: Latin with its widths and cases, signs, forms of ideographs.
_VARIED: Final = ((0x20, 0x250), (0x370, 0x530), (0x2000, 0x3400), (0xF900, 0xFB00), (0xFE10, 0xFFF0))
# What may stand between two characters of a word without being seen.
_BETWEEN: Final = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*"
_BEFORE: Final = 24


def mark(text: str, words: Sequence[str]) -> SafeString:
    """Every place of every word within ``<mark>``."""
    found, last = [], 0
    for one in pattern(tuple(words)).finditer(text) if words else ():
        found += [escape(text[last : one.start()]), "<mark>", escape(one.group()), "</mark>"]
        last = one.end()
    # Every part has just been escaped.
    return mark_safe("".join([*found, escape(text[last:])]))  # noqa: S308


def excerpt(text: str, words: Sequence[str], *, size: int = 120) -> SafeString | None:
    """About ``size`` characters with the first place near their beginning, on one line."""
    first = pattern(tuple(words)).search(text) if words else None
    if first is None:
        return None
    start = max(0, first.start() - _BEFORE)
    end = max(start + size, first.end())
    return _line(text, start, end, words)


def beginning(text: str, words: Sequence[str] = (), *, size: int = 120) -> SafeString:
    """The first ``size`` characters, on one line."""
    return _line(text, 0, size, words)


def _line(text: str, start: int, end: int, words: Sequence[str]) -> SafeString:
    part = re.sub(r"\s+", " ", text[start:end]).strip()
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return mark(f"{before}{part}{after}", words)


@lru_cache(256)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the words in a text as it was written: in any width and case, with any bracket, over line breaks.

    Characters that become several (㎡, ①) are not found so: what was found by them is shown without a mark.
    """
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_BETWEEN.join(_as_written(one) for one in word) for word in longest_first))


def _as_written(character: str) -> str:
    others = _variants().get(character, "")
    return f"[{re.escape(character + others)}]" if others else re.escape(character)


@cache
def _variants() -> dict[str, str]:
    """What the normal form has -> everything that becomes it."""
    found: dict[str, str] = {}
    for first, last in _VARIED:
        for character in map(chr, range(first, last)):
            became = form(character)
            if len(became) == 1 and became != character and became != " ":
                found[became] = found.get(became, "") + character
    return found
