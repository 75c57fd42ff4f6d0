"""Reading a file that is kept.

content(file) -> bytes        checked against its hash; an encrypted one opened
known(data) -> StoredFile?    the row of these very bytes, if they were stored before (not encrypted)

Only the capability that bound a file calls these, after it has asked whether this user may have it.
"""

from __future__ import annotations

import hashlib

from gongkai.documents import files, sealing
from gongkai.documents.models import StoredFile


def content(file: StoredFile) -> bytes:
    """Unreadable when the bytes are gone or changed, or are not those of this row."""
    data = files.get(file.on_disk)
    return sealing.unseal(data, key=file.file_key, sha256=file.sha256) if file.encrypted else data


def known(data: bytes) -> StoredFile | None:
    return StoredFile.objects.filter(sha256=hashlib.sha256(data).hexdigest(), encrypted=False).first()
