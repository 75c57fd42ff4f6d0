"""Taking a letter or a file away: only what is the holder's, only to be saved, kept by nobody on the way."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.cases.following import given
from gongkai.cases.following.holder import Holder

from .follow_session import following


@following
def file(request: HttpRequest, holder: Holder, at: datetime, key: str) -> HttpResponse:
    """``key`` names it among the holder's own; any other is a page that is not there."""
    found = given.find(holder, key)
    if found is None:
        raise Http404
    case, one = found
    response = HttpResponse(given.fetch(holder, case, one, at=at), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
