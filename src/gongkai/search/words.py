"""What somebody typed, as the words to look for: parted by white space, normalised, each once."""

from __future__ import annotations

from typing import Final

from gongkai.errors import CannotSearch
from gongkai.search.normalising import normal
from gongkai.search.pieces import LONGEST

MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 8


def words(text: str) -> tuple[str, ...]:
    """All of them must be found. () where nothing was typed that can be looked for.

    CannotSearch for more than 200 characters, more than 8 words, or a word of more than 128 characters.
    """
    if len(text.strip()) > MOST_CHARACTERS:
        raise CannotSearch(f"检索内容超过{MOST_CHARACTERS}个字，请缩短后再试。")
    found = list(dict.fromkeys(one for part in text.split() if (one := normal(part))))
    if len(found) > MOST_WORDS:
        raise CannotSearch(f"检索词超过{MOST_WORDS}个，请减少后再试。")
    if any(len(one) > LONGEST for one in found):
        raise CannotSearch(f"一个检索词超过{LONGEST}个字，请缩短或者用空格分开后再试。")
    # Where 政府信息公开 is found, 政府 is.
    return tuple(one for one in found if not any(one != other and one in other for other in found))
