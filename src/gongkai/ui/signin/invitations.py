"""The link by which an invited person sets their first password."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.permissions import Who
from gongkai.audit.actions import record
from gongkai.errors import WrongState


def link(person: Person) -> str:
    """Good for one use within a day (PASSWORD_RESET_TIMEOUT); whoever has it can set the password."""
    token = default_token_generator.make_token(person)
    key = {"uidb36": user_pk_to_url_str(person), "key": token}
    return f"{settings.GONGKAI_ADDRESS}{reverse('account_reset_password_from_key', kwargs=key)}"


@transaction.atomic
def hand_out(person: Person, *, by: Who, at: datetime) -> str:
    """The link for somebody who has no password yet, for ``by`` to pass on; the chain tells who had it.

    Asked of an administrator of all agencies where the person works: the link opens every role they hold.
    WrongState for somebody disabled, or with a password, who resets it themselves.
    """
    agency = people.competent(person, by, at)
    if not person.is_active or person.has_usable_password():
        raise WrongState(f"{person.name}不需要邀请：账户已停用或已设好密码。忘记密码的，请本人在登录页重设。")
    record("people.invitation", actor=str(getattr(by, "key", "")), agency=agency, object=person, at=at)
    return link(person)
