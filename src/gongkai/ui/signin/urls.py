"""Sign-in, sign-out, password and second factor: allauth's views, minus what staff has no use for."""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path, re_path

# A key may hold hyphens, a user's number does not: only a pattern tells them apart.
_KEY = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
_from_key, _done = views.password_reset_from_key, views.password_reset_from_key_done

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", _done, name="account_reset_password_from_key_done"),
    re_path(_KEY, _from_key, name="account_reset_password_from_key"),
    path("2fa/", include("allauth.mfa.urls")),
]
