"""A number for every request, made here and never taken from outside; error pages and logs show it."""

from __future__ import annotations

import logging
import secrets
import time

from django.http import HttpRequest, HttpResponse

from gongkai.logs import request_id
from gongkai.ui.middleware import GetResponse

log = logging.getLogger("gongkai.request")


def request_number(get_response: GetResponse) -> GetResponse:
    """Sets ``request.number`` and the header X-Request-ID, and logs route, status and time (no path: it may
    hold what somebody searched for)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        request.number = number  # type: ignore[attr-defined]  # set for templates and error pages
        token = request_id.set(number)
        start = time.monotonic()
        try:
            response = get_response(request)
            response["X-Request-ID"] = number
            _log(request, response, start)
        finally:
            request_id.reset(token)
        return response

    return middleware


def _log(request: HttpRequest, response: HttpResponse, start: float) -> None:
    match = request.resolver_match
    log.info(
        "request",
        extra={
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - start) * 1000, 1),
        },
    )
