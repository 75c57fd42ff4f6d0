"""The sign-in with two plain pages beside it, so that these tests stand on nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from gongkai.ui.health import healthz

handler404, handler429 = "gongkai.ui.errors.page_not_found", "gongkai.ui.errors.too_many"


def who(request: HttpRequest) -> HttpResponse:
    name = request.user.get_username() if request.user.is_authenticated else "nobody"
    return HttpResponse(f"{name} {request.META['REMOTE_ADDR']} {request.is_secure()}")


urlpatterns = [
    path("accounts/", include("gongkai.ui.signin.urls")),
    path("ui/", include("gongkai.ui.urls")),
    path("healthz", healthz),
    path("desk/", who),
    path("", who),
]
