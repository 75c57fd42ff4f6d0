"""SHA-256 over all that is shown of a version: what was released is what stands there today."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from gongkai.publication.describing import copied
from gongkai.publication.models import Version


def fingerprint(version: Version, *, bare: bool = False) -> str:
    """Over description, body and attachments with their names, order and bytes (by their own SHA-256). ``bare``:
    it is known to have none, and nobody needs to be asked."""
    files = [] if bare else _files(version)
    shown = [version.item_id, version.number, _plain(copied(version)), version.body, version.note, files]
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(description: dict[str, Any]) -> dict[str, Any]:
    """Where it stands in the catalogue is no part of what it says."""
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in description.items() if k != "column_id"}


def _files(version: Version) -> list[list[Any]]:
    rows = version.attachments.order_by("order", "pk").values_list("name", "token", "file__sha256")
    return [list(row) for row in rows]
