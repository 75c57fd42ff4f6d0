"""The newest items of an agency as a list that may stand in a frame on any other site.

This page and no other: it holds nothing but what is public anyway, sets no cookie, runs no script, and its links
open in the whole window. ``?column=``, ``lines=`` (1 to 50) and ``size=large`` choose what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from gongkai.agencies.models import Agency
from gongkai.publication import queries
from gongkai.publication.models import Column

from .asked import with_agency
from .columns import find_column
from .gone import no_column
from .item_lists import listed
from .public_page import kept_page

LINES: Final = 10
MOST: Final = 50
_OURS = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"


def _framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only the list itself, and the answer that it has not changed: a browser takes the headers of that, too."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code not in _OURS:
            return response
        response["Content-Security-Policy"] = POLICY
        return xframe_options_exempt(lambda _: response)(request)

    return page


@_framed
@kept_page
@with_agency
def embedded(request: HttpRequest, agency: Agency) -> HttpResponse:
    column = _column(request, agency)
    if request.GET.get("column") and column is None:
        return no_column(request)
    items = queries.shown().filter(agency=agency)
    if column is not None:
        items = items.filter(column=column)
    context = {
        "agency": agency,
        "here": column,
        "items": listed(items)[: _lines(request)],
        "large": request.GET.get("size") == "large",
        "address": settings.GONGKAI_ADDRESS,
    }
    return render(request, "portal/embedded.html", context)


def _lines(request: HttpRequest) -> int:
    text = request.GET.get("lines", "")
    known = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), MOST) if known else LINES


def _column(request: HttpRequest, agency: Agency) -> Column | None:
    text = request.GET.get("column", "")
    known = text.isascii() and text.isdigit() and len(text) < 12
    return find_column(agency, int(text)) if known else None
