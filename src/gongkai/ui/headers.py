"""What a browser may do with our pages: load from here only, run no inline script, frame nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gongkai.ui.middleware import GetResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # the QR code of the second factor is a data address
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def security_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return middleware
