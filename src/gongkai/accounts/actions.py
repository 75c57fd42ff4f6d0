"""What changes a person. Who may do so is asked in ``agencies.people``, which knows where they work."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from gongkai.accounts.models import Person
from gongkai.audit.actions import Keyed, record
from gongkai.errors import Refused, WrongState

_PRINTED_ROUNDS = 1000


@transaction.atomic
def invite(
    username: str,
    *,
    name: str,
    email: str = "",
    by: str | Keyed,
    agency: str | Keyed | None,
    at: datetime,
    demonstration: bool = False,
) -> Person:
    """A person who has no password yet and sets one by the link of the invitation."""
    person = Person(
        username=username.strip(),
        name=name.strip(),
        email=email.strip().lower(),
        invited_at=at,
        demonstration=demonstration,
    )
    person.set_unusable_password()
    try:
        person.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.save()
    record("people.invite", actor=by, agency=agency, object=person, at=at)
    return person


@transaction.atomic
def disable(person: Person, *, reason: str, by: str | Keyed, agency: str | Keyed | None, at: datetime) -> Person:
    """From the next request on they are signed out and cannot sign in; what they did stays theirs."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise WrongState(f"{person.name}已停用，无需再次停用。")
    if not reason.strip():
        raise Refused("请填写停用原因。")
    person.is_active, person.disabled_at = False, at
    person.save(update_fields=["is_active", "disabled_at"])
    record("people.disable", actor=by, agency=agency, object=person, reason=reason, at=at)
    return person


@transaction.atomic
def enable(person: Person, *, by: str | Keyed, agency: str | Keyed | None, at: datetime) -> Person:
    """They can sign in again, with a password they set anew."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.is_active:
        raise WrongState(f"{person.name}未被停用。")
    person.is_active, person.disabled_at = True, None
    person.set_unusable_password()
    person.save(update_fields=["is_active", "disabled_at", "password"])
    record("people.enable", actor=by, agency=agency, object=person, at=at)
    return person


@transaction.atomic
def print_password(person: Person, password: str, *, by: str | Keyed, at: datetime) -> Person:
    """The password of an invented person: it is printed anyway, so it is hashed quickly."""
    if not person.demonstration:
        raise Refused("只有演示人员的口令可以打印。")
    person.password = PBKDF2PasswordHasher().encode(password, get_random_string(22), iterations=_PRINTED_ROUNDS)
    person.save(update_fields=["password"])
    record("people.password", actor=by, agency=None, object=person, at=at)
    return person


@transaction.atomic
def set_password(
    person: Person, password: str, *, by: str | Keyed, agency: str | Keyed | None, at: datetime
) -> Person:
    """A password set on the machine itself (people set theirs on the sign-in pages)."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.set_password(password)
    person.save(update_fields=["password"])
    record("people.password", actor=by, agency=agency, object=person, at=at)
    return person
