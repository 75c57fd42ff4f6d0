"""The sentences of sections 1, 5 and 6 and of the opening lines, as dated data.

library(on) -> Library                  the shipped one, as it stood that day
read(raw) -> (Place, …), (Sentence, …)  a file of the same form: what a district ships with its own house
Library.with_own(sentences)             a district's own sentences: one of a code there is replaces it

A sentence is made of clauses. Each names its ``query``, a fact, and has a wording for none, for one and for many;
a clause without a wording for what is found is left out, and a sentence without clauses says nothing (``left_out``
in a file: this one is not told here).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

PREAMBLE: Final = 0
PARTS: Final = (PREAMBLE, 1, 5, 6)
PLACE: Final = re.compile(r"\{(?P<name>[a-z_]+)(?P<as>:label|:number)?\}")
EACH: Final = "each"
# How several records are counted in a text: 一是…二是…, or 1.…2.…
ORDINAL, LISTED, BRACKETED = "是", ".", "（）"
_FILES: Final = ("sentences", "openings")


@dataclass(frozen=True, slots=True)
class Clause:
    """``query`` names the fact that chooses the wording; "" for one that is always told. ``needs`` and ``unless``
    are facts that must, or must not, be more than nought. ``each`` words one record, the first of its wordings
    whose places are all filled; ``numbered`` counts them (ORDINAL, LISTED, or "") where there are several."""

    query: str
    zero: str = ""
    one: str = ""
    many: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    between: str = "；"
    numbered: str = ORDINAL

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.zero, self.one, self.many)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``place`` is the code of its paragraph, ``order`` where it stands in it."""

    code: str
    place: str
    order: int
    clauses: tuple[Clause, ...]
    since: date
    until: date | None = None
    lead: str = ""
    joint: str = "，"
    end: str = "。"
    source: str = ""

    @property
    def opening(self) -> bool:
        """Whether it is words alone, for a district to have in its own way."""
        return all(not one.query for one in self.clauses)

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    def names(self) -> Iterator[str]:
        """Every fact that it asks for, by its queries, conditions and places."""
        for one in self.clauses:
            yield from filter(None, (one.query, *one.needs, *one.unless))
            for wording in (self.lead, *one.wordings):
                yield from (found["name"] for found in PLACE.finditer(wording) if found["name"] != EACH)


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a part (0: the opening lines, else the section). ``numbered``: how those that say something
    are counted, BRACKETED or LISTED."""

    code: str
    part: int
    heading: str
    label: str
    numbered: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    places: tuple[Place, ...]
    sentences: tuple[Sentence, ...]

    def of(self, place: str) -> tuple[Sentence, ...]:
        return tuple(one for one in self.sentences if one.place == place)

    def place(self, code: str) -> Place | None:
        return next((one for one in self.places if one.code == code), None)

    def sentence(self, code: str) -> Sentence | None:
        return next((one for one in self.sentences if one.code == code), None)

    def with_own(self, own: Iterable[Sentence]) -> Library:
        """KeyError for a sentence of a paragraph that there is not."""
        found = {one.code: one for one in self.sentences}
        places = {one.code for one in self.places}
        for one in own:
            if one.place not in places:
                raise KeyError(one.place)
            if one.clauses:
                found[one.code] = one
            else:
                found.pop(one.code, None)
        return replace(self, sentences=_sorted(found.values()))


def library(on: date) -> Library:
    """What is shipped, as it holds that day: of several versions of a sentence the latest."""
    places, sentences = _shipped()
    return Library(places, _sorted(holding(sentences, on)))


def holding(sentences: Iterable[Sentence], on: date) -> list[Sentence]:
    latest: dict[str, Sentence] = {}
    for one in sorted(sentences, key=lambda one: one.since):
        if one.holds(on):
            latest[one.code] = one
    return list(latest.values())


def read(raw: str) -> tuple[tuple[Place, ...], tuple[Sentence, ...]]:
    """A file of sentences. ValueError, naming the sentence, for one that cannot be read or says nothing."""
    data = tomllib.loads(raw)
    places = tuple(Place(**one) for one in data.get("paragraph", ()))
    return places, tuple(_sentence(one) for one in data.get("sentence", ()))


@cache
def _shipped() -> tuple[tuple[Place, ...], tuple[Sentence, ...]]:
    here = files("gongkai.reports.texts")
    found = [read(here.joinpath(f"data/{name}.toml").read_text("utf-8")) for name in _FILES]
    return tuple(p for places, _ in found for p in places), tuple(s for _, some in found for s in some)


def _sorted(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sorted(sentences, key=lambda one: (one.order, one.code)))


def _sentence(raw: Mapping[str, Any]) -> Sentence:
    try:
        silent = raw.get("left_out", False)
        return Sentence(
            code=raw["code"], place=raw["paragraph"], order=raw["order"], since=raw["since"],
            until=raw.get("until"), lead=raw.get("lead", ""), joint=raw.get("joint", "，"),
            end=raw.get("end", "。"), source=raw.get("source", ""),
            clauses=() if silent else tuple(_clause(one) for one in raw.get("clause", ())) or (_words(raw),),
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise ValueError(f"{raw.get('code', '?')}: {error}") from error


def _words(raw: Mapping[str, Any]) -> Clause:
    """A sentence of words alone has its text beside its code."""
    return Clause("", many=raw["text"], needs=_tuple(raw, "needs"), unless=_tuple(raw, "unless"))


def _clause(raw: Mapping[str, Any]) -> Clause:
    each = raw.get("each", ())
    return Clause(
        query=raw.get("query", ""), zero=raw.get("zero", ""), one=raw.get("one", raw.get("many", "")),
        many=raw.get("many", ""), needs=_tuple(raw, "needs"), unless=_tuple(raw, "unless"),
        each=(each,) if isinstance(each, str) else tuple(each), between=raw.get("between", "；"),
        numbered=raw.get("numbered", ORDINAL),
    )  # fmt: skip


def _tuple(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(raw.get(name, ()))
