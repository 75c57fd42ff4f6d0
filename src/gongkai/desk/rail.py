"""The left rail: what this person may do, with counts of what is theirs. Each part of the desk adds its entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from .access import Asking


@dataclass(frozen=True, slots=True)
class Count:
    """Behind an entry: a number, and whether it is late (then the words say so, too)."""

    text: str
    late: bool = False
    words: str = ""


def waiting(number: int, words: str, *, late: int, late_words: str) -> Count | None:
    """So many wait, and so many of them are late; None where nothing waits."""
    if late:
        return Count(f"{late} / {number}", late=True, words=f"{words}，其中 {late} {late_words}")
    return Count(str(number), words=words) if number else None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the desk: shown to whoever may do ``verb`` somewhere."""

    title: str
    url_name: str
    verb: str
    count: Callable[[Asking], Count | None] = lambda asking: None
    # Who may do this is shown it as well.
    also: str = ""
    # Who may do this has it within another part.
    unless: str = ""

    def shown(self, asking: Asking) -> bool:
        if self.unless and asking.may_somewhere(self.unless):
            return False
        return asking.may_somewhere(self.verb) or bool(self.also and asking.may_somewhere(self.also))

    @property
    def prefix(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    address: str
    current: bool
    count: Count | None


def entries(parts: tuple[Part, ...], asking: Asking, path: str) -> Iterator[Entry]:
    """The entries for this person; the one whose address the page lies under is current."""
    for part in parts:
        if part.shown(asking):
            yield Entry(part.title, part.prefix, path.startswith(part.prefix), part.count(asking))
