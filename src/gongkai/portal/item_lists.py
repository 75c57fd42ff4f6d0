"""All items, newest first, narrowed by what the address says; every list of items on the portal is made here."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.prepared import Prepared
from gongkai.publication import queries
from gongkai.publication.models import Item, Topic
from gongkai.publication.words import Genre, Validity
from gongkai.statute import duties
from gongkai.ui.pages import PAGE_SIZE

from .cutting import MOST, Cut, capped, cut
from .public_agencies import all_public
from .public_page import kept_page

# What a list shows of an item, and nothing of its texts.
_SHOWN = (
    "title", "document_number", "genre", "validity", "effective_on", "ended_on", "first_public_on", "released_at",
    "changed_at", "number", "summary", "made_on", "agency__name", "agency__credit_code", "current__found_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for; what is not known is not asked."""

    agency: Agency | None = None
    category: str = ""
    genre: str = ""
    validity: str = ""
    topic: Topic | None = None
    year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.agency or self.category or self.genre or self.validity or self.topic or self.year)

    @property
    def agency_word(self) -> str:
        return addresses.word(self.agency) if self.agency else ""

    def among(self, items: QuerySet[Item]) -> QuerySet[Item]:
        """Of an agency those of everything below it, too."""
        if self.agency:
            items = items.filter(agency__in=Agency.objects.below(self.agency))
        if self.category:
            items = items.filter(category=self.category)
        if self.genre:
            items = items.filter(genre=self.genre)
        if self.validity:
            items = items.filter(validity=self.validity)
        if self.topic:
            items = items.filter(topics=self.topic)
        if self.year:
            items = items.filter(
                first_public_on__gte=date(self.year, 1, 1), first_public_on__lte=date(self.year, 12, 31)
            )
        return items


def narrowed(request: HttpRequest, agency: Agency | None = None) -> Narrowed:
    asked = request.GET
    return Narrowed(
        agency=agency or addresses.find(asked.get("agency", "")),
        category=_known(asked.get("category", ""), duties.CATEGORIES),
        genre=_known(asked.get("genre", ""), Genre.values),
        validity=_known(asked.get("validity", ""), Validity.values),
        topic=_topic(asked.get("topic", "")),
        year=year(asked.get("year", "")),
    )


def year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and text >= "1900" else None


def listed(items: QuerySet[Item]) -> QuerySet[Item]:
    """Newest first, with what a list shows; one query however long."""
    return items.select_related("agency", "current").only(*_SHOWN).order_by(*queries.NEWEST)


_first_page = Prepared(lambda: listed(queries.shown())[:PAGE_SIZE])
_all = Prepared(lambda: queries.shown().only("pk").order_by()[: MOST + 1])


def _cut(request: HttpRequest, asked: Narrowed) -> Cut:
    """Without any filter everybody asks for the same."""
    found = listed(asked.among(queries.shown()))
    return cut(request, found) if asked else cut(request, found, first=_first_page, counted=capped(_all.count()))


@kept_page
def items(request: HttpRequest) -> HttpResponse:
    asked = narrowed(request)
    context = {
        "asked": asked,
        "page": _cut(request, asked),
        "filters": choices(asked),
        "column": "catalogue",
    }
    return render(request, "portal/items/list.html", context)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a form offers; ``agencies`` is empty on a page of one agency."""

    categories: tuple[tuple[str, str], ...]
    genres: tuple[tuple[str, str], ...]
    validities: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    agencies: tuple[tuple[str, str], ...]


def choices(asked: Narrowed, *, of_all: bool = True) -> Filters:
    today = timezone.localdate()
    return Filters(
        categories=tuple((one.code, one.short) for one in duties.CATEGORIES.values()),
        genres=tuple(Genre.choices),
        validities=tuple(Validity.choices),
        years=years(asked.agency),
        agencies=_agencies(today) if of_all else (),
    )


def years(agency: Agency | None = None) -> tuple[int, ...]:
    """From the newest to the oldest year with an item; years without one in between are offered, too."""
    newest, oldest = (_newest_of, _oldest_of) if agency else (_newest, _oldest)
    ends = [one.first(*([agency.pk] if agency else [])) for one in (newest, oldest)]
    first, last = (one.first_public_on if one else None for one in ends)
    return tuple(range(first.year, last.year - 1, -1)) if first and last else ()


def _end(order: str) -> Callable[..., QuerySet[Item]]:
    def build(agency: int | None = None) -> QuerySet[Item]:
        shown = queries.shown() if agency is None else queries.shown().filter(agency_id=agency)
        return shown.only("first_public_on").order_by(order)[:1]

    return build


_newest, _newest_of = Prepared(_end("-first_public_on")), Prepared(_end("-first_public_on"))
_oldest, _oldest_of = Prepared(_end("first_public_on")), Prepared(_end("first_public_on"))


def _agencies(on: date) -> tuple[tuple[str, str], ...]:
    return tuple((addresses.word(one), one.name) for one in all_public(on))


def _known(text: str, known: Container[str]) -> str:
    return text if text in known else ""


def _topic(text: str) -> Topic | None:
    known = text.isascii() and text.isdigit() and len(text) < 10
    return Topic.objects.filter(pk=int(text)).first() if known else None
