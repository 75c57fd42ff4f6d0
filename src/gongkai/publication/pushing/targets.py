"""Setting a platform up, and ending it.

add(user, agency, *, name, address, below=False, at) -> (PushTarget, secret)   the secret is shown this once
end(user, target, *, at) -> PushTarget
again(user, target, *, at) -> int                                              what was given up is owed again
"""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.models import Push, PushTarget
from gongkai.publication.pushing import owing

_VERB = "publication.settings"


@transaction.atomic
def add(
    user: Who, agency: Agency, *, name: str, address: str, below: bool = False, at: datetime
) -> tuple[PushTarget, str]:
    """Everything that is shown is owed to it at once. Refused for an address without HTTPS or with a password."""
    ensure(user, _VERB, agency, on=day(at))
    if not name.strip():
        raise Refused("请写明接收平台的名称。")
    secret = secrets.token_urlsafe(32)
    address = checked(address)
    if PushTarget.objects.filter(agency=agency, address=address, ended_at=None).exists():
        raise Refused("这个接收地址已经设置过；要换签名密钥，请先停用它再重新添加。")
    made = PushTarget.objects.create(
        agency=agency, name=name.strip()[:60], address=address, below=below, secret=secret,
        added_by=person(user), added_at=at,
    )  # fmt: skip
    owed = owing.everything(made, at=at)
    data = {"host": urlsplit(address).hostname, "below": below, "owed": owed}
    record("publication.push_target", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made, secret


@transaction.atomic
def end(user: Who, target: PushTarget, *, at: datetime) -> PushTarget:
    """Nothing more is sent; what the platform has stays there."""
    held = _hold(user, target, at)
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    Push.objects.filter(target=held).update(next_at=None)
    record("publication.push_end", actor=actor(user), agency=held.agency, object=held, at=at)
    return held


@transaction.atomic
def again(user: Who, target: PushTarget, *, at: datetime) -> int:
    """What the platform refused, or what was given up: tried anew; how many rows."""
    held = _hold(user, target, at)
    rows = Push.objects.filter(target=held, sent__lt=F("asked"))
    owed = rows.update(next_at=at, attempts=0, failure="")
    data = {"owed": owed}
    record("publication.push_again", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return owed


def checked(address: str) -> str:
    """As it is kept. Refused for what nobody should send to."""
    try:
        url = urlsplit(address.strip())
    except ValueError:
        raise Refused("接收地址写得不完整，请核对。") from None
    if url.scheme != "https" or not url.hostname:
        raise Refused("接收地址须以 https:// 开头；公开内容虽不涉密，签名推送仍不走明文。")
    if url.username or url.password:
        raise Refused("接收地址里不要写用户名和口令；对方用签名核对来源。")
    return address.strip()


def _hold(user: Who, target: PushTarget, at: datetime) -> PushTarget:
    rows = PushTarget.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=target.pk)
    ensure(user, _VERB, held.agency, on=day(at))
    if held.ended_at is not None:
        raise WrongState("这个接收平台已经停用；要恢复，请重新添加。")
    return held
