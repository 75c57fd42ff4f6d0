"""Keeping a file.

store(data, name, *, at, encrypted=False) -> StoredFile
                        the bytes, once; the same bytes give the row that is there
forget(keys) -> int     those of these rows that nothing refers to, and their bytes
keep(data) -> str       only the bytes, ahead of a transaction that will store them (not encrypted)

Everything that belongs to a case is stored encrypted; what is published is not. The same bytes may be here both
ways, as two rows. Whoever stores a file binds it to an object of theirs and answers for who may have it; hence no
question of permission here, and no audit entry of its own (the binding has one, with the hash).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError, Q

from gongkai.documents import files, sealing
from gongkai.documents.kinds import kind_of
from gongkai.documents.models import StoredFile
from gongkai.documents.names import safe


def keep(data: bytes) -> str:
    """Write the bytes; their SHA-256. TooLarge over 50 MB."""
    return files.put(data)


@transaction.atomic
def store(data: bytes, name: str, *, at: datetime, encrypted: bool = False) -> StoredFile:
    """TooLarge over 50 MB. The bytes are on disk before the row is; a rolled back row leaves harmless bytes."""
    files.bounded(data)
    if encrypted:
        return _store_encrypted(data, name, at)
    return _row(files.put(data), data, name, at, encrypted=False)


def _store_encrypted(data: bytes, name: str, at: datetime) -> StoredFile:
    sha256 = hashlib.sha256(data).hexdigest()
    before = StoredFile.objects.filter(sha256=sha256, encrypted=True).first()
    if before is not None and files.intact(before.stored_as):
        return before
    # A second key for the same content only where its bytes were lost: the row then points at the new ones.
    key = before.file_key if before else sealing.new_key()
    stored_as = files.put(sealing.seal(data, key=key, sha256=sha256), limit=False)
    if before is not None:
        before.stored_as = stored_as
        before.save(update_fields=["stored_as"])
        return before
    made = _row(sha256, data, _nameless(name), at, encrypted=True, stored_as=stored_as, file_key=key)
    if made.stored_as != stored_as:
        files.remove(stored_as)  # somebody stored the same at the same moment
    return made


def _nameless(name: str) -> str:
    """What it is called tells who it is of: only whoever binds it keeps that, encrypted."""
    _, dot, ending = safe(name).rpartition(".")
    return f"原件.{ending.lower()}" if dot and ending.isalnum() and len(ending) <= 5 else "原件"


def _row(sha256: str, data: bytes, name: str, at: datetime, *, encrypted: bool, **more: str) -> StoredFile:
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        encrypted=encrypted,
        defaults={"size": len(data), "kind": kind_of(data), "name": safe(name), "created_at": at, **more},
    )
    return stored


@transaction.atomic
def forget(keys: Iterable[int]) -> int:
    """Take away the files that nothing is bound to any more; how many. Their bytes go when the transaction is
    through, so that a roll-back loses none."""
    gone = 0
    for file in StoredFile.objects.filter(pk__in=list(keys)):
        on_disk = file.on_disk
        try:
            with transaction.atomic():
                file.delete()
        except ProtectedError:
            continue
        gone += 1
        transaction.on_commit(partial(_drop, on_disk))
    return gone


def _drop(on_disk: str) -> None:
    """Unless the same bytes were stored again in the meantime."""
    if not StoredFile.objects.filter(Q(sha256=on_disk, encrypted=False) | Q(stored_as=on_disk)).exists():
        files.remove(on_disk)
