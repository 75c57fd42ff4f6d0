"""A step that was refused is an answer, not a crash: shown with its own sentence and the right status."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from gongkai.errors import GongkaiError, Misconfigured, NotAllowed, ReadError, Refused, TooLarge

from .errors import error_page
from .limits import TooOften

# The nearest class wins, so the special ones stand first.
_STATUS: tuple[tuple[type[GongkaiError], HTTPStatus], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (TooOften, HTTPStatus.TOO_MANY_REQUESTS),
    (Refused, HTTPStatus.CONFLICT),
    (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (ReadError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Misconfigured, HTTPStatus.SERVICE_UNAVAILABLE),
)


class Refusals:
    """Middleware: turns what Gongkai raises on purpose into a page. The API answers in its own way before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        for kind, status in _STATUS:
            if isinstance(exception, kind):
                return error_page(request, status, str(exception))
        return None
