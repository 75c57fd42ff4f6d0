"""A complaint led on to reconsideration or court (Art. 51): the person is shown the way, the proceeding is joined.

lead_on(user, complaint, *, way, told_on, body, proceeding, closes, at) -> LedOn
join(user, led, proceeding, *, at) -> LedOn     the proceeding that came of it
undo(user, led, *, reason, at) -> LedOn         entered by mistake: it joins nothing from then on
of(complaint) -> LedOn?                         what stands now
here(user, proceeding, *, on) -> [LedOn]        the complaints that a proceeding came of, as far as one may look

``complaint`` is one written down by hand or one left at a door. Nothing is counted by this: the complaint stays
one complaint, and the proceeding one proceeding of table 4.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.door_states import Kind as DoorKind
from gongkai.publication.models import DoorReport
from gongkai.review import queries as reviews
from gongkai.review.models import Proceeding
from gongkai.review.states import State as ReviewState
from gongkai.supervision import actions
from gongkai.supervision.models import Complaint, LedOn

Brought = Complaint | DoorReport
_WHY: Final = "已告知可以依法申请行政复议或者提起行政诉讼（《条例》第五十一条）"


def permission(of: Brought) -> str:
    """Who answers it leads it on."""
    return "doors.answer" if isinstance(of, DoorReport) else "supervision.record"


@transaction.atomic
def lead_on(
    user: Who,
    complaint: Brought,
    *,
    way: str,
    told_on: date | None = None,
    body: str = "",
    proceeding: Proceeding | None = None,
    closes: bool = False,
    at: datetime,
) -> LedOn:
    """``closes``: showing the way is the answer to a complaint written down by hand. Refused for what is no
    complaint, for a day that cannot be, where neither a day nor a proceeding is given, and for a proceeding of
    another kind or that came before. WrongState for one that is led on already or withdrawn."""
    held = _held(complaint)
    ensure(user, permission(held), held.agency, on=day(at))
    _ensure_can(held)
    if way not in LedOn.Way.values:
        raise Refused("请选择行政复议或者行政诉讼。")
    if told_on is None and proceeding is None:
        raise Refused("请填写告知日期，或者填写已经收到的复议、诉讼的编号。")
    if told_on is not None and not received_on(held) <= told_on <= day(at):
        raise Refused("告知日期应在收到投诉之后、今天以前。")
    made = LedOn(
        agency=held.agency, complaint=held if isinstance(held, Complaint) else None,
        door=held if isinstance(held, DoorReport) else None, way=way, told_on=told_on, body=body.strip()[:120],
        by=person(user), at=at,
    )  # fmt: skip
    if proceeding is not None:
        made.proceeding = _joinable(user, made, proceeding, at)
    made.save()
    if closes:
        _close(user, held, told_on, at)
    data = {"of": held.key, "way": way, "proceeding": proceeding.key if proceeding else "", "closes": closes}
    return _told(user, "lead_on", made, data, at)


@transaction.atomic
def join(user: Who, led: LedOn, proceeding: Proceeding, *, at: datetime) -> LedOn:
    """Refused as above; WrongState where one is joined, or the leading on was undone."""
    held = _standing(user, led, at)
    if held.proceeding_id is not None:
        raise WrongState("已经关联了一件复议、诉讼；关联错了的，请先取消，再重新登记。")
    held.proceeding = _joinable(user, held, proceeding, at)
    held.save()
    return _told(user, "join", held, {"of": brought(held).key, "proceeding": proceeding.key}, at)


@transaction.atomic
def undo(user: Who, led: LedOn, *, reason: str, at: datetime) -> LedOn:
    """Refused without a reason. What the complaint was answered with stays; that is corrected by itself."""
    held = _standing(user, led, at)
    if not reason.strip() or len(reason.strip()) > 300:
        raise Refused("请写明取消的理由，最多300字。")
    held.undone_at, held.undone_because = at, reason.strip()
    held.save()
    return _told(user, "undo_led", held, {"of": brought(held).key}, at, reason.strip())


def of(complaint: Brought) -> LedOn | None:
    mine = Q(door=complaint) if isinstance(complaint, DoorReport) else Q(complaint=complaint)
    return LedOn.objects.filter(mine, undone_at=None).select_related("proceeding", "agency").first()


def here(user: Who, proceeding: Proceeding, *, on: date) -> list[LedOn]:
    ours = Q(complaint__agency__in=within(user, "supervision.view", on=on))
    doors = Q(door__agency__in=within(user, "doors.view", on=on))
    rows = LedOn.objects.filter(ours | doors, proceeding=proceeding, undone_at=None)
    return list(rows.select_related("complaint", "door"))


def brought(led: LedOn) -> Brought:
    found = led.complaint or led.door
    assert found is not None  # the database has exactly one
    return found


def received_on(of: Brought) -> date:
    return day(of.received_at) if isinstance(of, DoorReport) else of.on


def agency_of(led: LedOn) -> Agency:
    """Where the complaint is now: a message at a door may have been passed on."""
    return brought(led).agency


def _held(complaint: Brought) -> Brought:
    """Locked, so that two do not lead on the same."""
    if isinstance(complaint, DoorReport):
        doors = DoorReport.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
        return doors.get(pk=complaint.pk)
    rows = Complaint.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.get(pk=complaint.pk)


def _ensure_can(held: Brought) -> None:
    if isinstance(held, DoorReport) and held.kind != DoorKind.COMPLAINT:
        raise Refused("只有投诉举报可以告知复议、诉讼的途径（《条例》第五十一条）；其他留言请直接答复。")
    if isinstance(held, Complaint) and held.withdrawn_at is not None:
        raise WrongState("这条记录已经撤下，不能再办；需要的，请另行登记。")
    if of(held) is not None:
        raise WrongState("这件投诉已经登记了复议、诉讼的途径；登记错了的，请先取消。")


def _joinable(user: Who, led: LedOn, proceeding: Proceeding, at: datetime) -> Proceeding:
    found = reviews.visible(user, on=day(at)).filter(pk=proceeding.pk).first()
    if found is None or found.state == ReviewState.VOID:
        raise Refused("没有这个编号的复议、诉讼，请核对。")
    if found.is_review != (led.way == LedOn.Way.RECONSIDERATION):
        raise Refused(f"编号 {found.number} 是{found.get_kind_display()}，与所选的途径不一致，请核对。")
    if found.received_on < received_on(brought(led)):
        raise Refused("这件复议、诉讼在投诉以前已经收到，不是由它转入的，请核对。")
    return found


def _close(user: Who, held: Brought, told_on: date | None, at: datetime) -> None:
    if not isinstance(held, Complaint):
        raise Refused("网上提交的投诉请在留言里答复。")
    if told_on is None:
        raise Refused("以告知途径作为答复的，请填写告知日期。")
    if held.result != Complaint.Result.OPEN:
        raise WrongState("这件投诉已有核查结果，不再改动；需要更正的，请用“更正”。")
    given = {"result": Complaint.Result.LED_ON, "answered_on": told_on}
    actions.correct(user, held, given, reason=_WHY, at=at)


def _standing(user: Who, led: LedOn, at: datetime) -> LedOn:
    rows = LedOn.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("complaint__agency", "door__agency", "agency").get(pk=led.pk)
    ensure(user, permission(brought(held)), agency_of(held), on=day(at))
    if held.undone_at is not None:
        raise WrongState("这条登记已经取消，不能再办；需要的，请重新登记。")
    return held


def _told(user: Who, verb: str, held: LedOn, data: dict[str, object], at: datetime, reason: str = "") -> LedOn:
    agency = agency_of(held)
    record(f"complaints.{verb}", actor=actor(user), agency=agency, object=held, reason=reason, data=data, at=at)
    return held
