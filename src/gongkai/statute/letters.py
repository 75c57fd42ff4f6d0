"""Which documents (文书) there are and what each must hold; one for each reply, and those on the way to it.

Read from ``data/letters.toml``; the letters that answer also from ``outcomes``. A letter that lacks an element
cannot be issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

from gongkai.errors import Refused
from gongkai.statute.elements import Element, Fault, Values, faults_of, missing_of, read_element
from gongkai.statute.outcomes import RemedyKind, Reply, replies
from gongkai.statute.tables import table

To = Literal["applicant", "third-party", "joint-maker", "agency", "internal"]


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of document. ``number_pattern`` is what a new series starts with (``{代字}`` is the agency's own
    word), "" for a form without a number of its own. ``answers``: a decision, its code is the reply's."""

    code: str
    title: str
    to: To
    number_pattern: str
    elements: tuple[Element, ...]
    articles: tuple[str, ...]
    remedy_kind: RemedyKind
    answers: bool

    @property
    def remedy(self) -> bool:
        """Must it tell a remedy?"""
        return self.remedy_kind != "none"

    @property
    def names_applicant(self) -> bool:
        """May who asked stand in it? Not in what a third party, joint maker or other agency is shown (Art. 32)."""
        return self.to in ("applicant", "internal")

    def element(self, code: str) -> Element:
        """One of its elements. KeyError for one that it does not have."""
        return {one.code: one for one in self.elements}[code]

    def written_by(self, *filled: str) -> tuple[Element, ...]:
        """The elements that these provide: ``written_by("clerk")`` are the fields of the form at the desk."""
        return tuple(one for one in self.elements if one.filled in filled)


def letter_kinds(on: date) -> tuple[LetterKind, ...]:
    """Every kind in use that day: first those on the way, then the answers in the order of table 3."""
    return tuple(_kinds(on).values())


def letter_kind(code: str, on: date) -> LetterKind:
    """The kind with this code, as it stands that day. Refused for one that does not exist (then)."""
    found = _kinds(on).get(code)
    if found is None:
        raise Refused(f"{on:%Y-%m-%d}没有“{code}”这种文书；请在文书列表中选择。")
    return found


def missing(kind: LetterKind, values: Values, *, at_issue: bool = True) -> tuple[Element, ...]:
    """Required elements that these values lack; ``at_issue=False`` leaves out what issuing itself fills (number,
    day), for a draft."""
    return missing_of(_asked(kind, at_issue), values)


def faults(kind: LetterKind, values: Values, *, at_issue: bool = True) -> tuple[Fault, ...]:
    """Everything that keeps a letter with these values from leaving: what is missing, what is not of its kind."""
    return faults_of(_asked(kind, at_issue), values)


def supplement_items(values: Values) -> tuple[Element, ...]:
    """What an application lacks (Art. 29(2)) and has to be supplemented; never a reason to refuse (rule 47)."""
    return missing_of(_elements(_raw("application-form")), values)


def _asked(kind: LetterKind, at_issue: bool) -> Iterable[Element]:
    return (one for one in kind.elements if at_issue or one.filled != "issue")


# ------------------------------------------------------------------------------------------------ from the data


@lru_cache(maxsize=512)
def _kinds(on: date) -> Mapping[str, LetterKind]:
    on_the_way = [_kind(raw) for raw in table("letters")["letter"]]
    return {one.code: one for one in (*on_the_way, *(_answer(reply) for reply in replies(on)))}


def _kind(raw: Mapping[str, Any]) -> LetterKind:
    pattern = table("letters")["number_pattern"] if raw.get("numbered", True) else ""
    return LetterKind(
        raw["code"],
        raw["title"],
        raw["to"],
        pattern,
        _elements(raw),
        tuple(raw["articles"]),
        raw.get("remedy", "none"),
        False,
    )


def _answer(reply: Reply) -> LetterKind:
    """The letter of a reply: what every decision says, said more closely where the reply has its own words."""
    codes = table("letters")["withdrawal" if reply.remedy == "none" else "decision"]
    own = {one.code: one for one in reply.must_say}
    every = [own.pop(code, _shared()[code]) for code in codes]
    at = codes.index("decision") + 1
    return LetterKind(
        reply.code,
        reply.document,
        "applicant",
        table("letters")["number_pattern"],
        (*every[:at], *own.values(), *every[at:]),
        reply.articles,
        reply.remedy,
        True,
    )


def _elements(raw: Mapping[str, Any]) -> tuple[Element, ...]:
    own = tuple(read_element(e) for e in raw.get("own", ()))
    shared = tuple(_shared()[code] for code in raw["elements"])
    # Its own words stand before contact and day, which close a letter.
    closing = sum(one.code in ("route", "remedy", "review_link", "contact", "dated_on") for one in shared)
    at = len(shared) - closing
    return (*shared[:at], *own, *shared[at:])


@cache
def _shared() -> Mapping[str, Element]:
    return {raw["code"]: read_element(raw) for raw in table("letters")["element"]}


def _raw(code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(raw for raw in table("letters")["letter"] if raw["code"] == code)
    return found
