"""A complaint led on to reconsideration or court, at the desk: seen from both sides."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import doors
from gongkai.review import registering
from gongkai.review.models import Proceeding
from gongkai.review.registering import Facts
from gongkai.review.words import Kind
from gongkai.supervision import leading
from gongkai.supervision.models import Complaint, LedOn
from tests.district import SHANGHAI
from tests.supervision.conftest import made

from .conftest import Appoint, SignIn, text_of

NOW = datetime(2025, 4, 10, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def complaint(housing: Agency) -> Complaint:
    return made(Complaint, housing, date(2025, 3, 3), title="没有公开预算", channel="phone", due_on=NOW.date())


@pytest.fixture
def proceeding(housing: Agency, clerk: Person) -> Proceeding:
    facts = Facts(kind=Kind.RECONSIDERATION, received_on=date(2025, 4, 8), body="示范区人民政府")
    return registering.register(clerk, housing, facts, at=NOW)


def work(complaint: Complaint) -> str:
    return reverse("desk:work", args=["complaint", complaint.pk])


def test_told_joined_and_seen_from_both_sides(
    complaint: Complaint, proceeding: Proceeding, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    address = reverse("desk:complaint_lead_on", args=[complaint.pk])
    assert address in text_of(client.get(work(complaint)))
    sent = {"way": "reconsideration", "told_on": "2025-03-05", "body": "示范区人民政府", "closes": "on"}
    wrong = text_of(client.post(address, {**sent, "proceeding": "没有"}))
    assert "没有这个编号的复议、诉讼" in wrong
    assert 'value="示范区人民政府"' in wrong
    client.post(address, sent)
    text = text_of(client.get(work(complaint)))
    assert "2025年3月5日已告知可以通过行政复议解决（示范区人民政府）" in text
    assert "还没有收到复议、诉讼" in text
    complaint.refresh_from_db()
    assert complaint.result == Complaint.Result.LED_ON
    led = LedOn.objects.get()
    client.post(reverse("desk:led_on_do", args=[led.pk, "join"]), {"proceeding": proceeding.number})
    assert proceeding.number in text_of(client.get(work(complaint)))
    other = text_of(client.get(reverse("desk:proceeding", args=[proceeding.pk])))
    assert "来自投诉举报" in other
    assert f'href="{work(complaint)}"' in other
    undo = reverse("desk:led_on_do", args=[led.pk, "undo"])
    assert "请填写取消的理由" in text_of(client.post(undo, {"reason": ""}))
    client.post(undo, {"reason": "选错了"})
    assert "来自投诉举报" not in text_of(client.get(reverse("desk:proceeding", args=[proceeding.pk])))
    assert client.get(reverse("desk:led_on_do", args=[led.pk, "dance"])).status_code == 404


def test_a_message_at_a_door_is_called_by_its_number(
    housing: Agency, proceeding: Proceeding, clerk: Person, sign_in: SignIn
) -> None:
    door, _ = doors.submit(housing, kind="complain", text="甲某的原话", at=NOW.replace(day=1))
    client = sign_in(clerk)
    address = reverse("desk:door_lead_on", args=[door.pk])
    assert address in text_of(client.get(reverse("desk:door", args=[door.pk])))
    client.post(address, {"way": "reconsideration", "told_on": "", "proceeding": proceeding.number})
    assert proceeding.number in text_of(client.get(reverse("desk:door", args=[door.pk])))
    other = text_of(client.get(reverse("desk:proceeding", args=[proceeding.pk])))
    assert door.number in other
    assert "甲某的原话" not in other


def test_who_may_not_is_shown_no_step(
    complaint: Complaint, proceeding: Proceeding, clerk: Person, street: Agency, housing: Agency,
    appoint: Appoint, sign_in: SignIn,
) -> None:  # fmt: skip
    led = leading.lead_on(clerk, complaint, way="reconsideration", proceeding=proceeding, at=NOW)
    stranger, auditor = sign_in(appoint(Role.CLERK, street)), sign_in(appoint(Role.AUDITOR, housing))
    for name, args in (("complaint_lead_on", [complaint.pk]), ("led_on_do", [led.pk, "undo"])):
        assert stranger.get(reverse(f"desk:{name}", args=args)).status_code == 404
        assert auditor.get(reverse(f"desk:{name}", args=args)).status_code == 404
    text = text_of(auditor.get(work(complaint)))
    assert "由此产生的" in text
    assert "取消登记" not in text
