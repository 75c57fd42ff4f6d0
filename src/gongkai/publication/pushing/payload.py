"""What a platform is told of an item, and the signature by which it knows that it is from here.

The body is JSON: ``event`` is "publish" with the whole item, or "remove" with its ``id`` alone, whatever the
reason. ``X-Gongkai-Signature: v1=…`` is the HMAC-SHA256, with the shared secret, of ``X-Gongkai-Timestamp``, a
full stop and the body. A receiver refuses a time more than five minutes from its own, and a delivery it has had
already does no harm: the same item again is the same item.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from gongkai.publication import open_data, queries, reading
from gongkai.publication.models import Item

# How far the clocks of sender and receiver may lie apart.
TOLERANCE: Final = 300
# Of seconds since 1970, for some thousand years.
_DIGITS: Final = 12
TIME, SIGNATURE, DELIVERY = "X-Gongkai-Timestamp", "X-Gongkai-Signature", "X-Gongkai-Delivery"


def body(item: Item, *, on: date) -> bytes:
    """The item as it is now; read again, so that nothing is told that is no longer shown."""
    shown = queries.shown().filter(pk=item.pk).select_related("agency", "column", "current").first()
    told = {"event": "publish", "item": whole(shown, on=on)} if shown else {"event": "remove", "id": item.pk}
    return DjangoJSONEncoder(ensure_ascii=False).encode(told).encode()


def whole(item: Item, *, on: date) -> dict[str, Any]:
    """Its line in the catalogue, body, and where its files are fetched."""
    page = f"{settings.GONGKAI_ADDRESS}/items/{item.pk}/"
    found = reading.reading(item, on=on)
    return open_data.row(item, page=page, on=on) | {
        "version": found.version.number,
        "body": found.version.body,
        "text": found.version.text,
        "attachments": [
            {"name": one.name, "size": one.file.size, "sha256": one.file.sha256,
             "href": f"{page}files/{one.token}/"}
            for one in found.attachments
        ],
    }  # fmt: skip


def headers(secret: str, data: bytes, *, delivery: str, at: datetime) -> dict[str, str]:
    time = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        TIME: time,
        SIGNATURE: f"v1={signature(secret, time, data)}",
        DELIVERY: delivery,
    }


def signature(secret: str, time: str, data: bytes) -> str:
    return hmac.new(secret.encode(), time.encode() + b"." + data, hashlib.sha256).hexdigest()


def genuine(secret: str, headers: Mapping[str, str], data: bytes, *, at: datetime) -> bool:
    """Does whoever sent this know the secret, and did they send it just now."""
    time, said = headers.get(TIME, ""), headers.get(SIGNATURE, "")
    if not (time.isascii() and time.isdigit() and len(time) <= _DIGITS):
        return False
    if abs(int(time) - at.timestamp()) > TOLERANCE:
        return False
    return hmac.compare_digest(said.encode(), f"v1={signature(secret, time, data)}".encode())
