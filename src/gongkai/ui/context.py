"""What every page is given: the reader's large print, the address of this page, the number of this request."""

from __future__ import annotations

from django.http import HttpRequest

from .display import is_large


def page(request: HttpRequest) -> dict[str, object]:
    return {
        "large_print": is_large(request),
        "here": request.get_full_path(),
        "request_number": getattr(request, "number", ""),
    }
