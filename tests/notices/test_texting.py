"""Text messages: numbers, the folder of the demonstration, and how the outbox sends them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import Refused
from gongkai.notices import actions, leases, outbox, texting
from gongkai.notices.models import Notice
from gongkai.notices.sending import Outcome, send_due
from tests.cases.conftest import AT, entries
from tests.cases.walk import at as on_day

from .fake_gateway import FakeGateway, running
from .made import put

State = Notice.State
NUMBER = "13805331234"


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeGateway]:
    with running() as made:
        settings.GONGKAI_TEXT_URL = made.url
        settings.GONGKAI_TEXT_SUCCESS = "code=0"
        yield made


@pytest.fixture
def texts(settings: Settings, tmp_path: Path) -> Path:
    settings.GONGKAI_TEXT_URL = "files"
    settings.HOME = tmp_path
    return tmp_path / "texts"


def text(agency: Agency, **fields: object) -> Notice:
    return put(agency, means="text", address="138 0533-1234", body="已登记，编号 1。", **fields)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (NUMBER, NUMBER),
        ("138 0533 1234", NUMBER),
        ("+86-138-0533-1234", NUMBER),
        ("008613805331234", NUMBER),
        ("１３８０５３３１２３４", NUMBER),
        ("0533-1234567，13805331234（本人）", NUMBER),
        ("0533-1234567", ""),
        ("12345678901", ""),
        ("138053312345", ""),
        ("", ""),
    ],
)
def test_a_mobile_number_however_it_is_written(written: str, found: str) -> None:
    assert texting.mobile(written) == found


@given(st.text(max_size=40))
def test_whatever_is_written_gives_eleven_digits_or_none(written: str) -> None:
    found = texting.mobile(written)
    assert found == "" or (len(found) == 11 and found.isdigit() and found.isascii())


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_how_many_messages_it_is_counted_as(length: int, parts: int) -> None:
    assert texting.parts("字" * length) == parts


@pytest.mark.django_db
class TestSending:
    def test_by_the_gateway(self, fake: FakeGateway, bureau: Agency) -> None:
        notice = text(bureau)
        assert send_due(AT) == Outcome(sent=1)
        assert NUMBER in fake.asked[0].body
        notice.refresh_from_db()
        assert (notice.state, notice.error) == (State.SENT, "")

    def test_into_a_folder_readable_by_nobody_else(self, texts: Path, bureau: Agency) -> None:
        text(bureau)
        assert send_due(AT) == Outcome(sent=1)
        (file,) = texts.iterdir()
        assert file.read_text() == f"{NUMBER}\n\n已登记，编号 1。\n"
        assert file.stat().st_mode & 0o077 == 0

    def test_a_folder_that_cannot_be_written_is_tried_again(self, texts: Path, bureau: Agency) -> None:
        texts.write_text("in the way")
        text(bureau)
        assert send_due(AT) == Outcome(postponed=1)

    def test_a_refused_one_fails_for_good(self, fake: FakeGateway, bureau: Agency) -> None:
        fake.answer = b'{"code": "1017"}'
        notice = text(bureau)
        assert send_due(AT) == Outcome(failed=1)
        notice.refresh_from_db()
        assert notice.error == "短信网关不受理（1017）"

    def test_one_that_may_be_taken_later_is_tried_again(self, fake: FakeGateway, bureau: Agency) -> None:
        fake.status = 429
        text(bureau)
        assert send_due(AT) == Outcome(postponed=1)
        fake.status = 200
        assert send_due(AT + timedelta(minutes=2)) == Outcome(sent=1)

    def test_of_unknown_fate_it_is_never_sent_again_by_itself(
        self, fake: FakeGateway, bureau: Agency, clerk: Person
    ) -> None:
        """A mail sent twice is one, a text message is two."""
        fake.status = 500
        notice = text(bureau)
        assert send_due(AT) == Outcome(unknown=1)
        for hours in (1, 5, 24):
            assert send_due(AT + timedelta(hours=hours)) == Outcome()
        assert len(fake.asked) == 1
        fake.status = 200
        notice.refresh_from_db()
        actions.resend(clerk, notice, at=AT)
        assert send_due(AT) == Outcome(sent=1)

    def test_a_sender_that_was_killed_leaves_it_to_a_person(self, fake: FakeGateway, bureau: Agency) -> None:
        text(bureau)
        assert leases.claim(AT) is not None
        assert send_due(AT + timedelta(minutes=5)) == Outcome(unknown=1)
        assert send_due(AT + timedelta(days=1)) == Outcome()
        assert fake.asked == []

    def test_settings_that_do_not_fit_fail_it_and_say_so(self, settings: Settings, bureau: Agency) -> None:
        settings.GONGKAI_TEXT_URL = "http://sms.example.cn"
        notice = text(bureau)
        assert send_due(AT) == Outcome(failed=1)
        notice.refresh_from_db()
        assert "明文" in notice.error

    def test_a_landline_is_refused(self, bureau: Agency) -> None:
        with pytest.raises(Refused, match="手机"):
            put(bureau, means="text", address="0533-1234567")

    def test_number_and_words_stand_neither_in_the_log_nor_in_the_chain(
        self, fake: FakeGateway, bureau: Agency, caplog: pytest.LogCaptureFixture
    ) -> None:
        fake.status = 500
        with caplog.at_level(logging.DEBUG):
            text(bureau)
            send_due(AT)
        for hidden in (NUMBER, "已登记"):
            assert hidden not in caplog.text
            assert not Entry.objects.filter(data__contains=hidden).exists()
        assert len(entries("notices.lose")) == 1


@pytest.mark.django_db
class TestQuietHours:
    NIGHT = on_day(AT.date(), 22)
    MORNING = on_day(AT.date() + timedelta(days=1), 8)

    def test_a_text_message_waits_for_the_morning_and_a_mail_does_not(
        self, fake: FakeGateway, bureau: Agency, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        notice = text(bureau, at=self.NIGHT)
        put(bureau, once="mail", at=self.NIGHT)
        assert notice.not_before == self.MORNING
        assert send_due(self.NIGHT) == Outcome(sent=1)
        assert fake.asked == []
        assert send_due(self.MORNING) == Outcome(sent=1)

    def test_one_that_comes_to_its_turn_at_night_waits_without_being_tried(
        self, fake: FakeGateway, bureau: Agency
    ) -> None:
        notice = text(bureau, at=on_day(AT.date(), 19))
        assert send_due(self.NIGHT) == Outcome(postponed=1)
        notice.refresh_from_db()
        assert (notice.attempts, notice.not_before, notice.error) == (0, self.MORNING, "")
        assert fake.asked == []
        assert send_due(self.MORNING) == Outcome(sent=1)

    def test_a_person_who_sends_it_again_at_night_wakes_nobody(
        self, fake: FakeGateway, bureau: Agency, clerk: Person
    ) -> None:
        fake.status = 400
        notice = text(bureau)
        send_due(AT)
        actions.resend(clerk, notice, at=self.NIGHT)
        assert send_due(self.NIGHT) == Outcome(postponed=1)
        assert len(fake.asked) == 1


@pytest.mark.django_db
class TestSecrets:
    def test_a_code_is_not_kept_once_it_was_sent(self, fake: FakeGateway, bureau: Agency) -> None:
        notice = text(bureau, secret=True)
        send_due(AT)
        notice.refresh_from_db()
        assert (notice.state, notice.body) == (State.SENT, "")

    def test_it_is_kept_while_it_may_have_to_be_sent_again(
        self, fake: FakeGateway, bureau: Agency, clerk: Person
    ) -> None:
        fake.status = 400
        notice = text(bureau, secret=True)
        send_due(AT)
        notice.refresh_from_db()
        assert "编号" in notice.body
        actions.settle(clerk, notice, reason="已电话告知", at=AT)
        notice.refresh_from_db()
        assert notice.body == ""

    def test_other_words_stay(self, fake: FakeGateway, bureau: Agency) -> None:
        notice = text(bureau)
        send_due(AT)
        notice.refresh_from_db()
        assert "编号" in notice.body


def test_nothing_is_configured_by_itself(settings: Settings) -> None:
    assert texting.configured() is None
    settings.GONGKAI_TEXT_URL = "files"
    assert isinstance(texting.configured(), texting.Folder)


@pytest.mark.django_db
def test_the_outbox_gives_back_what_is_there(bureau: Agency, texts: Path) -> None:
    first = text(bureau)
    again = outbox.put(bureau, means="text", address=NUMBER, subject="x", body="y", once="x", at=AT)
    assert again == first
