"""Other platforms are told of every item as it now is, signed, until they took it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import outgoing
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.outgoing import Answer, NotReached
from gongkai.publication import departing, drafting, releasing
from gongkai.publication.models import Item, Push, PushTarget
from gongkai.publication.pushing import payload, sending, targets
from tests.publication.conftest import AT, HOUR, audited, drafted, nothing_after, passed, shown

pytestmark = pytest.mark.django_db
ADDRESS = "https://district.example.cn/intake"
MINUTE = timedelta(minutes=1)


class Platform:
    """The other side: keeps what it is told, and refuses while ``answer`` says so."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.answer: Callable[[dict[str, Any]], int] = lambda told: 204

    def ask(self, url: str, *, data: bytes, headers: dict[str, str], **more: object) -> Answer:
        told = json.loads(data)
        status = self.answer(told)
        if status == 0:
            raise NotReached("对方没有及时回答")
        self.told.append(told)
        self.headers.append(headers)
        self.bodies.append(data)
        return Answer(status)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    platform = Platform()
    monkeypatch.setattr(outgoing, "ask", platform.ask)
    return platform


@pytest.fixture
def target(head: Person, bureau: Agency) -> PushTarget:
    return targets.add(head, bureau, name="区门户网站", address=ADDRESS, at=AT)[0]


def send(at: datetime = AT + HOUR) -> sending.Outcome:
    return sending.send_due(at)


def test_what_is_shown_already_is_owed_to_a_new_target(
    public: Item, head: Person, bureau: Agency, platform: Platform
) -> None:
    made, secret = targets.add(head, bureau, name="区门户网站", address=ADDRESS, at=AT)
    assert json.loads(audited("publication.push_target").data)["owed"] == 1
    assert secret not in Entry.objects.latest("sequence").data
    assert send().sent == 1
    (told,) = platform.told
    assert (told["event"], told["item"]["number"]) == ("publish", public.number)
    assert "现将有关事项通知如下" in told["item"]["body"]
    assert payload.genuine(secret, platform.headers[0], platform.bodies[0], at=AT + HOUR)
    assert sending.owed(made) == (0, 0)
    assert send(AT + 2 * HOUR).sent == 0


def test_a_release_a_correction_and_a_withdrawal_are_told_in_turn(
    target: PushTarget, approved: Any, clerk: Person, reviewer: Person, head: Person, platform: Platform
) -> None:
    item = releasing.release(clerk, approved, at=AT).item
    send()
    again = drafting.revise(clerk, item, note="更正标准。", at=AT + HOUR)
    drafting.edit(clerk, again, title="更正后的通知", at=AT + HOUR)
    releasing.release(clerk, passed(again, clerk, reviewer, head, AT + HOUR), at=AT + HOUR)
    send(AT + 2 * HOUR)
    departing.withdraw(head, item, reason="标准有误。", at=AT + 2 * HOUR)
    send(AT + 3 * HOUR)
    assert [one["event"] for one in platform.told] == ["publish", "publish", "remove"]
    assert platform.told[1]["item"]["title"] == "更正后的通知"
    assert platform.told[2] == {"event": "remove", "id": item.pk}


def test_what_changed_several_times_is_told_once_as_it_is_now(
    target: PushTarget, public: Item, head: Person, platform: Platform
) -> None:
    departing.withdraw(head, public, reason="标准有误。", at=AT + MINUTE)
    assert send().sent == 1
    assert [one["event"] for one in platform.told] == ["remove"]


def test_drafts_are_never_told(target: PushTarget, clerk: Person, bureau: Agency, platform: Platform) -> None:
    drafted(clerk, bureau)
    assert send().sent == 0
    assert platform.told == []


def test_what_left_goes_before_everything_else(
    target: PushTarget, clerk: Person, reviewer: Person, head: Person, bureau: Agency, platform: Platform
) -> None:
    items = [shown(clerk, reviewer, head, bureau, f"第{n}号通知") for n in range(3)]
    departing.remove(head, items[2], incident="附件含身份证号。", found_at=AT, at=AT + MINUTE)
    send()
    assert platform.told[0] == {"event": "remove", "id": items[2].pk}
    assert len(platform.told) == 3


def test_who_does_not_answer_is_asked_ever_more_seldom_and_gets_everything_once_it_does(
    target: PushTarget, clerk: Person, reviewer: Person, head: Person, bureau: Agency, platform: Platform
) -> None:
    for n in range(3):
        shown(clerk, reviewer, head, bureau, f"第{n}号通知")
    platform.answer = lambda told: 0
    first = send()
    assert (first.sent, first.postponed) == (0, 1)
    assert Push.objects.exclude(failure="").get().failure == "对方没有及时回答"
    platform.answer = lambda told: 200
    assert send(AT + 2 * HOUR).sent == 3
    assert sending.owed(target) == (0, 0)


def test_one_that_is_refused_does_not_keep_the_others_back_and_is_given_up_in_the_end(
    target: PushTarget, clerk: Person, reviewer: Person, head: Person, bureau: Agency, platform: Platform
) -> None:
    bad, good = (shown(clerk, reviewer, head, bureau, f"第{n}号通知") for n in range(2))
    platform.answer = lambda told: 422 if told["item"]["id"] == bad.pk else 200
    at = AT + HOUR
    assert send(at).sent == 1
    while Push.objects.get(item=bad).next_at is not None:
        at += timedelta(days=2)
        send(at)
    assert sending.owed(target) == (1, 1)
    assert json.loads(audited("publication.push_failed").data)["item"] == bad.pk
    platform.answer = lambda told: 200
    assert targets.again(head, target, at=at) == 1
    assert send(at + HOUR).sent == 1
    assert Push.objects.get(item=good).sent == 1


def test_a_change_while_it_is_told_is_still_owed(
    target: PushTarget, public: Item, head: Person, platform: Platform
) -> None:
    def withdrawn_meanwhile(told: dict[str, Any]) -> int:
        if told["event"] == "publish":
            departing.withdraw(head, public, reason="标准有误。", at=AT + MINUTE)
        return 200

    platform.answer = withdrawn_meanwhile
    send()
    assert [one["event"] for one in platform.told] == ["publish", "remove"]
    assert sending.owed(target) == (0, 0)


def test_who_fell_silent_while_telling_loses_the_row(target: PushTarget, public: Item, platform: Platform) -> None:
    Push.objects.update(claimed_by="dead", claimed_until=AT + HOUR)
    assert send(AT + MINUTE).sent == 0
    assert send(AT + HOUR + MINUTE).sent == 1


def test_another_agency_is_told_only_of_what_is_below(
    district: Agency, supervisor: Person, public: Item, platform: Platform
) -> None:
    targets.add(supervisor, district, name="市平台", address=ADDRESS, at=AT)
    assert send().sent == 0
    targets.add(supervisor, district, name="省平台", address=f"{ADDRESS}/2", below=True, at=AT)
    assert send().sent == 1


def test_an_ended_target_is_told_nothing_more(
    target: PushTarget, public: Item, head: Person, platform: Platform
) -> None:
    targets.end(head, target, at=AT)
    audited("publication.push_end")
    assert send().sent == 0
    with pytest.raises(WrongState):
        targets.end(head, target, at=AT)


@pytest.mark.parametrize(
    "address", ["http://a.example/", "ftp://a.example/", "https://", "https://u:p@a.example/", "https://[x"]
)
def test_addresses_that_nobody_should_send_to_are_refused(head: Person, bureau: Agency, address: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused):
        targets.add(head, bureau, name="平台", address=address, at=AT)
    assert not PushTarget.objects.exists()
    assert nothing_after(before)


def test_only_who_may_sets_one_up_or_ends_it(
    target: PushTarget, clerk: Person, stranger: Person, bureau: Agency
) -> None:
    before = Entry.objects.count()
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            targets.add(user, bureau, name="平台", address=f"{ADDRESS}/2", at=AT)
        with pytest.raises(NotAllowed):
            targets.end(user, target, at=AT)
    assert PushTarget.objects.get().ended_at is None
    assert nothing_after(before)


@given(st.binary(), st.text(max_size=20), st.integers(-1000, 1000))
def test_a_signature_holds_for_these_bytes_this_secret_and_this_time_only(
    data: bytes, secret: str, off: int
) -> None:
    headers = payload.headers(secret, data, delivery="1-1", at=AT)
    assert payload.genuine(secret, headers, data, at=AT + timedelta(seconds=off)) == (
        abs(off) <= payload.TOLERANCE
    )
    assert not payload.genuine(secret, headers, data + b".", at=AT)
    assert not payload.genuine(secret + "x", headers, data, at=AT)
    assert not payload.genuine(secret, headers | {payload.TIME: str(int(AT.timestamp()) + 1)}, data, at=AT)
