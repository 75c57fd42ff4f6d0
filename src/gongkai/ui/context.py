"""What every page is given: the reader's large print, the address of this page, the number of this request,
and what the site says of itself (asked for only by pages that show it)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .display import is_large
from .site import site


def page(request: HttpRequest) -> dict[str, object]:
    return {
        "large_print": is_large(request),
        "here": request.get_full_path(),
        "request_number": getattr(request, "number", ""),
        "site": SimpleLazyObject(site),
    }
