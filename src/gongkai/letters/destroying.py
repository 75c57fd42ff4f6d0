"""Letters whose time is over: their words and the bytes that were sent go, number, days and hashes stay.

Whoever calls has asked whether it may be done (``cases.retention``), and records it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongkai.letters.models import Letter


def destroy(letters: Iterable[Letter], *, at: datetime) -> list[int]:
    """In the caller's transaction; the keys of the files that they no longer refer to, for ``documents.forget``.
    One that was destroyed before is left as it is."""
    files = []
    for letter in letters:
        if letter.destroyed_at is not None:
            continue
        files += [letter.sealed_file_id] if letter.sealed_file_id else []
        letter.content, letter.void_reason, letter.sealed_file, letter.destroyed_at = "", "", None, at
        letter.save(update_fields=["content", "void_reason", "sealed_file", "destroyed_at"])
    return files
