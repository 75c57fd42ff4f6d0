"""The search over what is public: a page of hits with what was found in them, and titles while somebody types.

search(asked, *, on) -> Found
suggest(text, limit=8) -> list[Item]

Everything found is asked of ``queries.shown()`` in the same statement, with the filters: an index that lags behind
can make something hard to find, and never shows what is not public. Where the index cannot answer, ``failed`` says
so in words; no hits without it means that there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from gongkai.agencies.models import Agency
from gongkai.errors import CannotSearch
from gongkai.publication import indexing
from gongkai.publication.models import Attachment, Column, Item
from gongkai.publication.queries import NEWEST, shown
from gongkai.publication.words import HOLDING, Validity
from gongkai.search import marking
from gongkai.search.asking import find, in_titles
from gongkai.search.words import words

PAGE: Final = 20
# Up to this page so many are counted, and what there is more is said as 200+: each is looked up in its text and
# asked whether it may be shown. Whoever turns further has them counted up to 1,000; nobody turns more pages.
_FIRST_PAGES: Final = 5
COUNTED_FIRST: Final = 200
COUNTED: Final = 1_000
# Of so many agencies each is asked for in the index; of more, what is found is looked at alone.
_MOST_AGENCIES: Final = 60
_LOOKED_AT: Final = 60


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; everything but the page narrows it. ``agency`` means it and all below."""

    text: str = ""
    agency: Agency | None = None
    column: Column | None = None
    category: str = ""
    subject: str = ""
    year: int | None = None
    validity: str = ""
    genre: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words narrows it."""
        others = (self.agency, self.column, self.category, self.subject, self.year, self.validity, self.genre)
        return any(one not in (None, "") for one in others)


@dataclass(frozen=True)
class Hit:
    """``title`` and ``excerpt`` are safe HTML with ``<mark>``. ``attachment``: in which the words were found."""

    item: Item
    title: SafeString
    excerpt: SafeString
    attachment: str = ""


class Count(NamedTuple):
    """How many were counted, and whether there are more; false where there are none."""

    many: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.many}+" if self.more else str(self.many)

    def __bool__(self) -> bool:
        return self.many > 0


NONE: Final = Count(0)


@dataclass(frozen=True)
class Found:
    """One page. ``total``: how many there are, as far as counted (200 or 1,000); ``more``: there are more."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False
    page: int = 1
    words: tuple[str, ...] = ()
    failed: str = ""
    # Where nothing has all the words: how many have each of them.
    alone: tuple[tuple[str, Count], ...] = ()
    # Where nothing is left by the filters: how many there are without them.
    without_filters: Count = NONE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def counted(self) -> str:
        return str(Count(self.total, self.more))


def search(asked: Asked, *, on: date) -> Found:
    """The page asked for: hits in titles and document numbers first, then the newest."""
    try:
        wanted = words(asked.text)
        counted = COUNTED_FIRST if asked.page <= _FIRST_PAGES else COUNTED
        numbers = _numbers(asked, wanted, on, counted + 1)
        return _page(asked, wanted, numbers, counted) if numbers else _nothing(asked, wanted, on)
    except CannotSearch as error:
        return Found(failed=str(error))


def suggest(text: str, limit: int = 8) -> list[Item]:
    """Items in whose titles this stands, those that begin with it first, then the newest.

    [] where the index cannot answer: it only spares somebody typing.
    """
    try:
        wanted = words(text)
        numbers = in_titles(wanted, among=shown(), limit=_LOOKED_AT) if wanted else []
    except CannotSearch:
        return []
    items = _items(numbers)
    begins = marking.pattern(wanted[:1]) if wanted else None
    return sorted(items, key=lambda item: not (begins and begins.match(item.title)))[:limit]


def _numbers(asked: Asked, wanted: Sequence[str], on: date, limit: int) -> list[int]:
    among = narrowed(asked, on)
    if wanted:
        return find(wanted, marks=_marks(asked), among=among, limit=limit)
    return list(among.order_by(*NEWEST).values_list("pk", flat=True)[:limit])


def narrowed(asked: Asked, on: date) -> QuerySet[Item]:
    """Everything shown that falls under the filters, whatever its words."""
    rows = shown()
    if asked.agency is not None:
        rows = rows.filter(agency__in=_below(asked.agency))
    if asked.column is not None:
        rows = rows.filter(column=asked.column)
    if asked.year is not None:
        rows = rows.filter(first_public_on__range=(date(asked.year, 1, 1), date(asked.year, 12, 31)))
    for name in ("category", "subject", "genre"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    return rows.filter(_valid(asked.validity, on)) if asked.validity else rows


def _below(agency: Agency) -> list[int]:
    return list(Agency.objects.below(agency).values_list("pk", flat=True))


def _valid(validity: str, on: date) -> Q:
    """What is said to be in force ceases to be on its last day, without anybody's doing."""
    over = Q(ended_on__isnull=False, ended_on__lte=on)
    if validity == Validity.LAPSED:
        return Q(validity=Validity.LAPSED) | Q(validity__in=["", *HOLDING]) & over
    return Q(validity=validity) & ~over if validity in HOLDING else Q(validity=validity)


def _marks(asked: Asked) -> list[list[str]]:
    """The filters as the index has them; ``narrowed`` asks again."""
    found: list[list[str]] = []
    agencies = _below(asked.agency) if asked.agency is not None else []
    if 0 < len(agencies) <= _MOST_AGENCIES:
        found.append([indexing.agency_mark(key) for key in agencies])
    if asked.column is not None:
        found.append([indexing.column_mark(asked.column.pk)])
    if asked.year is not None:
        found.append([indexing.year_mark(asked.year)])
    if asked.validity:
        also = HOLDING if asked.validity == Validity.LAPSED else ()
        found.append([indexing.validity_mark(one) for one in (asked.validity, *also)])
    said = (
        (asked.category, indexing.category_mark),
        (asked.subject, indexing.subject_mark),
        (asked.genre, indexing.genre_mark),
    )
    return [*found, *([mark(value)] for value, mark in said if value)]


def _nothing(asked: Asked, wanted: tuple[str, ...], on: date) -> Found:
    """What helps who found nothing: each word alone, or all without the filters."""
    alone = [(word, _count(asked, [word], on)) for word in wanted] if len(wanted) > 1 else []
    others = _count(Asked(asked.text), wanted, on) if asked.narrowed else NONE
    return Found(words=wanted, alone=tuple(alone), without_filters=others)


def _count(asked: Asked, wanted: Sequence[str], on: date) -> Count:
    many = len(_numbers(asked, wanted, on, COUNTED_FIRST + 1))
    return Count(min(many, COUNTED_FIRST), many > COUNTED_FIRST)


# -- what is shown of them -------------------------------------------------------------------------------
def _page(asked: Asked, wanted: tuple[str, ...], numbers: list[int], counted: int) -> Found:
    total = min(len(numbers), counted)
    page = min(max(asked.page, 1), -(-total // PAGE))
    items = _items(numbers[(page - 1) * PAGE : min(page * PAGE, total)])
    return Found(_hits(items, wanted), total, len(numbers) > counted, page, wanted)


def _items(numbers: Sequence[int]) -> list[Item]:
    # A page of hits needs no HTML of their bodies.
    rows = shown().select_related("agency", "column", "current").defer("current__body")
    found = rows.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _hits(items: Sequence[Item], wanted: Sequence[str]) -> list[Hit]:
    titles = {item.pk: marking.mark(item.title, wanted) for item in items}
    excerpts = {item.pk: _excerpt(item, wanted) for item in items}
    attached = _attached([item for item in items if excerpts[item.pk] is None], wanted)
    found = []
    for item in items:
        name, excerpt = attached.get(item.pk, ("", excerpts[item.pk]))
        shown_text = item.current.text if item.current else ""
        found.append(Hit(item, titles[item.pk], excerpt or marking.beginning(shown_text, wanted), name))
    return found


def _excerpt(item: Item, wanted: Sequence[str]) -> SafeString | None:
    texts = (item.current.text if item.current else "", item.summary, "、".join(map(str, item.keywords)))
    return next((found for text in texts if (found := marking.excerpt(text, wanted))), None)


def _attached(items: Sequence[Item], wanted: Sequence[str]) -> dict[int, tuple[str, SafeString]]:
    """Of items in whose body nothing is found: the first attachment in which something is."""
    found: dict[int, tuple[str, SafeString]] = {}
    for item in items if wanted else ():
        if marking.pattern(tuple(wanted)).search(item.title):
            continue
        for name, text in _files(item):
            if excerpt := marking.excerpt(f"{name}\n{text}", wanted):
                found[item.pk] = (name, excerpt)
                break
    return found


def _files(item: Item) -> Iterable[tuple[str, str]]:
    return Attachment.objects.filter(version=item.current_id).values_list("name", "text").iterator(1)
