"""Every encrypted value there is, found by itself: each ``EncryptedTextField`` of each model, and the secrets
of the second factor, which lie in JSON. An encrypted file has a key of its own, which is such a value in its
row.

rewrap() -> int      put what an older key encrypted under the newest; how many values
left() -> int        how many are still under an older one

Both go through the rows in batches, by key. Nothing is remembered between them: what is done already is
skipped, so a run that was killed goes on where it was when it is run again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, TextField, Value

from gongkai import fields
from gongkai.fields import EncryptedTextField

BATCH = 500
_FERNET = "gAAAA"


def columns() -> list[tuple[type[models.Model], list[str]]]:
    """Each model that holds something encrypted, with the names of those fields."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        names = [field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
        if names and model._meta.managed:
            found.append((model, names))
    return found


def rewrap() -> int:
    return sum(_rewrap(model, names) for model, names in columns()) + _rewrap_secrets()


def left() -> int:
    old: int = sum(
        sum(bool(_old(row, names)) for row in batch)
        for model, names in columns()
        for batch in _batches(model, names)
    )
    return old + sum(bool(_walk(row.data) != row.data) for row in _secrets())


def _rewrap(model: type[models.Model], names: list[str]) -> int:
    written = 0
    for batch in _batches(model, names):
        with transaction.atomic():
            written += sum(_rewrap_row(model, row, _old(row, names)) for row in batch)
    return written


def _old(row: dict[str, Any], names: list[str]) -> list[str]:
    """The fields of a row that the newest key does not open."""
    return [name for name in names if row[_raw(name)] and not fields.is_newest(row[_raw(name)])]


def _rewrap_row(model: type[models.Model], row: dict[str, Any], names: list[str]) -> int:
    """Only where it is still what was read: somebody may have saved something new meanwhile."""
    written: int = 0
    for name in names:
        token = row[_raw(name)]
        same = _with_tokens(model, [name]).filter(pk=row["pk"], **{_raw(name): token})
        fresh = Value(fields.rotate(token), output_field=TextField())
        written += same.update(**{name: fresh})
    return written


def _batches(model: type[models.Model], names: list[str]) -> Iterator[list[dict[str, Any]]]:
    """Keys and tokens as they lie in the table, in the order of the keys."""
    rows = _with_tokens(model, names).order_by("pk").values("pk", *map(_raw, names))
    last: Any = None
    while True:
        following = rows if last is None else rows.filter(pk__gt=last)
        batch = list(following[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1]["pk"]


def _with_tokens(model: type[models.Model], names: list[str]) -> models.QuerySet[Any]:
    """Seen as plain text, a token is not opened on its way out."""
    plain = {_raw(name): ExpressionWrapper(F(name), output_field=TextField()) for name in names}
    found: models.QuerySet[Any] = model._base_manager.annotate(**plain)
    return found


def _raw(name: str) -> str:
    return f"token_of_{name}"


def _rewrap_secrets() -> int:
    written = 0
    for secret in _secrets():
        with transaction.atomic():
            held = type(secret)._base_manager.select_for_update(no_key=True).filter(pk=secret.pk).first()
            fresh = _walk(held.data) if held else None
            if held and fresh != held.data:
                written += type(secret)._base_manager.filter(pk=held.pk).update(data=fresh)
    return written


def _secrets() -> Iterator[Any]:
    """What people sign in with besides their password; allauth keeps it as JSON."""
    if apps.is_installed("allauth.mfa"):
        yield from apps.get_model("mfa", "Authenticator")._base_manager.order_by("pk").iterator(BATCH)


def _walk(value: Any) -> Any:
    """The same JSON with every token under the newest key; equal to it when none was older."""
    if isinstance(value, dict):
        return {key: _walk(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_walk(one) for one in value]
    if isinstance(value, str) and value.startswith(_FERNET) and not fields.is_newest(value):
        return fields.rotate(value)
    return value
