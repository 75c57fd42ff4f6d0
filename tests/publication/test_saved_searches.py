"""Searches by mail: nothing before the address is confirmed, only what is new and fits, nothing after the end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import CannotSearch, Refused
from gongkai.notices.models import Notice
from gongkai.publication import departing, newest, saved_searches
from gongkai.publication.models import SavedSearch

from .conftest import AT, HOUR, audited, shown

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.cn"
DAY = timedelta(days=1)


def ask(at: datetime = AT, address: str = ADDRESS, **asked: str) -> SavedSearch:
    return saved_searches.ask(asked or {"q": "最低生活保障"}, address=address, at=at)


def confirmed(at: datetime = AT, **asked: str) -> SavedSearch:
    return saved_searches.confirm(ask(at, **asked), at=at)


def mails(saved: SavedSearch) -> list[Notice]:
    return list(Notice.objects.filter(about=saved.key).order_by("pk"))


def test_asking_sends_a_link_and_keeps_the_address_encrypted(bureau: Agency) -> None:
    saved = ask()
    (mail,) = mails(saved)
    assert mail.address == ADDRESS
    assert saved.token in mail.body
    assert mail.secret
    raw = SavedSearch.objects.filter(pk=saved.pk).extra(select={"raw": "address"}).values_list("raw", flat=True)
    assert ADDRESS not in raw[0]
    entry = audited("saved.ask")
    assert entry.actor == "visitor"
    assert ADDRESS not in f"{entry.data}{entry.reason}{entry.object}"


def test_the_same_again_is_the_one_that_is_there(bureau: Agency) -> None:
    first = ask()
    assert ask(AT + HOUR, address=f" {ADDRESS.upper()} ") == first
    assert len(mails(first)) == 1
    assert ask(q="别的") != first


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@example.cn", "x" * 300 + "@example.cn"])
def test_what_is_no_address_is_refused(bureau: Agency, address: str) -> None:
    with pytest.raises(Refused):
        ask(address=address)
    assert SavedSearch.objects.count() == Entry.objects.filter(verb="saved.ask").count() == 0


def test_a_search_of_nothing_and_too_many_are_refused(bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused):
        saved_searches.ask({"q": "", "page": "2"}, address=ADDRESS, at=AT)
    monkeypatch.setattr(saved_searches, "MOST", 2)
    ask(q="一")
    ask(q="二")
    with pytest.raises(Refused, match="已订阅2个"):
        ask(q="三")


def test_nothing_is_sent_before_it_is_confirmed(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    saved = ask()
    shown(clerk, reviewer, head, bureau, "最低生活保障新标准", AT + HOUR)
    assert saved_searches.tell(AT + 2 * HOUR) == 0
    assert len(mails(saved)) == 1


def test_what_is_new_and_fits_is_told_once(clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> None:
    shown(clerk, reviewer, head, bureau, "最低生活保障旧标准", AT - HOUR)
    saved = confirmed()
    item = shown(clerk, reviewer, head, bureau, "最低生活保障新标准", AT + HOUR)
    other = {
        "body": "<p>无关。</p>",
        "summary": "无关。",
        "keywords": ["无关"],
        "subject": "",
        "document_number": "",
    }
    shown(clerk, reviewer, head, bureau, "防汛预案", AT + HOUR, **other)
    assert saved_searches.tell(AT + DAY) == 1
    mail = mails(saved)[-1]
    assert "最低生活保障新标准" in mail.body
    assert f"/items/{item.pk}/" in mail.body
    assert f"/search/saved/{saved.token}/" in mail.body
    assert "旧标准" not in mail.body
    assert "防汛" not in mail.body
    assert "低保" not in mail.subject
    assert audited("saved.tell").data == '{"items":1}'
    assert saved_searches.tell(AT + 2 * DAY) == 0


def test_a_night_that_was_missed_is_caught_up(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    saved = confirmed()
    shown(clerk, reviewer, head, bureau, "最低生活保障之一", AT + HOUR)
    shown(clerk, reviewer, head, bureau, "最低生活保障之二", AT + 3 * DAY)
    assert saved_searches.tell(AT + 5 * DAY) == 1
    body = mails(saved)[-1].body
    assert body.index("之二") < body.index("之一")


def test_filters_hold_for_mails_too(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency, finance: Agency
) -> None:
    confirmed(agency=f"a{finance.pk}")
    confirmed(genre="notice")
    shown(clerk, reviewer, head, bureau, "最低生活保障通知", AT + HOUR, genre="notice")
    assert saved_searches.tell(AT + DAY) == 1


def test_a_search_that_cannot_answer_is_made_up_for_later(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = confirmed()
    shown(clerk, reviewer, head, bureau, "最低生活保障新标准", AT + HOUR)

    def broken(*args: object, **kwargs: object) -> list[int]:
        raise CannotSearch("检索暂时不能使用。")

    with monkeypatch.context() as patched:
        patched.setattr(newest, "find", broken)
        assert saved_searches.tell(AT + DAY) == 0
    assert saved_searches.tell(AT + 2 * DAY) == 1
    assert len(mails(saved)) == 2


def test_the_end_takes_the_address_away(clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> None:
    saved = confirmed()
    token = saved.token
    saved_searches.end(saved, at=AT + HOUR)
    saved.refresh_from_db()
    assert (saved.address, saved.address_hash, saved.token) == ("", "", "")
    assert saved_searches.find(token) is None
    audited("saved.end")
    saved_searches.end(saved, at=AT + 2 * HOUR)
    assert Entry.objects.filter(verb="saved.end").count() == 1
    shown(clerk, reviewer, head, bureau, "最低生活保障新标准", AT + 2 * HOUR)
    assert saved_searches.tell(AT + DAY) == 0


def test_what_nobody_confirmed_is_forgotten(bureau: Agency) -> None:
    saved = ask()
    saved_searches.tell(AT + saved_searches.WAITS)
    saved.refresh_from_db()
    assert saved.ended_at is None
    saved_searches.tell(AT + saved_searches.WAITS + HOUR)
    saved.refresh_from_db()
    assert saved.ended_at is not None
    assert saved.address == ""


def test_twice_confirmed_is_once(bureau: Agency) -> None:
    saved = confirmed()
    saved_searches.confirm(saved, at=AT + HOUR)
    assert Entry.objects.filter(verb="saved.confirm").count() == 1


def test_many_are_named_up_to_a_number(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "LISTED", 2)
    saved = confirmed()
    for n in range(3):
        shown(clerk, reviewer, head, bureau, f"最低生活保障之{n}", AT + HOUR)
    saved_searches.tell(AT + DAY)
    body = mails(saved)[-1].body
    assert body.count("/items/") == 2
    assert "共3条" in body


def test_nothing_that_a_stranger_typed_is_mailed_to_whoever_did_not_ask(bureau: Agency) -> None:
    saved = ask(q="您的社保卡已停用请打开http://evil.example办理")
    (mail,) = mails(saved)
    assert "evil.example" not in mail.body + mail.subject
    assert "社保卡" not in mail.body + mail.subject


@pytest.mark.parametrize("silently", [True, False])
def test_what_left_the_public_leaves_the_mails_that_wait(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency, silently: bool
) -> None:
    saved = confirmed()
    gone = shown(clerk, reviewer, head, bureau, "最低生活保障对象名单", AT + HOUR)
    stays = shown(clerk, reviewer, head, bureau, "最低生活保障新标准", AT + HOUR)
    saved_searches.tell(AT + DAY)
    if silently:
        departing.remove(head, gone, incident="有身份证号码。", found_at=AT + DAY, at=AT + DAY)
    else:
        departing.withdraw(head, gone, reason="有误。", at=AT + DAY)
    body = mails(saved)[-1].body
    assert "对象名单" not in body
    assert f"/items/{gone.pk}/" not in body
    assert "已不再公开" in body
    assert "最低生活保障新标准" in body
    assert f"/items/{stays.pk}/" in body
    assert saved.token in body
