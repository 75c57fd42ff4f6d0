"""Error pages: what happened, what was kept, what to do, and the number of the request."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """The page for this status; ``message`` is our own sentence, shown instead of the general one."""
    context = {"message": message, "status": status}
    response = render(request, f"ui/errors/{status}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return too_large(request) if isinstance(exception, _TOO_LARGE) else error_page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long, or was signed out of and in again elsewhere: the way back is a link."""
    response = render(request, "ui/errors/stale.html", {"status": 403}, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "no-store"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, HTTPStatus.NOT_FOUND)


def too_large(request: HttpRequest, message: str = "") -> HttpResponse:
    return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)


def too_many(request: HttpRequest) -> HttpResponse:
    """Asked by the sign-in when somebody tries too often (``handler429`` in urls)."""
    return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without asking the session or the database: they may be what is broken."""
    from django.template.loader import render_to_string

    context = {"request_number": getattr(request, "number", ""), "here": "/", "large_print": False}
    page = render_to_string("ui/errors/500.html", context)
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR, headers={"Cache-Control": "no-store"})
