"""What search knows of an item: kept in step whenever what the public sees of it changes.

entry(item) -> Entry            a shown item as search takes it
marks(item) -> list[str]        what it can be filtered by; one function for each, which ``searching`` asks for
stamp(item) -> str              differs when anything differs that search was told
rebuild(clock, told)            the whole index anew
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Q

from gongkai.publication import changing, queries
from gongkai.publication.models import Attachment, Item, Version
from gongkai.search import documents, pieces, places, rebuilding
from gongkai.search.models import Rebuild
from gongkai.search.normalising import normal


# -- one item --------------------------------------------------------------------------------------------
def entry(item: Item) -> documents.Entry:
    """The item with all that is shown of it: titles and numbers, body, attachments."""
    return documents.Entry(item.pk, _day(item), titles(item), _texts(item), marks=marks(item), stamp=stamp(item))


def titles(item: Item) -> list[str]:
    """What counts as its title: document number and index number are asked for like one."""
    return [one for one in (item.title, item.document_number, item.number) if one]


def marks(item: Item) -> list[str]:
    """Every filter of the search page that this item falls under."""
    found = [agency_mark(item.agency_id), year_mark(_day(item).year), genre_mark(item.genre)]
    found += [column_mark(item.column_id)] if item.column_id else []
    found += [category_mark(item.category)] if item.category else []
    found += [subject_mark(item.subject)] if item.subject else []
    found += [validity_mark(item.validity)] if item.validity else []
    return found


def agency_mark(key: int) -> str:
    return pieces.mark("agency", key)


def column_mark(key: int) -> str:
    return pieces.mark("column", key)


def category_mark(code: str) -> str:
    return pieces.mark("category", code)


def subject_mark(subject: str) -> str:
    return pieces.mark("subject", normal(subject))


def year_mark(year: int) -> str:
    return pieces.mark("year", year)


def validity_mark(validity: str) -> str:
    return pieces.mark("validity", validity)


def genre_mark(genre: str) -> str:
    return pieces.mark("genre", genre)


def stamp(item: Item) -> str:
    """Differs as soon as anything differs that search was told; made without opening a text."""
    said = [item.current_id, item.changed_at, item.first_public_on, *titles(item), *sorted(marks(item))]
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()


def _day(item: Item) -> date:
    if item.first_public_on is None:
        raise ValueError(f"item {item.pk} was never public")
    return item.first_public_on


def _texts(item: Item) -> Iterator[str]:
    """One after the other, so that no more than one attachment is held."""
    yield item.summary
    yield "、".join(map(str, item.keywords))
    if item.current_id is None:
        return
    yield from Version.objects.filter(pk=item.current_id).values_list("text", flat=True)
    for name, text in Attachment.objects.filter(version=item.current_id).values_list("name", "text").iterator(1):
        yield name
        yield text


# -- kept in step ----------------------------------------------------------------------------------------
def changed(item: Item) -> None:
    """In the transaction in which it appears, changes or goes."""
    if item.is_public:
        documents.put(entry(item))
    else:
        documents.drop([item.pk])


changing.on_change(changed)


# -- the whole index -------------------------------------------------------------------------------------
class _Items:
    """All shown items, oldest first (``rebuilding.Source``)."""

    def total(self) -> int:
        return queries.shown().count()

    def after(self, position: int | None, limit: int) -> Sequence[documents.Entry]:
        rows = queries.shown().order_by("first_public_on", "pk")
        if position is not None and position >= 0:
            day, number = places.day(position), places.document(position)
            rows = rows.filter(Q(first_public_on__gt=day) | Q(first_public_on=day, pk__gt=number))
        return [entry(item) for item in rows[:limit]]


def rebuild(*, clock: Callable[[], datetime], told: Callable[[Rebuild], None] = lambda rebuild: None) -> Rebuild:
    """The index anew from what is shown, or on with a rebuilding that was cut off."""
    return rebuilding.run(_Items(), clock=clock, told=told)
