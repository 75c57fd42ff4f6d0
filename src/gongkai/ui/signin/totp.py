"""The second factor without a browser: for the demonstration, for tests, and for lost telephones."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.db import transaction

from gongkai import fields
from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.permissions import Who
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState


def enrol(person: Person, secret: str) -> None:
    """Give a person this secret (base32), instead of any they had."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    auth.TOTP.activate(person, secret)


@transaction.atomic
def forget(person: Person, *, by: Who, at: datetime) -> None:
    """For somebody whose telephone and recovery codes are lost: they set up anew at their next sign-in.

    Asked of an administrator of an agency where the person works; nobody does it for themselves.
    """
    if by == person:
        raise Refused("不能重设自己的验证器，请由另一名系统管理员办理。")
    agency = people.competent(person, by, at)
    if not Authenticator.objects.filter(user=person).exists():
        raise WrongState(f"{person.name}没有设置验证器，无需重设。")
    Authenticator.objects.filter(user=person).delete()
    record("people.second-factor", actor=str(getattr(by, "key", "")), agency=agency, object=person, at=at)


def secret_of(person: Person) -> str | None:
    """The secret they use now, or None."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return fields.decrypt(found.data["secret"]) if found else None


def code(secret: str, at: datetime) -> str:
    """What a phone with this secret shows at this time."""
    counter = int(at.timestamp()) // int(app_settings.TOTP_PERIOD)
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))
