"""Cuts a normalised text into pieces that overlap, and a piece into what the index keeps of it.

The index keeps, for each row, which characters and which pairs of neighbouring characters are in it, not where.
That a word stands in a piece whole is then looked up in the piece itself. A word is never longer than ``LONGEST``,
so that wherever it stands in a text, it stands whole in one piece.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import add
from typing import Final

SIZE: Final = 2_000
LONGEST: Final = 128
_STEP: Final = SIZE - (LONGEST - 1)
# Stands between two texts of a document: no word has it, so none is found across two texts.
BREAK: Final = "\n"
# Tokens are kept with spaces between. A space in a text becomes what no normalised text has.
_SPACE: Final = "\u3000"
_TITLE: Final = "t:"
# Longer words are asked by every other pair; each of their characters is still in one.
_MOST_PAIRS: Final = 10


def cut(text: str) -> list[str]:
    """The pieces, at least one; each but the last shares its last 127 characters with the next."""
    last = max(len(text) - (LONGEST - 1), 1)
    return [text[at : at + SIZE] for at in range(0, last, _STEP)]


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters within one text."""
    found: set[str] = set()
    for one in text.replace(" ", _SPACE).split(BREAK):
        found.update(map(add, one, one[1:]))
    return found


def characters(text: str) -> set[str]:
    found = set(text.replace(" ", _SPACE))
    found.discard(BREAK)
    return found


def title_tokens(title: str) -> set[str]:
    """The characters and pairs of titles, apart from those of the text: no text has tokens as long."""
    return {_TITLE + one for one in pairs(title) | characters(title)}


def asked(word: str) -> list[str]:
    """The tokens that every row has in which this word stands. A single character is kept only in rows that stand
    for whole documents."""
    word = word.replace(" ", _SPACE)
    if len(word) < 3:
        return [word]
    found = [word[at : at + 2] for at in range(len(word) - 1)]
    if len(found) > _MOST_PAIRS:
        found = [*found[:-1:2], found[-1]]
    return list(dict.fromkeys(found))


def asked_of_title(word: str) -> list[str]:
    return [_TITLE + one for one in asked(word)]


def mark(kind: str, value: object) -> str:
    """A mark to filter by, as one token. ``kind`` is a letter or more, not t."""
    return f"{kind}:{str(value).replace(' ', _SPACE)}"


def joined(tokens: Iterable[str]) -> str:
    """As the index takes them, in any order."""
    return " ".join(tokens)
