"""Head, supervisor and administrator sign in with a code, too; before they have one, set-up is all they see."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gongkai.agencies.permissions import needs_second_factor
from gongkai.ui.middleware import GetResponse

# Where one may go before: setting it up, signing out, and what everybody may see.
_OPEN = ("/accounts/", "/static/", "/healthz")


def second_factor_first(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        if _must_set_up(request):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def _must_set_up(request: HttpRequest) -> bool:
    person = request.user
    if not person.is_authenticated or request.path.startswith(_OPEN):
        return False
    return needs_second_factor(person, on=timezone.localdate()) and not is_mfa_enabled(person)
