"""Personal data in the database: encrypted with keys that lie elsewhere, found again by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact

from gongkai import keys
from gongkai.errors import Misconfigured


def field_keys() -> list[str]:
    """The ring that encrypts, the newest key first, as it lies on disk now: another process may have rotated
    it."""
    return _ring("FIELD_KEYS", "field_keys")


def hash_keys() -> list[str]:
    """The ring of the hashes, the newest key first."""
    return _ring("HMAC_KEYS", "hmac_key")


def _ring(setting: str, name: str) -> list[str]:
    fresh = keys.changed(settings.KEYS, name)
    if fresh is not None:
        setattr(settings, setting, fresh)
    return list(getattr(settings, setting))


def _fernet() -> MultiFernet:
    return _opened(tuple(field_keys()))


@lru_cache(maxsize=8)
def _opened(ring: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in ring])
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


def is_newest(token: str) -> bool:
    """Whether the newest key opens it: no older one is needed for it."""
    try:
        _opened(tuple(field_keys()[:1])).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def fingerprint(plain: str, *, purpose: str) -> str:
    """A keyed hash to look an encrypted value up by; the same text under another purpose gives another one."""
    return _fingerprint(hash_keys()[0], plain, purpose)


def fingerprints(plain: str, *, purpose: str) -> list[str]:
    """Under every key of the ring, for looking up while the hash key is being rotated."""
    return [_fingerprint(key, plain, purpose) for key in hash_keys()]


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
        if lookup_name == "exact":
            return _Nothing
        if lookup_name != "isnull":
            raise TypeError(_NO_LOOKUP.format(lookup_name))
        return super().get_lookup(lookup_name)


_NO_LOOKUP = "an encrypted field cannot be looked up by {}; use its fingerprint column"


class _Nothing(Exact):
    """The empty text is stored as it is: a column can be compared with it, and with nothing else."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs != "":
            raise TypeError(_NO_LOOKUP.format("exact"))
        super().__init__(lhs, rhs)


@dataclass(frozen=True)
class Hashes:
    """The hash columns of a model ("app.Model"), and what writes them anew onto an object from what they stand
    for. Who keeps such a column registers it, or a rotation of the key would forget it (a test looks)."""

    model: str
    columns: tuple[str, ...]
    rehash: Callable[[Any], None]


_hashes: dict[str, Hashes] = {}


def register_hashes(model: str, columns: tuple[str, ...], rehash: Callable[[Any], None]) -> None:
    """The same model again replaces it (Django may load an application twice in tests)."""
    _hashes[model] = Hashes(model, columns, rehash)


def registered_hashes() -> tuple[Hashes, ...]:
    return tuple(_hashes.values())
