"""The same bytes for the same content: an Office file packed again without the time of day."""

from __future__ import annotations

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_WHEN = (1980, 1, 1, 0, 0, 0)


def packed(data: bytes, change: Callable[[str, bytes], bytes] = lambda name, content: content) -> bytes:
    """A ZIP with the same members in the same order, each dated 1 January 1980, the first day a ZIP can name.

    ``change`` gives for each member, by name and content, what to store instead.
    """
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, _WHEN)
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, change(name, old.read(name)))
    return out.getvalue()
