from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import channels, self_test
from gongkai.cases.models import Incoming, OpenChannel
from gongkai.cases.words import BASIC_CHANNELS, Channel
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.notices.models import Notice

from .conftest import AT, TODAY, entries
from .fake_imap import FakeMailbox, running

DAY = timedelta(days=1)


@pytest.mark.parametrize("channel", sorted(BASIC_CHANNELS))
def test_in_person_and_post_are_open_and_cannot_be_closed(channel: str, head: Person, bureau: Agency) -> None:
    assert channels.is_open(bureau, channel, on=TODAY)
    with pytest.raises(Refused, match="〔2017〕19号"):
        channels.open_channel(head, bureau, channel, address="x", from_on=TODAY, at=AT)
    row = OpenChannel.objects.create(agency=bureau, channel=channel, from_on=TODAY)
    with pytest.raises(Refused, match="不得停用"):
        channels.close_channel(head, row, last_day=TODAY, reason="忙", at=AT)
    assert channels.is_open(bureau, channel, on=TODAY + DAY)


def test_another_is_open_from_the_day_it_was_opened(head: Person, bureau: Agency) -> None:
    row = channels.open_channel(head, bureau, "email", address=" gk@example.cn ", from_on=TODAY, at=AT)
    assert row.address == "gk@example.cn"
    assert [channels.is_open(bureau, "email", on=TODAY + n * DAY) for n in (-1, 0, 9)] == [False, True, True]
    (entry,) = entries("channels.open")
    assert (entry.object, entry.data) == (row.key, '{"channel":"email","from":"2026-03-02"}')
    shown = {one.channel: (one.basic, one.open) for one in channels.of(bureau, on=TODAY)}
    assert shown[Channel.WINDOW] == (True, True)
    assert shown[Channel.EMAIL] == (False, True)
    assert shown[Channel.FAX] == (False, False)


def test_it_is_closed_with_a_last_day_and_opened_again(head: Person, bureau: Agency) -> None:
    row = channels.open_channel(head, bureau, "fax", address="1", from_on=TODAY, at=AT)
    with pytest.raises(WrongState, match="已经启用"):
        channels.open_channel(head, bureau, "fax", address="2", from_on=TODAY, at=AT)
    for last_day, reason, why in ((TODAY - DAY, "x", "早于启用"), (TODAY, " ", "理由")):
        with pytest.raises(Refused, match=why):
            channels.close_channel(head, row, last_day=last_day, reason=reason, at=AT)
    channels.close_channel(head, row, last_day=TODAY + DAY, reason="号码停用", at=AT)
    with pytest.raises(WrongState, match="已定于"):
        channels.close_channel(head, row, last_day=TODAY, reason="再停", at=AT)
    assert channels.is_open(bureau, "fax", on=TODAY + DAY)
    assert not channels.is_open(bureau, "fax", on=TODAY + 2 * DAY)
    channels.open_channel(head, bureau, "fax", address="2", from_on=TODAY + 2 * DAY, at=AT)
    assert entries("channels.close")[0].reason == "号码停用"


@pytest.mark.parametrize("who", ["clerk", "reviewer", "outsider", "auditor"])
def test_nobody_else_opens_or_closes(
    who: str, request: pytest.FixtureRequest, head: Person, bureau: Agency
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        channels.open_channel(user, bureau, "fax", address="1", from_on=TODAY, at=AT)
    row = channels.open_channel(head, bureau, "fax", address="1", from_on=TODAY, at=AT)
    with pytest.raises(NotAllowed):
        channels.close_channel(user, row, last_day=TODAY, reason="x", at=AT)
    row.refresh_from_db()
    assert row.until_on is None
    assert not entries("channels.close")


def test_a_channel_needs_an_address_and_exists(head: Person, bureau: Agency) -> None:
    with pytest.raises(Refused, match="指南"):
        channels.open_channel(head, bureau, "email", address=" ", from_on=TODAY, at=AT)
    with pytest.raises(Refused, match="请选择"):
        channels.open_channel(head, bureau, "telepathy", address="x", from_on=TODAY, at=AT)


# -- the daily test ---------------------------------------------------------------------------------------


@pytest.fixture
def box(settings: Settings, bureau: Agency, head: Person) -> Iterator[FakeMailbox]:
    channels.open_channel(head, bureau, "email", address="gk@example.cn", from_on=TODAY, at=AT)
    with running() as made:
        settings.GONGKAI_IMAP_URL = f"{bureau.name} {made.url}"
        yield made


def row_of() -> OpenChannel:
    return OpenChannel.objects.get(channel="email")


def test_a_mailbox_that_answers_passes(box: FakeMailbox, clerk: Person) -> None:
    assert self_test.test_all(AT) == 0
    row = row_of()
    assert (row.last_tested_at, row.last_passed_at, row.test_error) == (AT, AT, "")
    assert "NOOP" in box.log
    assert not channels.failing(clerk, on=TODAY).exists()


def test_a_dead_one_is_told_once_a_day_and_shown(box: FakeMailbox, clerk: Person, head: Person) -> None:
    box.broken = "LOGIN"
    assert [self_test.test_all(AT), self_test.test_all(AT)] == [1, 1]
    row = row_of()
    assert (row.last_tested_at, row.last_passed_at) == (AT, None)
    assert "登录邮箱失败" in row.test_error
    assert list(channels.failing(clerk, on=TODAY)) == [row]
    told = Notice.objects.filter(about=row.key, means="desk")
    assert {notice.recipient for notice in told} == {clerk.key, head.key}
    self_test.test_all(AT + DAY)
    assert told.all().count() == 4
    box.broken = ""
    self_test.test_all(AT + DAY)
    assert not channels.failing(clerk, on=TODAY).exists()


def test_no_mailbox_for_the_channel_is_a_failure(settings: Settings, box: FakeMailbox) -> None:
    settings.GONGKAI_IMAP_URL = ""
    assert self_test.test_all(AT) == 1
    assert "没有配置邮箱" in row_of().test_error


def test_our_own_message_must_be_found(box: FakeMailbox, settings: Settings, clerk: Person) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    assert self_test.test_all(AT) == 0
    probe = Notice.objects.get(about=row_of().key, means="mail")
    assert (probe.address, probe.recipient) == ("gk@example.cn", "")
    assert self_test.test_all(AT + DAY) == 1
    assert "没有在邮箱中找到" in row_of().test_error
    box.put(f"Message-ID: {probe.message_id}\nSubject: t\n\nt\n")
    second = Notice.objects.filter(about=row_of().key, means="mail", recipient="").order_by("pk").last()
    assert second is not None
    box.put(f"Message-ID: {second.message_id}\nSubject: t\n\nt\n")
    assert self_test.test_all(AT + 2 * DAY) == 0
    assert row_of().probe_found_at == AT + 2 * DAY
    assert not Incoming.objects.exists()


def test_a_page_must_answer(head: Person, bureau: Agency, settings: Settings) -> None:
    row = channels.open_channel(head, bureau, "web", address="http://127.0.0.1:1/", from_on=TODAY, at=AT)
    assert self_test.test_all(AT) == 1
    row.refresh_from_db()
    assert "打不开" in row.test_error
    assert "网址不完整" in self_test.page_error("file:///etc/passwd")


def test_a_page_that_answers_passes() -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        assert self_test.page_error(address) == ""
        assert "打不开" in self_test.page_error(address + "x")
        server.shutdown()
