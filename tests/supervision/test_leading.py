"""A complaint led on to reconsideration or court: joined on both sides, and counted once on each."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import doors
from gongkai.publication.models import DoorReport
from gongkai.review import queries as reviews
from gongkai.review import registering
from gongkai.review.models import Proceeding
from gongkai.review.registering import Facts
from gongkai.review.words import Kind
from gongkai.supervision import actions, leading
from gongkai.supervision.models import Complaint, Correction, LedOn
from gongkai.supervision.queries import year_of

from .conftest import AT, TODAY, made

CAME = date(2024, 10, 8)


@pytest.fixture
def complaint(bureau: Agency) -> Complaint:
    return made(Complaint, bureau, CAME, title="没有公开预算", channel="phone", due_on=date(2024, 12, 1))


@pytest.fixture
def door(bureau: Agency) -> DoorReport:
    return doors.submit(bureau, kind="complain", text="没有公开预算", at=AT - timedelta(days=20))[0]


@pytest.fixture
def proceeding(bureau: Agency, clerk: Person) -> Proceeding:
    facts = Facts(kind=Kind.RECONSIDERATION, received_on=date(2024, 11, 11), body="区政府")
    return registering.register(clerk, bureau, facts, at=AT)


def last() -> Entry:
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


def test_shown_the_way_and_joined_when_it_comes(
    complaint: Complaint, clerk: Person, proceeding: Proceeding
) -> None:
    led = leading.lead_on(
        clerk, complaint, way="reconsideration", told_on=date(2024, 10, 10), body="区政府", at=AT
    )
    assert leading.of(complaint) == led
    assert (last().verb, json.loads(last().data)["of"]) == ("complaints.lead_on", complaint.key)
    leading.join(clerk, led, proceeding, at=AT)
    assert (last().verb, last().object) == ("complaints.join", led.key)
    assert leading.here(clerk, proceeding, on=TODAY) == [led]
    complaint.refresh_from_db()
    assert complaint.result == Complaint.Result.OPEN
    with pytest.raises(WrongState, match="已经关联"):
        leading.join(clerk, led, proceeding, at=AT)


def test_it_is_counted_once_on_each_side(
    complaint: Complaint, door: DoorReport, clerk: Person, proceeding: Proceeding
) -> None:
    before = year_of(complaint.agency, 2024)
    for one in (complaint, door):
        leading.lead_on(clerk, one, way="reconsideration", proceeding=proceeding, at=AT)
    after = year_of(complaint.agency, 2024)
    assert len(after.complaints) == len(before.complaints) == 2
    assert [one.led_on for one in before.complaints] == [False, False]
    assert [one.led_on for one in after.complaints] == [True, True]
    assert reviews.table4(complaint.agency, 2024)["行政复议/总计"] == 1
    assert len(leading.here(clerk, proceeding, on=TODAY)) == 2


def test_showing_the_way_may_be_the_answer(complaint: Complaint, clerk: Person) -> None:
    leading.lead_on(clerk, complaint, way="lawsuit", told_on=date(2024, 10, 10), closes=True, at=AT)
    complaint.refresh_from_db()
    assert (complaint.result, complaint.answered_on) == (Complaint.Result.LED_ON, date(2024, 10, 10))
    assert "第五十一条" in Correction.objects.get(record=complaint.key).reason
    assert last().verb == "complaints.lead_on"
    (told,) = year_of(complaint.agency, 2024).complaints
    assert (told.founded, told.answered, told.led_on) == (None, date(2024, 10, 10), True)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"way": "petition", "told_on": CAME}, "请选择行政复议"),
        ({"way": "lawsuit"}, "请填写告知日期"),
        ({"way": "lawsuit", "told_on": CAME - timedelta(days=1)}, "告知日期应在"),
        ({"way": "lawsuit", "told_on": TODAY + timedelta(days=1)}, "告知日期应在"),
    ],
)
def test_what_cannot_be_is_refused(
    complaint: Complaint, clerk: Person, given: dict[str, object], why: str
) -> None:
    told = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        leading.lead_on(clerk, complaint, at=AT, **given)  # type: ignore[arg-type]  # as a form gives it
    assert (LedOn.objects.count(), Entry.objects.count()) == (0, told)


def test_a_proceeding_of_another_kind_or_before_is_not_joined(
    complaint: Complaint, clerk: Person, proceeding: Proceeding, finance: Agency, stranger: Person
) -> None:
    with pytest.raises(Refused, match="与所选的途径不一致"):
        leading.lead_on(clerk, complaint, way="lawsuit", proceeding=proceeding, at=AT)
    Proceeding.objects.filter(pk=proceeding.pk).update(received_on=date(2024, 10, 1))
    with pytest.raises(Refused, match="在投诉以前"):
        leading.lead_on(clerk, complaint, way="reconsideration", proceeding=proceeding, at=AT)
    Proceeding.objects.filter(pk=proceeding.pk).update(state="void")
    with pytest.raises(Refused, match="没有这个编号"):
        leading.lead_on(clerk, complaint, way="reconsideration", proceeding=proceeding, at=AT)
    facts = Facts(kind=Kind.RECONSIDERATION, received_on=date(2024, 11, 11), body="区政府")
    theirs = registering.register(stranger, finance, facts, at=AT)
    with pytest.raises(Refused, match="没有这个编号"):
        leading.lead_on(clerk, complaint, way="reconsideration", proceeding=theirs, at=AT)


def test_once_only_and_undone_with_a_reason(complaint: Complaint, clerk: Person) -> None:
    led = leading.lead_on(clerk, complaint, way="lawsuit", told_on=CAME, at=AT)
    with pytest.raises(WrongState, match="已经登记"):
        leading.lead_on(clerk, complaint, way="lawsuit", told_on=CAME, at=AT)
    with pytest.raises(Refused, match="请写明取消的理由"):
        leading.undo(clerk, led, reason=" ", at=AT)
    leading.undo(clerk, led, reason="选错了投诉", at=AT)
    assert (last().verb, last().reason) == ("complaints.undo_led", "选错了投诉")
    assert leading.of(complaint) is None
    with pytest.raises(WrongState, match="已经取消"):
        leading.undo(clerk, led, reason="再一次", at=AT)
    assert leading.lead_on(clerk, complaint, way="lawsuit", told_on=CAME, at=AT).pk != led.pk


def test_only_complaints_that_stand(bureau: Agency, complaint: Complaint, clerk: Person) -> None:
    error, _ = doors.submit(bureau, kind="error", text="错字", at=AT - timedelta(days=2))
    with pytest.raises(Refused, match="只有投诉举报"):
        leading.lead_on(clerk, error, way="lawsuit", told_on=TODAY, at=AT)
    actions.withdraw(clerk, complaint, reason="重复登记", at=AT)
    with pytest.raises(WrongState, match="已经撤下"):
        leading.lead_on(clerk, complaint, way="lawsuit", told_on=TODAY, at=AT)


def test_a_message_is_answered_at_its_door(door: DoorReport, clerk: Person) -> None:
    with pytest.raises(Refused, match="在留言里答复"):
        leading.lead_on(clerk, door, way="lawsuit", told_on=TODAY, closes=True, at=AT)
    assert not LedOn.objects.exists()


def test_a_stranger_changes_nothing_and_sees_nothing(
    complaint: Complaint, door: DoorReport, clerk: Person, stranger: Person, proceeding: Proceeding
) -> None:
    led = leading.lead_on(clerk, complaint, way="reconsideration", proceeding=proceeding, at=AT)
    told = Entry.objects.count()
    for step in (
        lambda: leading.lead_on(stranger, door, way="lawsuit", told_on=TODAY, at=AT),
        lambda: leading.join(stranger, led, proceeding, at=AT),
        lambda: leading.undo(stranger, led, reason="甲", at=AT),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert leading.here(stranger, proceeding, on=TODAY) == []
    assert (Entry.objects.count(), LedOn.objects.count()) == (told, 1)
