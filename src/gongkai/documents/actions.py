"""Keeping a file.

store(data, name, *, at) -> StoredFile    the bytes, once; the same bytes give the row that is there
forget(keys) -> int                       those of these rows that nothing refers to, and their bytes
keep(data) -> str                         only the bytes, ahead of a transaction that will store them

Whoever stores a file binds it to an object of theirs and answers for who may have it; hence no question of
permission here, and no audit entry of its own (the binding has one, with the hash).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError

from gongkai.documents import files
from gongkai.documents.kinds import kind_of
from gongkai.documents.models import StoredFile
from gongkai.documents.names import safe


def keep(data: bytes) -> str:
    """Write the bytes; their SHA-256. TooLarge over 50 MB."""
    return files.put(data)


@transaction.atomic
def store(data: bytes, name: str, *, at: datetime) -> StoredFile:
    """TooLarge over 50 MB. The bytes are on disk before the row is; a rolled back row leaves harmless bytes."""
    sha256 = files.put(data)
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": len(data), "kind": kind_of(data), "name": safe(name), "created_at": at},
    )
    return stored


@transaction.atomic
def forget(keys: Iterable[int]) -> int:
    """Take away the files that nothing is bound to any more; how many. Their bytes go when the transaction is
    through, so that a roll-back loses none."""
    gone = 0
    for file in StoredFile.objects.filter(pk__in=list(keys)):
        sha256 = file.sha256
        try:
            with transaction.atomic():
                file.delete()
        except ProtectedError:
            continue
        gone += 1
        transaction.on_commit(partial(_drop, sha256))
    return gone


def _drop(sha256: str) -> None:
    """Unless the same bytes were stored again in the meantime."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        files.remove(sha256)
