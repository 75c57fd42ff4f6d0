"""Documents made together that several agencies registered, each as its own: joint items are counted once (A9).

found(agencies, year) -> {cell: (Joint, …)}

By Art. 10 what was made together is published by its lead maker, who alone registers it. What bears the same
number, or the same title and the same makers, in the registers of two agencies is named here; whether it is the
same document, a person says (``sums.explain``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.publication import register
from gongkai.publication.models import Item
from gongkai.publication.words import Genre

_ROWS: Final = {Genre.RULE: "规章", Genre.NORMATIVE: "行政规范性文件"}
_COLUMNS: Final = (("is_made", "本年制发件数"), ("is_repealed", "本年废止件数"), ("is_held", "现行有效件数"))


@dataclass(frozen=True, slots=True)
class Joint:
    """One document in several registers; ``items`` in official order of their agencies, one an agency."""

    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        return self.items[0].title

    @property
    def number(self) -> str:
        return self.items[0].document_number

    @property
    def too_many(self) -> int:
        """How often it is counted beyond once."""
        return len(self.items) - 1


def found(agencies: Iterable[Agency], year: int) -> dict[str, tuple[Joint, ...]]:
    """By cell of table 2; one question for all agencies."""
    groups: dict[tuple[str, tuple[str, ...]], dict[int, Item]] = {}
    for item in register.of_several(agencies, year):
        for cell in _cells(item):
            for key in _keys(item):
                groups.setdefault((cell, key), {}).setdefault(item.agency_id, item)
    out: dict[str, dict[tuple[int, ...], Joint]] = {}
    for (cell, _), items in groups.items():
        if len(items) > 1:
            # The same by its number and by its title is named once.
            out.setdefault(cell, {})[tuple(one.pk for one in items.values())] = Joint(tuple(items.values()))
    return {cell: tuple(some.values()) for cell, some in out.items()}


def _cells(item: Item) -> Iterator[str]:
    row = _ROWS.get(Genre(item.genre))
    for flag, column in _COLUMNS:
        if row and getattr(item, flag):
            yield f"{row}/{column}"


def _keys(item: Item) -> Iterator[tuple[str, ...]]:
    if number := "".join(item.document_number.split()):
        yield ("number", number)
    elif len(item.joint_makers) > 1:
        yield ("title", "".join(item.title.split()), *sorted(map(str, item.joint_makers)))
