"""A list is appraised by one person, line by line, and approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.acting import words
from gongkai.cases.models import Destruction, DestructionLine
from gongkai.cases.retention.states import after
from gongkai.errors import NotAllowed, Refused


@transaction.atomic
def appraise(
    user: Who, destruction: Destruction, *, opinion: str, keep: Mapping[int, str], at: datetime
) -> Destruction:
    """What was looked at may go, but the lines in ``keep`` (key -> why it stays). With an earlier kind of a case
    the later ones stay as well. Refused without an opinion, or for a line kept without a reason; a list of which
    everything is kept is over."""
    held = locked(destruction)
    ensure(user, "retention.appraise", held.agency, on=day(at))
    me = person(user)
    if me is None:
        raise NotAllowed("鉴定须由本机关的人员进行。")
    opinion = words(opinion, "请写明鉴定意见：怎样核对的，为什么可以销毁。")
    lines = list(held.lines.order_by("pk"))
    _keep(lines, keep)
    everything = all(line.kept_reason for line in lines)
    held.state = after(held.state, "keep-all" if everything else "appraise")
    held.appraised_by, held.appraised_at, held.appraisal = me, at, opinion
    held.save()
    DestructionLine.objects.bulk_update(lines, ["kept_reason"])
    kept = sum(1 for line in lines if line.kept_reason)
    data = {"number": held.number, "lines": len(lines), "kept": kept}
    record("retention.appraise", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return held


def _keep(lines: list[DestructionLine], keep: Mapping[int, str]) -> None:
    if set(keep) - {line.pk for line in lines}:
        raise Refused("所选的材料不在这份清册里，请刷新页面再鉴定。")
    stay: dict[int | None, str] = {}
    for line in lines:
        if line.pk in keep:
            line.kept_reason = words(keep[line.pk], "保留的材料请逐项写明理由。")[:200]
            if line.case_id:
                stay[line.case_id] = "前一类材料保留"
        else:
            line.kept_reason = stay.get(line.case_id, "") if line.case_id else ""


@transaction.atomic
def send_back(user: Who, destruction: Destruction, *, at: datetime) -> Destruction:
    """To be appraised anew."""
    held = _judged(user, destruction, "return", at)
    held.appraised_by = held.appraised_at = None
    held.save()
    held.lines.update(kept_reason="")
    return _recorded(user, held, "return", at)


@transaction.atomic
def refuse(user: Who, destruction: Destruction, *, reason: str, at: datetime) -> Destruction:
    """Nothing of it is destroyed. What is on it is looked at again a year later."""
    held = _judged(user, destruction, "refuse", at)
    held.appraisal = f"{held.appraisal}\n不予销毁：{words(reason, '请写明不予销毁的理由。')}"
    held.save()
    return _recorded(user, held, "refuse", at)


@transaction.atomic
def approve(user: Who, destruction: Destruction, *, at: datetime) -> Destruction:
    """NotAllowed for whoever appraised it: two people look at what cannot be brought back."""
    held = _judged(user, destruction, "approve", at)
    me = person(user)
    if me is None or held.appraised_by_id == me.pk:
        raise NotAllowed("鉴定的人不能批准自己鉴定的销毁清册；请由另一位负责人批准。")
    held.approved_by, held.approved_at = me, at
    held.save()
    return _recorded(user, held, "approve", at)


def _judged(user: Who, destruction: Destruction, verb: str, at: datetime) -> Destruction:
    held = locked(destruction)
    ensure(user, "retention.approve", held.agency, on=day(at))
    held.state = after(held.state, verb)
    return held


def _recorded(user: Who, held: Destruction, verb: str, at: datetime) -> Destruction:
    data = {"number": held.number}
    record(f"retention.{verb}", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return held


def locked(destruction: Destruction) -> Destruction:
    """As it is now, held until the transaction ends."""
    rows = Destruction.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.get(pk=destruction.pk)
