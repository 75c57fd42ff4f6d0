"""Personal data in the database: encrypted with keys that lie elsewhere, found again by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from gongkai.errors import Misconfigured


def _fernet() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
    except ValueError as error:
        raise Misconfigured("field_keys 中的密钥格式不对，请从密钥备份恢复。") from error


def encrypt(plain: str) -> str:
    """With the newest key."""
    return _fernet().encrypt(plain.encode()).decode()


def decrypt(token: str) -> str:
    """With any key of the ring; none fits: Misconfigured (the wrong keys were restored)."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Misconfigured("加密数据无法用现有密钥解开，请从密钥备份恢复 field_keys。") from error


def rotate(token: str) -> str:
    """The same text under the newest key."""
    try:
        return _fernet().rotate(token.encode()).decode()
    except InvalidToken as error:
        raise Misconfigured("加密数据无法用现有密钥解开，请从密钥备份恢复 field_keys。") from error


def fingerprint(plain: str, *, purpose: str) -> str:
    """A keyed hash to look an encrypted value up by; the same text under another purpose gives another one."""
    return _fingerprint(settings.HMAC_KEYS[0], plain, purpose)


def fingerprints(plain: str, *, purpose: str) -> list[str]:
    """Under every key of the ring, for looking up while the hash key is being rotated."""
    return [_fingerprint(key, plain, purpose) for key in settings.HMAC_KEYS]


def _fingerprint(key: str, plain: str, purpose: str) -> str:
    same = unicodedata.normalize("NFKC", plain).strip().casefold()
    return hmac.new(key.encode(), f"{purpose}\0{same}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted on its way to the database and opened on its way back; "" and None stay so.

    It cannot be searched or sorted: keep ``fingerprint`` in a column beside it to find a value.
    """

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        return encrypt(plain) if plain else plain

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"an encrypted field cannot be looked up by {lookup_name}; use its fingerprint column")
        return super().get_lookup(lookup_name)
