"""Which of many texts are alike: copies as groups, the nearest few for the rest, in one pass and not pair by pair.

What the form itself prescribes does not count (``data/boilerplate.toml``); numbers and the agency's own name may
differ. Texts go to a temporary file as they come; what stays in memory is a sketch of each, about one kilobyte.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Final, Literal

from gongkai.statute.form.names import same_agency_key

from .normal import normal, plain, size
from .passages import Comparison, Passage, Side, compare
from .sketch import Index, Sketches, sketch

Relation = Literal["last-year", "same-agency", "same-year", "other"]
COPY: Final = 0.8
"""Share (of both) from which texts are copies of one another."""
NEAR: Final = 0.2
"""Share of its own text from which a likeness is reported."""
NEAREST: Final = 3
SHORTEST: Final = 80
"""Characters of its own, boilerplate left out, that a text must have to be compared."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to compare. ``key`` names it in the result (its path)."""

    key: str
    agency: str | None
    year: int | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Another text that is like this one. ``share`` of this text is found there, ``other_share`` the other way
    round; ``relation``: last-year (the same agency's report of the year before), same-agency (of another year),
    same-year (another agency's of this year), other."""

    key: str
    share: float
    other_share: float
    relation: Relation
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Copies of one another. ``share`` is the smallest share that any has in common with the first; ``passages``
    are those of the second in the first."""

    keys: tuple[str, ...]
    share: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """``near`` lists the nearest few by key, most alike first, for texts in no group; ``too_short`` were not
    compared; ``comparisons`` is how many pairs were looked at."""

    groups: tuple[Group, ...]
    near: Mapping[str, tuple[Near, ...]]
    too_short: tuple[str, ...] = ()
    comparisons: int = 0


def alike(texts: Iterable[Text]) -> Likeness:
    """Compare any number of texts. The same texts in the same order give the same result."""
    with tempfile.TemporaryFile() as store:
        search = _Search(store)
        for text in texts:
            search.add(text)
        return search.result()


@dataclass(slots=True)
class _Search:
    store: IO[bytes]
    sketches: Sketches = field(default_factory=Sketches)
    starts: list[int] = field(default_factory=list)
    too_short: list[str] = field(default_factory=list)
    same: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    comparisons: int = 0

    def add(self, text: Text) -> None:
        made = plain(text.paragraphs, text.agency)
        if size(made) < SHORTEST:
            self.too_short.append(text.key)
            return
        number = len(self.starts)
        self.sketches.add(sketch(made))
        self.starts.append(self.store.tell())
        self.store.write(json.dumps([text.key, text.agency, text.year, text.paragraphs]).encode() + b"\n")
        if text.agency and text.year is not None:
            self.same.setdefault((same_agency_key(text.agency), text.year), []).append(number)

    def text(self, number: int) -> Text:
        self.store.seek(self.starts[number])
        key, agency, year, paragraphs = json.loads(self.store.readline())
        return Text(key, agency, year, tuple(paragraphs))

    def compared(self, one: Side, other: Side) -> Comparison:
        self.comparisons += 1
        return compare(one, other)

    def result(self) -> Likeness:
        groups = self.copies()
        grouped = {number for group in groups for number in group}
        firsts = {group[0] for group in groups}
        index = Index(self.sketches, [n for n in range(len(self.starts)) if n not in grouped or n in firsts])
        near: dict[str, tuple[Near, ...]] = {}
        for number in range(len(self.starts)):
            if number not in grouped and (found := self.nearest(number, index)):
                near[self.text(number).key] = found
        return Likeness(tuple(self.group(g) for g in groups), near, tuple(self.too_short), self.comparisons)

    def copies(self) -> list[list[int]]:
        """Groups of near copies. In each band a text is held against its neighbour and the first with its key
        only: copies of one text all meet a neighbour, so groups close without comparing every pair."""
        joined = list(range(len(self.starts)))

        def root(number: int) -> int:
            while joined[number] != number:
                joined[number] = joined[joined[number]]
                number = joined[number]
            return number

        for band in self.sketches.bands():
            first = before = (-1, -1)
            for entry in band:
                if entry[0] != first[0]:
                    first = entry
                for other in {first, before} - {entry}:
                    one, two = sorted((root(entry[1]), root(other[1])))
                    if other[0] == entry[0] and one != two and self.is_copy(entry[1], other[1]):
                        joined[two] = one
                before = entry
        groups: dict[int, list[int]] = {}
        for number in range(len(joined)):
            groups.setdefault(root(number), []).append(number)
        return [group for group in groups.values() if len(group) > 1]

    def is_copy(self, one: int, other: int) -> bool:
        self.comparisons += 1
        return min(self.sketches.contained(one, other), self.sketches.contained(other, one)) >= COPY

    def group(self, numbers: list[int]) -> Group:
        first = self.text(numbers[0])
        keys, share, passages = [first.key], 1.0, tuple[Passage, ...]()
        beside = _side(first)
        for number in numbers[1:]:
            other = self.text(number)
            made = self.compared(_side(other), beside)
            share = min(share, made.share, made.other_share)
            passages = passages or made.passages
            keys.append(other.key)
        return Group(tuple(keys), share, passages)

    def nearest(self, number: int, index: Index) -> tuple[Near, ...]:
        counts = index.candidates(number)
        likely = sorted(counts, key=lambda n: (-counts[n], n))[: 2 * NEAREST]
        mine = self.text(number)
        for other in self.own_years(mine, number):
            if other not in likely:
                likely.append(other)
        estimates = {other: self.sketches.contained(number, other) for other in likely}
        self.comparisons += len(likely)
        promising = sorted((n for n in likely if estimates[n] >= NEAR / 2), key=lambda n: (-estimates[n], n))
        found, beside = [], _side(mine)
        for other in promising[: NEAREST + 1]:
            theirs = self.text(other)
            made = self.compared(beside, _side(theirs))
            if made.share >= NEAR:
                found.append(Near(theirs.key, made.share, made.other_share, relation(mine, theirs), made.passages))
        return tuple(sorted(found, key=lambda n: (-n.share, n.key))[:NEAREST])

    def own_years(self, text: Text, number: int) -> list[int]:
        """The same agency's texts of the year before, which are compared in any case."""
        if not text.agency or text.year is None:
            return []
        key = same_agency_key(text.agency)
        return [n for n in self.same.get((key, text.year - 1), [])[:NEAREST] if n != number]


def _side(text: Text) -> Side:
    return Side(normal(text.paragraphs, text.agency), text.paragraphs)


def relation(one: Text, other: Text) -> Relation:
    """What the other text is to the first."""
    same = bool(one.agency and other.agency) and same_agency_key(one.agency or "") == same_agency_key(
        other.agency or ""
    )
    if same and one.year is not None and other.year == one.year - 1:
        return "last-year"
    if same:
        return "same-agency"
    return "same-year" if one.year is not None and one.year == other.year else "other"
