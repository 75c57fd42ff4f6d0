"""The ways by which a request may reach an agency, since when, and whether the electronic ones work.

In person and by post are basic channels: nobody may close them (国办公开办函〔2017〕19号). The others are the
agency's to open; which ones it opened stands in its guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.models import in_force as holds
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.models import OpenChannel
from gongkai.cases.words import BASIC_CHANNELS, Channel
from gongkai.errors import Refused, WrongState

# These are tested every day: a message can be lost in them without anybody noticing.
ELECTRONIC = (Channel.EMAIL, Channel.WEB)
# By which something can come in today.
TAKEN = tuple(one for one in Channel if one is not Channel.UNRECORDED)


@dataclass(frozen=True)
class Shown:
    """One channel as the page of channels shows it; ``row`` is None for one that is basic, or not open."""

    channel: Channel
    basic: bool
    open: bool
    row: OpenChannel | None


def is_open(agency: Agency, channel: str, *, on: date) -> bool:
    return channel in BASIC_CHANNELS or _on(agency, on).filter(channel=channel).exists()


def of(agency: Agency, *, on: date) -> list[Shown]:
    """All channels there are, basic ones first, with what is known of each that day."""
    rows = {row.channel: row for row in _on(agency, on)}
    return [
        Shown(one, one in BASIC_CHANNELS, one in BASIC_CHANNELS or one in rows, rows.get(one)) for one in TAKEN
    ]


def visible(user: Who, *, on: date) -> QuerySet[OpenChannel]:
    """The channels of the agencies whose requests this user may see, or which they look after."""
    reach = Q(agency__in=within(user, "cases.view", on=on)) | Q(agency__in=within(user, "cases.settings", on=on))
    return OpenChannel.objects.filter(reach).select_related("agency")


def failing(user: Who, *, on: date) -> QuerySet[OpenChannel]:
    """Those whose last test failed: the desk shows them until one passes."""
    return visible(user, on=on).filter(Q(until_on=None) | Q(until_on__gte=on)).exclude(test_error="")


@transaction.atomic
def open_channel(
    user: Who, agency: Agency, channel: str, *, address: str = "", from_on: date, at: datetime
) -> OpenChannel:
    """From a day on, past or to come; ``address`` is what the guide prints: mailbox, fax number, page."""
    ensure(user, "cases.settings", agency, on=day(at))
    _optional(channel)
    if not address.strip():
        raise Refused("请填写邮箱、传真号码或者网址，它要写进政府信息公开指南。")
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if OpenChannel.objects.filter(agency=agency, channel=channel).filter(
        Q(until_on=None) | Q(until_on__gte=from_on)
    ).exists():  # fmt: skip
        raise WrongState("这个渠道在此日期已经启用；要改地址，请先停用再启用。")
    made = OpenChannel.objects.create(
        agency=agency, channel=channel, address=address.strip()[:200], from_on=from_on
    )
    data = {"channel": str(channel), "from": from_on.isoformat()}
    record("channels.open", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


@transaction.atomic
def close_channel(user: Who, row: OpenChannel, *, last_day: date, reason: str, at: datetime) -> OpenChannel:
    """With a last day. What came in stays; what still comes is taken in by another way."""
    held = OpenChannel.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=row.pk)
    ensure(user, "cases.settings", held.agency, on=day(at))
    _optional(held.channel)
    if held.until_on is not None:
        raise WrongState(f"这个渠道已定于{held.until_on}停用。")
    if last_day < held.from_on:
        raise Refused("停用日期早于启用日期，请核对。")
    if not reason.strip():
        raise Refused("请写明停用的理由；停用后应当同时更新政府信息公开指南。")
    held.until_on = last_day
    held.save(update_fields=["until_on"])
    data = {"channel": held.channel, "until": last_day.isoformat()}
    record("channels.close", actor=actor(user), agency=held.agency, object=held, reason=reason.strip(), data=data,
           at=at)  # fmt: skip
    return held


def note_test(row: OpenChannel, *, error: str, at: datetime) -> OpenChannel:
    """What the daily test found, "" when all is well. No audit entry: nobody decided anything."""
    row.last_tested_at, row.test_error = at, error
    if not error:
        row.last_passed_at = at
    row.save(update_fields=["last_tested_at", "test_error", "last_passed_at"])
    return row


def in_force(on: date) -> QuerySet[OpenChannel]:
    """Every open electronic channel, of all agencies."""
    return OpenChannel.objects.filter(holds(on), channel__in=ELECTRONIC).select_related("agency")


def _on(agency: Agency, on: date) -> QuerySet[OpenChannel]:
    return OpenChannel.objects.filter(holds(on), agency=agency)


def _optional(channel: str) -> None:
    if channel not in TAKEN:
        raise Refused("请选择申请渠道。")
    if channel in BASIC_CHANNELS:
        raise Refused("当面提交和邮寄是基本渠道，始终开通，不得停用（国办公开办函〔2017〕19号）。")
