"""The link by which an invited person sets their first password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from gongkai.accounts.models import Person


def link(person: Person) -> str:
    """Good for one use within a day (PASSWORD_RESET_TIMEOUT); whoever has it can set the password."""
    token = default_token_generator.make_token(person)
    key = {"uidb36": user_pk_to_url_str(person), "key": token}
    return f"{settings.GONGKAI_ADDRESS}{reverse('account_reset_password_from_key', kwargs=key)}"
