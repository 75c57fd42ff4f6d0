"""The earlier request of the same applicant for the same information (Art. 36(6))."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import events
from gongkai.cases.acting import finish, hold
from gongkai.cases.models import Case
from gongkai.errors import Refused


@transaction.atomic
def link(user: Who, case: Case, earlier: Case, *, revision: int | None = None, at: datetime) -> Case:
    """Name the earlier request, answered or pending. Only an answered one makes a repeat (``evidence``). Refused
    for one of another agency or applicant, or a later one."""
    held = hold(user, case, "cases.work", "draft", revision=revision, at=at)
    if earlier.pk == held.pk or earlier.agency_id != held.agency_id or earlier.applicant_id != held.applicant_id:
        raise Refused("只能关联同一申请人此前向本机关提出的申请（《条例》第三十六条第（六）项）。")
    if (earlier.arrived_on, earlier.pk) > (held.arrived_on, held.pk):
        raise Refused("所选申请晚于这件申请，不是此前的申请。")
    held.repeats = earlier
    events.add(held, "linked", day(at), data={"earlier": earlier.number}, by=user, at=at)
    return finish(user, held, "draft", "link", data={"earlier": earlier.key}, at=at)


@transaction.atomic
def unlink(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Case:
    """They were not the same after all."""
    held = hold(user, case, "cases.work", "draft", revision=revision, at=at)
    if held.repeats_id is None:
        raise Refused("没有关联此前的申请。")
    held.repeats = None
    events.add(held, "unlinked", day(at), by=user, at=at)
    return finish(user, held, "draft", "unlink", at=at)
