"""Which address belongs to which face."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gongkai.ui.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("ui/", include("gongkai.ui.urls")),
    path("accounts/", include("gongkai.ui.signin.urls")),
    path("desk/", include("gongkai.desk.urls")),
    path("api/v1/", include("gongkai.api.urls")),
    path("", include("gongkai.portal.urls")),
]

handler400 = "gongkai.ui.errors.bad_request"
handler403 = "gongkai.ui.errors.permission_denied"
handler404 = "gongkai.ui.errors.page_not_found"
handler429 = "gongkai.ui.errors.too_many"
handler500 = "gongkai.ui.errors.server_error"
