"""A mail address as a visitor types it: mail_address(text) -> str, Refused in words for what is none."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gongkai.errors import Refused

# What a mail server takes (RFC 5321).
LONGEST: Final = 254


def mail_address(text: str) -> str:
    text = text.strip()
    try:
        validate_email(text if len(text) <= LONGEST else "")
    except ValidationError:
        raise Refused("请填写完整的电子邮箱，例如 name@example.com。") from None
    return text
