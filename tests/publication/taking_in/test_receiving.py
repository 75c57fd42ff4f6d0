"""What another platform pushes, signed: taken in once, changed, withdrawn; replays change nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import Refused
from gongkai.publication import queries
from gongkai.publication.models import Item, Source, Version
from gongkai.publication.pushing import payload
from gongkai.publication.states import ItemState
from gongkai.publication.taking_in import receiving, sources
from gongkai.publication.taking_in.receiving import NotGenuine
from gongkai.publication.taking_in.storing import What
from tests.publication.conftest import AT, HOUR, MADE_ON, audited, nothing_after, shown

from .conftest import TITLE, published, push, told

pytestmark = pytest.mark.django_db


def test_it_comes_in_with_all_it_says(signed: Source) -> None:
    result = published(
        signed, at=AT, validity="有效", number="SZ/2026-00009", keywords=["救助", 3], joint_makers=["甲", "乙"],
        attachments=[{"name": "表.xlsx", "href": "/files/1/"}, {"name": "x", "href": "javascript:x"}, "x"],
    )  # fmt: skip
    item = result.item
    assert result.what is What.NEW
    assert item is not None
    assert (item.number, item.document_number, item.genre) == ("SZ/2026-00009", "示民发〔2026〕9号", "notice")
    assert (item.made_on, item.first_public_on) == (date(2026, 3, 8), date(2026, 3, 9))
    assert (item.validity, item.keywords, item.joint_makers) == ("in_force", ["救助"], ["甲", "乙"])
    assert item.source == "市政务公开平台"
    body = Version.objects.get().body
    assert '<a href="https://old.example.cn/files/1/">表.xlsx</a>' in body
    assert "javascript" not in body
    assert list(queries.shown()) == [item]
    signed.refresh_from_db()
    assert signed.said == "收录1条"


def test_our_own_push_is_what_we_take(
    signed: Source, clerk: Person, reviewer: Person, head: Person, finance: Agency, bureau: Agency
) -> None:
    """Body and signature of another installation of ours."""
    item = shown(clerk, reviewer, head, bureau, "另一平台的通知")
    data = json.loads(payload.body(item, on=AT.date()))
    data["item"] |= {
        "id": 99,
        "number": "AB/2026-1",
        "document_number": "他发〔2026〕1号",
        "page": "https://o.cn/items/9/",
    }
    assert push(signed, data, at=AT).what is What.NEW
    assert Item.objects.count() == 2


def test_the_same_again_and_a_replay_change_nothing(signed: Source) -> None:
    published(signed, at=AT)
    assert published(signed, at=AT).what is What.KNOWN
    assert published(signed, at=AT + HOUR).what is What.KNOWN
    assert Item.objects.count() == Version.objects.count() == 1


def test_what_was_said_earlier_does_not_undo_what_was_said_later(signed: Source) -> None:
    minute = timedelta(minutes=1)
    published(signed, at=AT)
    assert published(signed, at=AT + 2 * minute, title="改过的通知").what is What.CHANGED
    old = {"event": "publish", "item": told(title="中间的通知")}
    assert push(signed, old, at=AT + minute, now=AT + 3 * minute).what is What.KNOWN
    assert Item.objects.get().title == "改过的通知"


def test_withdrawn_there_is_withdrawn_here_with_a_reason(signed: Source) -> None:
    item = published(signed, at=AT).item
    assert item is not None
    gone = push(signed, {"event": "remove", "id": 7}, at=AT + HOUR)
    assert gone.what is What.WITHDRAWN
    tombstone = queries.tombstone(item.pk)
    assert tombstone is not None
    assert "市政务公开平台" in tombstone.reason
    assert audited("items.withdraw").object == item.key
    assert push(signed, {"event": "remove", "id": 7}, at=AT + 2 * HOUR).what is What.KNOWN


def test_a_replay_does_not_bring_back_what_is_gone(signed: Source) -> None:
    published(signed, at=AT)
    push(signed, {"event": "remove", "id": "7"}, at=AT + timedelta(seconds=30))
    event = {"event": "publish", "item": told()}
    assert push(signed, event, at=AT, now=AT + timedelta(minutes=2)).what is What.KNOWN
    assert push(signed, event, at=AT + HOUR).what is What.LEFT
    assert Item.objects.get().state == ItemState.WITHDRAWN


@pytest.mark.parametrize("same", ["number", "document"])
def test_what_is_here_already_gains_a_channel(signed: Source, public: Item, same: str) -> None:
    """By its index number, or its document number, title and day together."""
    given: dict[str, Any] = {"number": public.number, "document_number": "", "title": "别的写法"}
    if same == "document":
        given = {"title": public.title, "document_number": public.document_number, "made_on": MADE_ON.isoformat()}
    result = published(signed, at=AT, **given)
    assert (result.what, result.item) == (What.SHOWN, public)
    public.refresh_from_db()
    assert public.title != "别的写法"
    assert public.first_public_on == date(2026, 3, 9)
    channel = public.showings.exclude(address="").get()
    assert (channel.place, channel.from_on) == ("市政务公开平台", date(2026, 3, 9))
    assert published(signed, at=AT + HOUR, **given, body="<p>别的</p>").what is What.KNOWN
    push(signed, {"event": "remove", "id": 7}, at=AT + 2 * HOUR)
    channel.refresh_from_db()
    public.refresh_from_db()
    assert public.is_public
    assert channel.until_on == AT.date()


def test_a_title_alone_is_not_the_same(signed: Source, public: Item) -> None:
    assert published(signed, at=AT, title=public.title).what is What.NEW


def test_a_number_that_another_has_is_not_taken_twice(signed: Source, public: Item, bureau: Agency) -> None:
    """Nor is a number given out here that came in."""
    first = published(signed, at=AT, number="").item
    assert first is not None
    assert first.number != public.number
    year, serial = str(first.number).rsplit("-", 1)
    ahead = f"{year}-{int(serial) + 1:05d}"
    assert published(signed, at=AT, id=8, number=ahead, document_number="", page="").what is What.NEW
    third = published(signed, at=AT, id=9, number="", document_number="", page="").item
    assert third is not None
    assert third.number not in (ahead, first.number)


def test_what_is_drafted_here_is_left_alone(signed: Source, draft: Version) -> None:
    item = draft.item
    given = {"title": item.title, "document_number": item.document_number, "made_on": MADE_ON.isoformat()}
    assert published(signed, at=AT, **given).what is What.LEFT
    assert not queries.shown().exists()


@pytest.mark.parametrize(
    "change",
    [{"at": AT - timedelta(minutes=6)}, {"secret": "other"}, {"key": 0}, {"headers": {}}, {"body": b"{}"}],
)
def test_whoever_does_not_know_the_secret_is_refused_alike(signed: Source, change: dict[str, Any]) -> None:
    data = json.dumps({"event": "publish", "item": told()}).encode()
    made = payload.headers(change.get("secret", signed.secret), data, delivery="1", at=change.get("at", AT))
    before = Entry.objects.count()
    with pytest.raises(NotGenuine, match="签名不对"):
        receiving.receive(
            change.get("key", signed.pk), change.get("headers", made), change.get("body", data), at=AT
        )
    assert nothing_after(before)
    assert not Item.objects.exists()
    signed.refresh_from_db()
    assert signed.failure == ""


def test_an_ended_source_and_a_feed_take_nothing(signed: Source, feed: Source, head: Person) -> None:
    sources.end(head, signed, at=AT)
    with pytest.raises(NotGenuine):
        published(signed, at=AT)
    feed.secret = ""
    with pytest.raises(NotGenuine):
        published(feed, at=AT)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ([], "不是一个JSON对象"), ({"event": "publish"}, "须有 event"), ({"event": "x", "id": 1}, "须有 event"),
        ({"event": "publish", "item": told(title="")}, "标题"),
        ({"event": "publish", "item": told(made_on="昨天")}, "不是日期"),
        ({"event": "publish", "item": told(made_on="2033-01-01")}, "晚于今天"),
        ({"event": "publish", "item": told(id="", page="")}, "无法识别"),
        ({"event": "publish", "item": told(agency_name="示范区财政局")}, "不是本来源所属的机关"),
        ({"event": "publish", "item": told(body="<p>秘密★5年</p>")}, "国家秘密标志"),
    ],
)  # fmt: skip
def test_what_is_no_item_is_refused_in_words(signed: Source, finance: Agency, event: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        push(signed, event, at=AT)
    assert not Item.objects.exists()
    signed.refresh_from_db()
    assert words in signed.failure
    published(signed, at=AT)
    signed.refresh_from_db()
    assert signed.failure == ""


def test_below_its_agency_an_item_goes_to_whoever_made_it(signed: Source, station: Agency) -> None:
    item = published(signed, at=AT, agency_name=station.name).item
    assert item is not None
    assert item.agency == station
    assert item.title == TITLE


@pytest.mark.parametrize("time", ["9" * 400, "9" * 5000, "-1", "１２３", "", "1e9"])
def test_a_time_that_is_none_is_no_signature(signed: Source, time: str) -> None:
    data = b"{}"
    made = {payload.TIME: time, payload.SIGNATURE: f"v1={payload.signature(signed.secret, time, data)}"}
    with pytest.raises(NotGenuine):
        receiving.receive(signed.pk, made, data, at=AT)


@pytest.mark.parametrize(
    ("letter", "words"), [("\\ud800", "不是JSON"), ("\\u0000", "空字符"), ("9" * 5000, "不是JSON")]
)
def test_what_no_database_keeps_is_refused_in_words(signed: Source, letter: str, words: str) -> None:
    event = json.dumps({"event": "publish", "item": told(title="LETTER")}).replace("LETTER", letter)
    if letter.isdigit():
        event = event.replace(f'"{letter}"', letter)
    data = event.encode()
    with pytest.raises(Refused, match=words):
        receiving.receive(signed.pk, payload.headers(signed.secret, data, delivery="1", at=AT), data, at=AT)
    assert not Item.objects.exists()


def test_what_no_reader_of_feeds_bears_is_left_out_of_a_title(signed: Source) -> None:
    item = published(signed, at=AT, title="关于\ufffe低保\u202e的\x0b通知").item
    assert item is not None
    assert item.title == "关于低保的通知"
