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
from typing import Final

from django.db.models import Q

from gongkai.publication import changing, queries
from gongkai.publication.models import Attachment, Item, Version
from gongkai.search import documents, pieces, places, rebuilding
from gongkai.search.models import Rebuild
from gongkai.search.normalising import normal

_STEP: Final = 500


# -- one item --------------------------------------------------------------------------------------------
def entry(item: Item) -> documents.Entry:
    """The item with all that is shown of it: titles and numbers, body, attachments."""
    return entries([item])[0]


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
    # The same instant in whatever zone it was given.
    changed_at = item.changed_at and item.changed_at.timestamp()
    said = [item.current_id, changed_at, item.first_public_on, *titles(item), *sorted(marks(item))]
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()


def _day(item: Item) -> date:
    if item.first_public_on is None:
        raise ValueError(f"item {item.pk} was never public")
    return item.first_public_on


def entries(items: Sequence[Item]) -> list[documents.Entry]:
    """The same of many, with two questions for all of them and one for each that has attachments."""
    versions = [item.current_id for item in items if item.current_id]
    bodies = dict(Version.objects.filter(pk__in=versions).values_list("pk", "text"))
    attached = set(Attachment.objects.filter(version__in=versions).values_list("version", flat=True))
    return [_entry(item, bodies.get(item.current_id or 0, ""), item.current_id in attached) for item in items]


def _entry(item: Item, body: str, attached: bool) -> documents.Entry:
    texts = _texts(item, body, attached)
    return documents.Entry(item.pk, _day(item), titles(item), texts, marks=marks(item), stamp=stamp(item))


def _texts(item: Item, body: str, attached: bool) -> Iterator[str]:
    """One after the other, so that no more than one attachment is held."""
    yield from (item.summary, "、".join(map(str, item.keywords)), body)
    if attached:
        files = Attachment.objects.filter(version=item.current_id)
        for name, text in files.values_list("name", "text").iterator(1):
            yield from (name, text)


# -- kept in step ----------------------------------------------------------------------------------------
def changed(item: Item) -> None:
    """In the transaction in which it appears, changes or goes."""
    changed_together([item])


def changed_together(items: Sequence[Item]) -> None:
    """The same for many: a batch is written at once."""
    documents.drop([item.pk for item in items if not item.is_public])
    shown = [item for item in items if item.is_public]
    for start in range(0, len(shown), _STEP):
        documents.put_all(entries(shown[start : start + _STEP]))


changing.on_change(changed, many=changed_together)


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
        return entries(list(rows[:limit]))


def rebuild(*, clock: Callable[[], datetime], told: Callable[[Rebuild], None] = lambda rebuild: None) -> Rebuild:
    """The index anew from what is shown, or on with a rebuilding that was cut off."""
    return rebuilding.run(_Items(), clock=clock, told=told)
