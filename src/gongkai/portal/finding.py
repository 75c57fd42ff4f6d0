"""The search: any words of a title, a number, a text or an attachment; its filters stand in the address.

What is asked, a feed of it and a mail about it are the same address with another path.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.errors import CannotSearch
from gongkai.publication import queries, searching, subjects
from gongkai.publication.newest import newest
from gongkai.publication.searching import Asked, Found

from .cutting import page_number
from .item_feeds import MOST, rss
from .item_lists import choices, listed, narrowed
from .public_agencies import all_public
from .public_page import public_page

LONGEST = 100
SUGGESTED = 8
_DEEPEST = 50
_SUBJECT = 60
_NAMED = 5
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@public_page
def search(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    found = searching.search(asked, on=timezone.localdate()) if is_asked(asked) else None
    context = {
        "column": "search",
        "asked": asked,
        "text": asked.text,
        "found": found,
        "filters": choices(narrowed(request)),
        "subjects": _subjects(asked.subject),
        "agency_word": addresses.word(asked.agency) if asked.agency else "",
        "query": query(asked),
        "before": _page(asked, found.page - 1) if found and found.page > 1 else "",
        "after": _page(asked, found.page + 1) if found and found.page < found.pages else "",
        "everywhere": urlencode({"q": asked.text}),
        "instead": _instead(found),
        "named": _named(asked, timezone.localdate()) if found else [],
    }
    response = render(request, "portal/search/search.html", context)
    # What somebody looks for is theirs: no proxy keeps it.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest that fit; without words the newest of all that the filters leave."""
    asked = asked_of(request, page=1)
    try:
        items = newest(asked, on=timezone.localdate(), most=MOST)
    except CannotSearch as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    name = f"查找“{asked.text}”" if asked.text else "最新公开的政府信息"
    return rss(request, name, f"{reverse('portal:search')}?{query(asked)}", items)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that begin to fit, for a box that is being typed in; the same words find them without it."""
    text = _clean(request, "q")[:LONGEST]
    items = searching.suggest(text, limit=SUGGESTED) if len(text) > 1 else []
    response = render(request, "portal/search/suggestions.html", {"items": items})
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def asked_of(request: HttpRequest, page: int | None = None) -> Asked:
    """What the address asks; unknown words of a filter are left out."""
    narrow = narrowed(request)
    return Asked(
        text=_clean(request, "q")[:LONGEST],
        agency=narrow.agency,
        category=narrow.category,
        subject=_clean(request, "subject")[:_SUBJECT],
        year=narrow.year,
        validity=narrow.validity,
        genre=narrow.genre,
        page=page or min(page_number(request), _DEEPEST),
    )


def _clean(request: HttpRequest, name: str) -> str:
    """Without what no feed can hold and PostgreSQL refuses."""
    return _UNFIT.sub(" ", request.GET.get(name, "")).strip()


def is_asked(asked: Asked) -> bool:
    """Anything but the empty form."""
    return bool(query(asked))


def query(asked: Asked) -> str:
    """The address of this search without its page: what is not asked does not stand there."""
    values = {
        "q": asked.text,
        "agency": addresses.word(asked.agency) if asked.agency else "",
        "category": asked.category,
        "subject": asked.subject,
        "year": asked.year or "",
        "validity": asked.validity,
        "genre": asked.genre,
    }
    return urlencode({name: value for name, value in values.items() if value})


def _page(asked: Asked, number: int) -> str:
    return f"{query(asked)}&page={number}"


def _subjects(asked: str) -> list[tuple[str, str]]:
    """What there is, and what an address of before asks for, though nothing stands under it any more."""
    known = subjects.in_use()
    return [(one, one) for one in ([] if not asked or asked in known else [asked]) + known]


def _instead(found: Found | None) -> list[Any]:
    """Something to read for whoever has not asked yet, or whom we cannot answer."""
    return list(listed(queries.shown())[:8]) if found is None or found.failed else []


def _named(asked: Asked, on: date) -> list[Agency]:
    """Agencies that are called like what is asked: whoever looks for an office finds its page. None where many
    are."""
    words = [word for word in asked.text.split() if len(word) > 1]
    if asked.agency is not None or asked.page > 1 or not words:
        return []
    several = [one for one in all_public(on) if any(word in one.name or one.name in word for word in words)]
    return several if len(several) <= _NAMED else []
