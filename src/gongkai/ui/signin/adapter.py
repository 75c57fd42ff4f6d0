"""How allauth behaves here: nobody signs up by themselves; persons are invited."""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai import fields
from gongkai.accounts import actions
from gongkai.accounts.models import Person
from gongkai.ui.signin.backend import may_sign_in


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    request: HttpRequest

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: object) -> HttpResponse | None:
        """allauth hands on whom the backend refused, to tell the disabled so; that is for us to stop."""
        if not may_sign_in(user):
            user.is_active = False  # in memory only: allauth's own way out for the disabled
        way_out: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return way_out

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a mail leads to our own address, whatever host the one who asked for it wrote."""
        whose, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": whose, "key": token})
        return f"{settings.GONGKAI_ADDRESS}{path}"

    def set_password(self, user: Person, password: str) -> None:
        """Whoever holds the link or is signed in sets their own; the chain tells that it happened."""
        actions.set_password(user, password, by=user, agency=None, at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Who has just signed in to set up their first code is not asked for the password twice."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user) and self._just_signed_in():
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _just_signed_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """TOTP secrets lie encrypted in the database, with the keys that lie apart from it."""

    def encrypt(self, text: str) -> str:
        return fields.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return fields.decrypt(encrypted_text)
