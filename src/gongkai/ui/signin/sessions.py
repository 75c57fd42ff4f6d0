"""Sessions end: after some minutes without a click, and after some hours whatever happens."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from gongkai.ui.middleware import GetResponse

_STARTED, _SEEN = "gongkai_started", "gongkai_seen"
# How exactly the last click is kept; a write for every click would be wasted.
_STEP_SECONDS = 60
# Pages that show a secret or recovery codes: whoever uses this browser next must not page back to them.
_PRIVATE = "/accounts/"


def sessions_end(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _end_or_note(request, time.time())
        response = get_response(request)
        if request.path.startswith(_PRIVATE):
            add_never_cache_headers(response)
        return response

    return middleware


def _end_or_note(request: HttpRequest, now: float) -> None:
    session = request.session
    started, seen = session.setdefault(_STARTED, now), session.setdefault(_SEEN, now)
    if now - started > settings.SESSION_HOURS * 3600 or now - seen > settings.SESSION_IDLE_MINUTES * 60:
        logout(request)
    elif now - seen > _STEP_SECONDS:
        session[_SEEN] = now
