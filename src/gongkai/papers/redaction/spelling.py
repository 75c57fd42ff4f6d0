"""One string, however it is written: wide or narrow, spaced out, broken over lines, turned round, coded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

_NOTHING: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00b7\u2027\u30fb\x00")
"""Never part of what a reader sees; and the dot of a foreign name, of which there are many."""
_JOINS: Final = frozenset("-\u00ad\u2010\u2011\u2043\ufe63\uff0d")
"""Hyphens: they part a word at the end of a line, and a number wherever its writer liked."""
# Radicals that PDF writers put for the character itself, and that NFKC leaves alone (Unicode: Equivalent_Unified_
# Ideograph).
_RADICALS: Final = dict(
    zip(
        "⺁⺃⺅⺇⺉⺋⺍⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乚亻几刂卩小兀尣尢尣巳幺彑忄心扌攵旡月歺母民氵氺灬爫爫丬犭王罒示礻竹糸纟罓罒网网羊羊羊耂聿聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀龟",
        strict=True,
    )
)
_WORD: Final = re.compile(r"[a-z]")
_SHORT: Final = 4
PLAIN: Final = 6
"""Bytes below which a spelling may turn up in pictures and fonts by chance."""
Found = tuple[int, int]


@lru_cache(maxsize=8192)
def letter(one: str) -> str:
    """One letter in its plainest form: "" for what is not seen, a space for white space and hyphens."""
    if one in _NOTHING:
        return ""
    if one in _JOINS:
        return " "
    if one.isspace():
        return "\n" if one in "\r\n\x0b\x0c\x85\u2028\u2029" else " "
    return "".join(_RADICALS.get(part, part) for part in unicodedata.normalize("NFKC", one).casefold())


def usual(one: str) -> str:
    """The character that people type, for a radical that a PDF writer put in its place."""
    if "\u2e80" <= one <= "\u2fdf":
        return _RADICALS.get(one, unicodedata.normalize("NFKC", one))
    return one


def plain(text: str) -> str:
    """What is compared: ``text`` without white space, every letter in its plainest form."""
    return "".join(part for one in text for part in letter(one) if not part.isspace())


@lru_cache(maxsize=1024)
def _wanted(written: str) -> tuple[str, frozenset[int]]:
    """The plain form, and before which of its letters white space stands as written."""
    line = Line(enumerate(written))
    return line.text, frozenset(line.space | line.end)


class Line:
    """A row of letters to be searched: ``places[i]`` is the letter that the i-th plain one comes from."""

    def __init__(self, letters: Iterable[tuple[int, str]]) -> None:
        self.places: list[int] = []
        parts: list[str] = []
        self.space: set[int] = set()
        self.end: set[int] = set()
        for place, one in letters:
            for part in letter(one):
                if part == " ":
                    self.space.add(len(parts))
                elif part == "\n":
                    self.end.add(len(parts))
                else:
                    parts.append(part)
                    self.places.append(place)
        self.text = "".join(parts)

    def find(self, written: str) -> Iterator[Found]:
        """Where that stands, in any of its forms; (start, end) into ``places``.

        Spaces inside count for nothing, except that two words of Latin letters are not one word: ``them`` is not
        in "the man", but is in "t h e m e" with every letter apart, in "th em" where it begins and ends a word,
        and over the end of a line if it is not short.
        """
        term, breaks = _wanted(written)
        at = self.text.find(term) if term else -1
        while at >= 0:
            if not _WORD.search(term) or self._one_word(at, term, breaks):
                yield at, at + len(term)
            at = self.text.find(term, at + 1)

    def _one_word(self, start: int, term: str, breaks: frozenset[int]) -> bool:
        gaps = [n for n in _inside_words(term, breaks) if start + n in self.space or start + n in self.end]
        if not gaps:
            return True
        if all(start + n in self.end for n in gaps):
            return len(term) >= _SHORT
        every = len(gaps) > 1 and len(gaps) == len(_inside_words(term, breaks))
        return every or (self._parted(start) and self._parted(start + len(term)))

    def _parted(self, at: int) -> bool:
        """Whether a word begins or ends before that letter."""
        if at in self.space or at in self.end or not 0 < at < len(self.text):
            return True
        return not (_WORD.match(self.text[at - 1]) and _WORD.match(self.text[at]))


@lru_cache(maxsize=1024)
def _inside_words(term: str, breaks: frozenset[int]) -> tuple[int, ...]:
    """Where a space would part two letters of one Latin word."""
    pairs = range(1, len(term))
    return tuple(n for n in pairs if n not in breaks and _WORD.match(term[n]) and _WORD.match(term[n - 1]))


def has(text: str, written: str) -> bool:
    """Whether that stands in ``text``; from back to front, too, if not short (海上 is not 上海)."""
    line = Line(enumerate(text))
    return any(True for _ in line.find(written)) or (
        len(term := plain(written)) >= _SHORT and term[::-1] in line.text
    )


def codings(written: str) -> Iterator[bytes]:
    """The bytes a string may lie in a file as: in the codings of Chinese software, and as hexadecimal digits."""
    spellings = {written, unicodedata.normalize("NFKC", written), plain(written), written.upper(), written.lower()}
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in written)
    for one in {*spellings, wide, *(s[::-1] for s in spellings)}:
        for coding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "big5"):
            try:
                data = one.encode(coding)
            except UnicodeEncodeError:
                continue
            yield data
            yield data.hex().encode("ascii")
            yield data.hex().upper().encode("ascii")


def bytes_of(strings: Sequence[str]) -> tuple[bytes, ...]:
    """The codings of all strings that are long enough not to turn up by chance."""
    return tuple(sorted({one for text in strings for one in codings(text) if len(one) >= PLAIN}))
