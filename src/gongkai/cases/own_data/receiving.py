"""A request for one's own data, however it came: a line of the register, and a number of its own."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies import calendars
from gongkai.agencies.permissions import OPERATOR, Who, ensure, within
from gongkai.agencies.roles import Role
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import incoming as arriving
from gongkai.cases.acting import words
from gongkai.cases.asking import ACTOR
from gongkai.cases.following.holder import Holder
from gongkai.cases.models import AccessCode, DataRequest, Incoming
from gongkai.cases.words import Channel, PartyRole
from gongkai.errors import Refused, WrongState
from gongkai.letters import numbering
from gongkai.notices.alarms import tell
from gongkai.statute import parameters, periods
from gongkai.statute.periods import Dated

What = DataRequest.What
SERIES, PATTERN = "data", "BR{year}-{n:04d}"
LONGEST: Final = 2000
BY_CODE: Final = "凭申请编号和查询码"
# As many of one holder wait at most.
_MOST_WAITING: Final = 3


def visible(user: Who, *, on: date) -> QuerySet[DataRequest]:
    """Those of the agencies where this user answers them."""
    mine = within(user, "data.answer", on=on)
    return DataRequest.objects.filter(agency__in=mine).select_related("agency", "incoming", "case", "applicant")


def due(asked: DataRequest) -> Dated:
    """The law says "in good time" and no number; the days are a reading (``data-request-days``)."""
    days = parameters.number("data-request-days", asked.received_on)
    return periods.working_days(asked.received_on, days, calendars.calendar_for(asked.agency))


@transaction.atomic
def from_register(user: Who, came: Incoming, *, what: str, text: str, at: datetime) -> DataRequest:
    """Something that came in by any way turns out to be one. Nothing is shown before somebody has proved who they
    are (``answering.prove``). WrongState once it was settled."""
    held = arriving.hold(user, came, at=at)
    ensure(user, "data.answer", held.agency, on=day(at))
    arriving.unsettled(held)
    made = _made(held, what, text)
    arriving.settled(user, held, Incoming.SettledAs.DATA, at)
    data = {"what": made.what, "number": made.number}
    record("data.receive", actor=actor(user), agency=held.agency, object=made, data=data, at=at)
    return made


@transaction.atomic
def by_holder(holder: Holder, *, what: str, text: str, once: str, at: datetime) -> DataRequest:
    """From the portal: number and code prove who it is, unless an agent acts in the request: theirs is the code
    then, and the power of attorney was for that one request. ``once``: the same form sent twice is one. Refused
    while several of theirs wait, WrongState once the code has ended."""
    source = f"{_mark(holder)}{hashlib.sha256(once.encode()).hexdigest()}"
    _ensure_holds(holder)
    before = DataRequest.objects.filter(agency=holder.agency, incoming__source_key=source).first()
    if before is not None:
        return before
    if _theirs(holder).filter(answered_on=None).count() >= _MOST_WAITING:
        raise Refused("您已有几件查阅、更正本人信息的申请还没有答复，没有再次接收；请等候答复。")
    made = _made(_register(holder, what, source, at), what, text)
    made.case, made.identity_proof = holder.case, BY_CODE
    if holder.case and not holder.case.parties.filter(role=PartyRole.AGENT).exists():
        made.applicant = holder.case.applicant
    made.save(update_fields=["case", "identity_proof", "applicant"])
    _tell(made, at)
    data = {"what": made.what, "number": made.number}
    record("data.receive", actor=ACTOR, agency=holder.agency, object=made, data=data, at=at)
    return made


def of_holder(holder: Holder) -> QuerySet[DataRequest]:
    """What was asked by this code, the newest first."""
    return _theirs(holder).order_by("-pk")


def _theirs(holder: Holder) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(agency=holder.agency, incoming__source_key__startswith=_mark(holder))


def _mark(holder: Holder) -> str:
    """Which line of the register the code belongs to: there may be no case yet."""
    return f"data:{holder.incoming.pk}:"


def _ensure_holds(holder: Holder) -> None:
    """Two that press at once go one after the other."""
    rows = AccessCode.objects.select_for_update(no_key=True, of=("self",))
    if rows.get(pk=holder.access.pk).ended_at is not None:
        raise WrongState("这个查询码已经失效，没有提交；请用新的查询码重新查询。")


def _register(holder: Holder, what: str, source: str, at: datetime) -> Incoming:
    made = arriving.create(
        holder.agency, channel=Channel.WEB, arrived_on=day(at),
        sender=holder.case.applicant.name if holder.case else holder.incoming.sender,
        subject=_what(what).label, source_key=source, matched_case=holder.case, by=OPERATOR, at=at,
    )  # fmt: skip
    made.settled_as, made.settled_at = Incoming.SettledAs.DATA, at
    made.opened_at = at
    made.save(update_fields=["settled_as", "settled_at", "opened_at"])
    return made


def _made(came: Incoming, what: str, text: str) -> DataRequest:
    kind = _what(what)
    if kind != What.ACCESS:
        text = words(text, "请写明哪一项不对、应当是什么，或者要删除哪些信息。")
    if len(text) > LONGEST:
        raise Refused(f"内容超过{LONGEST}字；请写明要点，其余可以当面或者邮寄提交。")
    number = numbering.take(came.agency, SERIES, came.arrived_on.year, pattern=PATTERN)
    return DataRequest.objects.create(
        agency=came.agency, number=number, what=kind, incoming=came, text=text.strip(), received_on=came.arrived_on
    )


def _what(what: str) -> DataRequest.What:
    if what not in What.values:
        raise Refused("请选择查阅、更正或者删除。")
    return What(what)


def _tell(made: DataRequest, at: datetime) -> None:
    tell(
        made.agency, (Role.CLERK,), occasion=f"data-request:{made.pk}",
        subject="依申请公开：有人申请查阅、更正本人信息", about=made.key, at=at,
        body=f"编号{made.number}，请在“本人信息”中答复，{due(made).on}以前。",
    )  # fmt: skip
