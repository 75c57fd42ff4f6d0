"""What an address asks for, found or explained."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from gongkai.agencies import addresses

from .absent import no_agency
from .public_agencies import public_agency


def with_agency(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the agency that the word means; an old word is sent on to the one that holds."""

    @wraps(view)
    def found(request: HttpRequest, word: str, *args: Any, **kwargs: Any) -> HttpResponse:
        agency = public_agency(word, timezone.localdate())
        if agency is None:
            return no_agency(request)
        if word != addresses.word(agency):
            there = request.get_full_path().replace(f"/{word}/", f"/{addresses.word(agency)}/", 1)
            return HttpResponsePermanentRedirect(there)
        return view(request, agency, *args, **kwargs)

    return found


def year_of(request: HttpRequest) -> int | None:
    """The ``year`` in the query, None where there is none or it is no year."""
    text = request.GET.get("year", "")
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def kind_of(request: HttpRequest, known: list[str]) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in known else ""
