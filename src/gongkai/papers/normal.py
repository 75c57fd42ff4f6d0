"""A text as what likeness compares: characters that carry meaning, and where each stands in the original.

Numbers become "0" and the agency's own name "某", since a copied report changes just these. What the form itself
prescribes is left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from gongkai.statute.form import editions
from gongkai.statute.form.names import same_agency_key

END: Final = "\n"
"""Stands between sentences that are no longer neighbours; nothing is alike across it."""

_OWN: Final = "\ue000"  # stands for the agency's own name; the rest of its place is filled with blanks
_NUMBER = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_KEPT: Final = "A-Za-zＡ-Ｚａ-ｚ㐀-鿿豈-﫿\U00020000-\U0003ffff"
_WORD = re.compile(f"{_NUMBER.pattern}|[{_KEPT}{_OWN}]")
_DROPPED = re.compile(f"[^0{_KEPT}{_OWN}]+")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
_PLACE = re.compile(r"^.*(?:自治区|自治州|自治县|新区|[省市区县旗州盟])(?=.{2})")
_NUMBER_LABEL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}|0)")


@dataclass(frozen=True, slots=True)
class Normal:
    """``text`` is compared; character ``i`` of it stands at ``places[i]``: (paragraph, start, end)."""

    text: str
    places: tuple[tuple[int, int, int], ...]

    @property
    def size(self) -> int:
        """Characters that count."""
        return size(self.text)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Sentences that do not count, each with where it is prescribed."""

    identity: str
    pattern: re.Pattern[str]
    source: str
    example: str


@cache
def boilerplate() -> tuple[Boilerplate, ...]:
    raw = tomllib.loads(files("gongkai.papers").joinpath("data/boilerplate.toml").read_text("utf-8"))
    return tuple(
        Boilerplate(s["id"], re.compile(s["pattern"]), s["source"], s["example"]) for s in raw["sentence"]
    )


@cache
def _prescribed() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{b.pattern.pattern})" for b in boilerplate()))


@cache
def _labels() -> frozenset[str]:
    """Headings and labels of every edition, without their numerals."""
    found: set[str] = set()
    for form in editions().values():
        found.update(form.sections)
        for block in form.blocks:
            found.update(
                (block.title, block.head, *(c.label for c in block.columns), *(r.label for r in block.rows))
            )
            found.update(word for column in block.columns for word in column.group)
            found.update(word for row in block.rows for word in row.group)
    return frozenset(_bare(compared(text)) for text in found) | {""}


def prescribed(sentence: str) -> bool:
    """Whether a normalised sentence is one that the form or the rules prescribe."""
    return _bare(sentence) in _labels() or _prescribed().fullmatch(sentence) is not None


def _bare(text: str) -> str:
    return _NUMBER_LABEL.sub("", text)


def compared(text: str) -> str:
    """A text without names to hide as it is compared: no punctuation, numbers as 0."""
    return _DROPPED.sub("", _NUMBER.sub("0", text)).replace(_OWN, "某")


def _names(agency: str | None) -> tuple[str, ...]:
    """The agency's name and its short forms, longest first."""
    whole = "".join((agency or "").split())
    key = same_agency_key(whole)
    names = {whole, key, _PLACE.sub("", whole), _PLACE.sub("", key)}
    return tuple(sorted((n for n in names if len(n) > 2), key=lambda n: (-len(n), n)))


def _hidden(paragraph: str, names: Sequence[str]) -> str:
    """The paragraph with the agency's own names blotted out, every other character in its place."""
    for name in names:
        paragraph = paragraph.replace(name, _OWN + " " * (len(name) - 1))
    return paragraph


def plain(paragraphs: Sequence[str], agency: str | None) -> str:
    """Only the text of ``normal``, four times as fast."""
    names, text = _names(agency), list[str]()
    for paragraph in paragraphs:
        for sentence in _SENTENCE.findall(_hidden(paragraph, names)):
            words = compared(sentence)
            if words and not prescribed(words):
                text.append(words)
            elif text and text[-1] != END:
                text.append(END)
        if text and text[-1] != END:
            text.append(END)
    return "".join(text)


def size(text: str) -> int:
    """Characters of a normalised text that count."""
    return len(text) - text.count(END)


def normal(paragraphs: Sequence[str], agency: str | None) -> Normal:
    """Normalise a text. Sentences that are prescribed leave an END in their place."""
    names, text, places = _names(agency), list[str](), list[tuple[int, int, int]]()
    for at, paragraph in enumerate(paragraphs):
        hidden = _hidden(paragraph, names)
        for found in _SENTENCE.finditer(hidden):
            words = compared(found[0])
            if words and not prescribed(words):
                text.append(words)
                places += [(at, *m.span()) for m in _WORD.finditer(hidden, found.start(), found.end())]
            elif text and text[-1] != END:
                text.append(END)
                places.append((at, 0, 0))
        if text and text[-1] != END:
            text.append(END)
            places.append((at, 0, 0))
    return Normal("".join(text), tuple(places))
