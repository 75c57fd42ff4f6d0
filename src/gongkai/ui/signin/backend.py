"""Checks a password; refuses who is disabled, and invented persons outside the demonstration.

Sessions ask again at every request, so disabling somebody ends what they have open.
"""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from gongkai.accounts.models import Person


def may_sign_in(person: Person) -> bool:
    return person.is_active and (settings.GONGKAI_DEMO or not person.demonstration)


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def user_can_authenticate(self, user: Person) -> bool:
        return may_sign_in(user)
