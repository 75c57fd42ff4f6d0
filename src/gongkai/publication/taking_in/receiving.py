"""What another platform pushes: the same body and signature as our own pushes, taken in once.

receive(key, headers, data, *, at) -> Result
sender(key, kind, headers, data, *, at) -> Source

NotGenuine for an unknown source, an ended one and a wrong or old signature alike. What was sent before and is sent
again, within the five minutes that a signature holds, changes nothing: what a source said counts by the time it
signed. Refused in words for what is no item; the desk is shown the same words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gongkai.errors import GongkaiError, Refused
from gongkai.publication.models import Source
from gongkai.publication.pushing import payload
from gongkai.publication.taking_in import arriving, reading, storing
from gongkai.publication.taking_in.storing import Result

MOST: Final = 8 * 2**20
"""Bytes of a body."""


class NotGenuine(Refused):
    """Whoever sent this does not know the secret, or sent it too long ago."""

    code = "refused.not-genuine"


def receive(key: int, headers: Mapping[str, str], data: bytes, *, at: datetime) -> Result:
    source = sender(key, Source.Kind.SIGNED, headers, data, at=at)
    try:
        result = _taken(source, _read(data), signed_at(headers), at)
    except GongkaiError as error:
        reading.note(source, failure=str(error), at=at)
        raise
    reading.note(source, said=f"{result.what.value}1条", at=at)
    return result


def sender(key: int, kind: Source.Kind, headers: Mapping[str, str], data: bytes, *, at: datetime) -> Source:
    """Who signed this; NotGenuine."""
    source = Source.objects.filter(pk=key, kind=kind, ended_at=None).select_related("agency", "added_by").first()
    # The same work for an unknown one.
    if not payload.genuine(source.secret if source else "-", headers, data, at=at) or source is None:
        raise NotGenuine("签名不对，或者发送时间与本机相差超过5分钟，没有收录；签名的算法见说明。")
    return source


def signed_at(headers: Mapping[str, str]) -> datetime:
    """Of what is genuine."""
    return datetime.fromtimestamp(int(headers[payload.TIME]), UTC)


def _taken(source: Source, told: Mapping[str, Any], as_of: datetime, at: datetime) -> Result:
    event, item = told.get("event"), told.get("item")
    if event == "remove" and isinstance(told.get("id"), str | int):
        return storing.gone(source, str(told["id"]).strip(), as_of=as_of, at=at)
    if event != "publish" or not isinstance(item, dict):
        raise Refused("内容须有 event（publish 或者 remove），publish 须有 item，remove 须有 id；没有收录。")
    return storing.take(source, arriving.of_push(item, source, as_of=as_of, at=at), at=at)


def _read(data: bytes) -> Mapping[str, Any]:
    """Refused for halves of letters and NUL, too, which no database keeps."""
    try:
        told = json.loads(data)
        again = json.dumps(told, ensure_ascii=False)
        again.encode()
    except (ValueError, RecursionError) as error:
        raise Refused("内容不是JSON，没有收录。") from error
    if "\\u0000" in again:
        raise Refused("内容里有空字符（\\u0000），没有收录；请去掉后再推送。")
    if not isinstance(told, dict):
        raise Refused("内容不是一个JSON对象，没有收录。")
    return told
