"""Sentences out of facts: which wording, and what is bound in it. No database, no clock.

sentence(one, facts) -> Run             a run without pieces where it has nothing to say
part(number, facts, library) -> Text    a part of the report, its paragraphs in order
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from gongkai.reports.texts.facts import NUMBER, Fact, Facts, Parts, Row, count, shown
from gongkai.reports.texts.library import BRACKETED, EACH, LISTED, ORDINAL, PLACE, Clause, Library, Place, Sentence
from gongkai.reports.texts.pieces import Bound, Paragraph, Piece, Run, Text, joined

HEADING = "heading"
_DIGITS = "零一二三四五六七八九"


def part(number: int, facts: Facts, library: Library) -> Text:
    """Every paragraph of a part; one that has nothing to say yet keeps its place and prints nothing."""
    places = (one for one in library.places if one.part == number)
    return headed(tuple(_paragraph(one, facts, library) for one in places), library)


def _paragraph(place: Place, facts: Facts, library: Library) -> Paragraph:
    head = (Run(HEADING, ()),) if place.heading else ()
    return Paragraph(place.code, (*head, *(sentence(one, facts) for one in library.of(place.code))))


def headed(text: Text, library: Library) -> Text:
    """The paragraphs that say something with their headings, counted; the others without."""
    found: list[Paragraph] = []
    at = 0
    for one in text:
        place = library.place(one.code)
        says = any(run.pieces for run in one.runs if run.code != HEADING)
        at += bool(says and place and place.numbered)
        head = (_number(at, place.numbered) + place.heading,) if says and place and place.heading else ()
        runs = tuple(replace(run, pieces=head) if run.code == HEADING else run for run in one.runs)
        found.append(replace(one, runs=runs))
    return tuple(found)


def sentence(one: Sentence, facts: Facts) -> Run:
    told = [pieces for clause in one.clauses if (pieces := _clause(clause, facts))]
    if not told:
        return Run(one.code, ())
    said: list[Piece] = list(_filled(one.lead, facts) or ())
    for at, clause in enumerate(told):
        said += (one.joint, *clause) if at else clause
    return Run(one.code, joined((*said, one.end)))


def _clause(clause: Clause, facts: Facts) -> tuple[Piece, ...]:
    """Nothing where it has no wording for what is found, or where what it needs is not there."""
    if not _allowed(clause, facts):
        return ()
    if not clause.query:
        return _filled(clause.many, facts) or ()
    fact = facts.get(clause.query)
    if fact is None:
        return ()
    number = count(fact)
    wording = clause.zero if number == 0 else clause.one if number == 1 else clause.many
    return _filled(wording, facts, _each(clause, fact, clause.query)) or ()


def _allowed(clause: Clause, facts: Facts) -> bool:
    some = {name for name in (*clause.needs, *clause.unless) if name in facts and count(facts[name])}
    return some >= set(clause.needs) and not some & set(clause.unless)


def _filled(wording: str, facts: Facts, each: tuple[Piece, ...] = ()) -> tuple[Piece, ...] | None:
    """The wording with its places filled; None where a fact it names is not known."""
    pieces: list[Piece] = []
    at = 0
    for found in PLACE.finditer(wording):
        pieces.append(wording[at : found.start()])
        at = found.end()
        name = found["name"]
        if name == EACH:
            pieces += each
            continue
        fact = facts.get(name)
        if fact is None:
            return None
        pieces += _MANNERS[found["as"]](name, fact)
    return joined((*pieces, wording[at:]))


def _fact(name: str, fact: Fact) -> Iterator[Piece]:
    value = fact.value
    if isinstance(value, Parts):
        for at, one in enumerate(value.told):
            yield f"{'、' if at else ''}{one.label}"
            yield Bound(f"{name}/{one.label}", shown(one.number))
            yield fact.unit
    elif isinstance(value, tuple):
        yield Bound(name, "、".join(one for one in value if isinstance(one, str)))
    else:
        yield Bound(name, value if isinstance(value, str) else shown(value))


def _labels(name: str, fact: Fact) -> Iterator[Piece]:
    """The names of the parts that are not nought: what one request came from."""
    assert isinstance(fact.value, Parts)
    yield "、".join(one.label for one in fact.value.told)


def _number_of(name: str, fact: Fact) -> Iterator[Piece]:
    """How many a list holds."""
    yield Bound(f"{name}/{NUMBER}", shown(count(fact)))


_MANNERS: Final[Mapping[str | None, Callable[[str, Fact], Iterator[Piece]]]] = {
    None: _fact, ":label": _labels, ":number": _number_of,
}  # fmt: skip


def _each(clause: Clause, fact: Fact, name: str) -> tuple[Piece, ...]:
    """Every record of a list in its own words, counted where there are several."""
    if not clause.each or not isinstance(fact.value, tuple):
        return ()
    rows = [one for one in fact.value if not isinstance(one, str)]
    pieces: list[Piece] = []
    for at, row in enumerate(rows):
        number = _number(at + 1, clause.numbered) if len(rows) > 1 else ""
        pieces += [clause.between if at else "", number, *_row(clause, row, name)]
    return joined(pieces)


def _number(at: int, manner: str) -> str:
    """The number in its manner: 一是, （一）, 1., or none."""
    ways = {ORDINAL: f"{numeral(at)}是", BRACKETED: f"（{numeral(at)}）", LISTED: f"{at}."}
    return ways.get(manner, "")


def _row(clause: Clause, row: Row, name: str) -> Iterator[Piece]:
    wording = next((one for one in clause.each if all(row.get(n) for n in _columns(one))), clause.each[-1])
    at = 0
    for found in PLACE.finditer(wording):
        yield wording[at : found.start()]
        at = found.end()
        if said := row.get(found["name"], ""):
            yield Bound(f"{name}/{row['key']}/{found['name']}", said)
    yield wording[at:]


def _columns(wording: str) -> list[str]:
    return [found["name"] for found in PLACE.finditer(wording)]


def numeral(number: int) -> str:
    """1 to 99 as they count sentences: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
