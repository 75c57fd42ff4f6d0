"""Large print (适老化): a setting kept in a cookie, the first thing the keyboard reaches on every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE = "large_print"
_YEAR = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "1"


@require_safe
@never_cache
def large_print(request: HttpRequest) -> HttpResponse:
    """Keeps the choice (``?on=1`` or ``0``) and goes back to ``next``; an address elsewhere is not followed."""
    response = HttpResponseRedirect(_back(request))
    if request.GET.get("on") == "1":
        response.set_cookie(COOKIE, "1", max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return (
        wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
    )
