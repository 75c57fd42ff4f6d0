"""Which address belongs to which face."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gongkai.ui.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("gongkai.ui.signin.urls")),
    path("desk/", include("gongkai.desk.urls")),
    path("api/v1/", include("gongkai.api.urls")),
    path("", include("gongkai.portal.urls")),
]
