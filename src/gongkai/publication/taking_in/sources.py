"""Setting a source up, and ending it.

add(user, agency, *, kind, name, address="", at) -> (Source, secret)   the secret is shown this once; "" of a feed
end(user, source, *, at) -> Source                                     what came in stays
read_now(user, source, *, at) -> Source                                the job asks it next
"""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.models import Source
from gongkai.publication.taking_in import links

_VERB = "publication.settings"
_LONGEST = 500


@transaction.atomic
def add(user: Who, agency: Agency, *, kind: str, name: str, address: str = "", at: datetime) -> tuple[Source, str]:
    """Refused without a name, and for a feed without a whole address or with one that is read already. What sends
    counts does so in the name of this user, who may record them."""
    ensure(user, _VERB, agency, on=day(at))
    if kind == Source.Kind.COUNTS:
        ensure(user, "columns.record", agency, on=day(at))
    if kind not in Source.Kind.values:
        raise Refused("请选择收录的方式。")
    if not name.strip():
        raise Refused("请写明来源网站的名称，收录的信息以它注明来源。")
    feed = kind == Source.Kind.FEED
    found = checked(address) if feed else ""
    if feed and Source.objects.filter(agency=agency, address=found, ended_at=None).exists():
        raise Refused("这个订阅地址已经在读取。")
    secret = "" if feed else secrets.token_urlsafe(32)
    made = Source.objects.create(
        agency=agency, kind=kind, name=name.strip()[:60], address=found, secret=secret,
        added_by=person(user), added_at=at,
    )  # fmt: skip
    data = {"kind": kind, "host": urlsplit(found).hostname or ""}
    record("publication.source_add", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made, secret


@transaction.atomic
def end(user: Who, source: Source, *, at: datetime) -> Source:
    """Nothing more is taken in from it; what came in stays, and is withdrawn like any other item."""
    held = _hold(user, source, at)
    held.ended_at, held.failure, held.failing_since = at, "", None
    held.save(update_fields=["ended_at", "failure", "failing_since"])
    record("publication.source_end", actor=actor(user), agency=held.agency, object=held, at=at)
    return held


@transaction.atomic
def read_now(user: Who, source: Source, *, at: datetime) -> Source:
    """All of it anew, whatever the other side says of changes."""
    held = _hold(user, source, at)
    if held.kind != Source.Kind.FEED:
        raise WrongState("接口推送由对方发起，不能由本平台读取；请让对方重新推送。")
    held.read_at, held.etag, held.modified = None, "", ""
    held.save(update_fields=["read_at", "etag", "modified"])
    record("publication.source_read_now", actor=actor(user), agency=held.agency, object=held, at=at)
    return held


def checked(address: str) -> str:
    """As it is kept. Refused for what is no address of the web."""
    text = address.strip()
    url = links.parts(text)
    if url is None or url.scheme not in ("http", "https") or not url.hostname or len(text) > _LONGEST:
        raise Refused("订阅地址须以 http:// 或者 https:// 开头，请从来源网站复制完整的地址。")
    if url.username or url.password:
        raise Refused("订阅地址里不要写用户名和口令；已公开的信息不需要登录就能读取。")
    return text


def _hold(user: Who, source: Source, at: datetime) -> Source:
    rows = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=source.pk)
    ensure(user, _VERB, held.agency, on=day(at))
    if held.ended_at is not None:
        raise WrongState("这个来源已经停用；要恢复，请重新添加。")
    return held
