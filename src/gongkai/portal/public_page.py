"""A page for everybody: GET only, never stale, cheap to ask for again.

A correction must be seen at once, so browsers ask each time (``no-cache``) and get 304 where nothing changed. What
the page shows depends on the cookies of large print and sign-in, hence Vary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from .kept_pages import keep

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        patch_vary_headers(response, ["Cookie"])
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else "no-cache"
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        found = get_conditional_response(request, etag=etag, response=response)
        return found if isinstance(found, HttpResponse) else response

    return require_safe(page)


def kept_page(view: View) -> View:
    """The same for a page that stands on nothing but what steps change, the day, and the address: it may lie ready
    (``kept_pages``)."""
    made = public_page(view)

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return keep(made(request, *args, **kwargs))

    return page
