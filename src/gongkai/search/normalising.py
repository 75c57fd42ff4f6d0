"""The one form in which texts and questions are compared: NFKC, one width, one case, one kind of bracket, no white
space but one space between Latin letters or digits.

A substring means a substring of this form. Every character is taken by itself (after composing).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_OPENING: Final = "〔〖【[{（［｛﹝"
_CLOSING: Final = "〕〗】]}）］｝﹞"
_BRACKETS: Final = {**dict.fromkeys(_OPENING, "("), **dict.fromkeys(_CLOSING, ")")}
# Control and format characters, half pairs of UTF-16: nobody sees them, nobody types them.
_UNSEEN: Final = ("Cc", "Cf", "Cs")
_WHITE: Final = re.compile(r" +")
_BETWEEN: Final = re.compile(r"(?<![0-9a-z]) | (?![0-9a-z])")


class _Forms(dict[int, str]):
    """Code point -> what it becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _form(chr(code))
        return found


def _form(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _UNSEEN:
        return ""
    wide = unicodedata.normalize("NFKC", character).casefold()
    folded = unicodedata.normalize("NFKC", wide)
    return "".join(_BRACKETS.get(one, " " if one.isspace() else one) for one in folded)


_forms: Final = _Forms()


def normal(text: str) -> str:
    """The text in that form. Of one line: line breaks are white space like any other."""
    found = unicodedata.normalize("NFC", text).translate(_forms)
    return _BETWEEN.sub("", _WHITE.sub(" ", found)) if " " in found else found


def form(character: str) -> str:
    """What one character becomes, white space a space."""
    return _forms[ord(character)]
