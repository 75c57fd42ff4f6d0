"""The second factor without a browser: for the demonstration's persons and for tests."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from gongkai import fields
from gongkai.accounts.models import Person


def enrol(person: Person, secret: str) -> None:
    """Give a person this secret (base32), instead of any they had."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    auth.TOTP.activate(person, secret)


def secret_of(person: Person) -> str | None:
    """The secret they use now, or None."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return fields.decrypt(found.data["secret"]) if found else None


def code(secret: str, at: datetime) -> str:
    """What a phone with this secret shows at this time."""
    counter = int(at.timestamp()) // int(app_settings.TOTP_PERIOD)
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))
