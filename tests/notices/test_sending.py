"""Sending: at least once, never by two at a time, and what cannot be known is said."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.jobs.registry import known
from gongkai.notices import leases, mailing, sending
from gongkai.notices.fates import FateUnknown, NotSent, Rejected
from gongkai.notices.models import Notice
from gongkai.notices.sending import BACK_OFF, MAX_ATTEMPTS, Outcome, send_due
from tests.cases.conftest import AT, entries

from .made import LATER, NEVER, SILENT, UNREACHABLE, Server, put

pytestmark = pytest.mark.django_db
State = Notice.State
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def server(settings: Settings) -> type[Server]:
    settings.EMAIL_BACKEND = "tests.notices.made.Server"
    Server.reset()
    return Server


def at(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def test_it_goes_out_once(bureau: Agency, server: type[Server]) -> None:
    notice = put(bureau)
    assert send_due(AT) == Outcome(sent=1)
    assert send_due(at(5)) == Outcome()
    (mail,) = server.arrived
    assert (mail.to, mail.subject, mail.body) == (["clerk@example.cn"], "有一件申请将到期", "请登录办理。")
    assert mail.message()["Message-ID"] == notice.message_id
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.claimed_by, notice.error) == (State.SENT, 1, "", "")
    assert notice.sent_at is not None
    assert notice.sent_at - AT < MINUTE


def test_not_before_its_time_and_the_oldest_first(bureau: Agency, server: type[Server]) -> None:
    put(bureau, once="later", not_before=at(60), subject="later")
    put(bureau, once="two", not_before=at(2), subject="two")
    put(bureau, once="one", not_before=at(1), subject="one")
    send_due(at(10))
    assert [mail.subject for mail in server.arrived] == ["one", "two"]
    send_due(at(61))
    assert [mail.subject for mail in server.arrived] == ["one", "two", "later"]


def test_the_desk_needs_no_sending(bureau: Agency, clerk: Person, server: type[Server]) -> None:
    put(bureau, means="desk", recipient=clerk.key, address="")
    assert send_due(AT) == Outcome()
    assert server.arrived == []


def test_a_text_message_without_a_gateway_fails_and_says_so(bureau: Agency) -> None:
    notice = put(bureau, means="text", address="13800000000")
    assert send_due(AT) == Outcome(failed=1)
    notice.refresh_from_db()
    assert "短信" in notice.error


@pytest.mark.parametrize("problem", [*UNREACHABLE, *LATER], ids=lambda e: f"{type(e).__name__}{e.args[:1]}")
def test_what_the_server_may_take_later_is_tried_again(
    problem: Exception, bureau: Agency, server: type[Server]
) -> None:
    notice = put(bureau)
    if problem in UNREACHABLE:
        server.refuses = problem
    else:
        server.answers = [problem, None]
    assert send_due(AT) == Outcome(postponed=1)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.claimed_by) == (State.WAITING, 1, "")
    assert notice.not_before >= at(1)
    server.refuses = None
    assert send_due(at(0.5)) == Outcome()
    assert send_due(at(1.1)) == Outcome(sent=1)
    notice.refresh_from_db()
    assert (notice.state, notice.error) == (State.SENT, "")
    assert server.arrived[0].message()["Message-ID"] == notice.message_id


def test_it_is_tried_less_and_less_often_and_in_the_end_said_to_have_failed(
    bureau: Agency, server: type[Server]
) -> None:
    notice = put(bureau)
    server.refuses = ConnectionRefusedError("x")
    now = AT
    for pause in BACK_OFF:
        assert send_due(now) == Outcome(postponed=1)
        notice.refresh_from_db()
        assert timedelta() <= notice.not_before - (now + pause) < MINUTE
        now = notice.not_before
    assert send_due(now) == Outcome(failed=1)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.FAILED, MAX_ATTEMPTS)
    assert "连不上" in notice.error
    (entry,) = entries("notices.fail")
    assert (entry.actor, entry.object) == ("worker", notice.key)
    assert send_due(now + timedelta(days=30)) == Outcome()


@pytest.mark.parametrize("problem", NEVER, ids=lambda e: type(e).__name__)
def test_what_the_server_refuses_for_good_is_not_tried_again(
    problem: Exception, bureau: Agency, server: type[Server]
) -> None:
    notice = put(bureau)
    server.answers = [problem]
    assert send_due(AT) == Outcome(failed=1)
    notice.refresh_from_db()
    assert notice.state == State.FAILED
    assert "拒收" in notice.error
    assert "clerk@" not in notice.error
    assert send_due(at(99999)) == Outcome()


def test_an_address_that_is_none(bureau: Agency) -> None:
    notice = put(bureau, address="clerk@example.cn\nBcc: all@example.cn")
    assert send_due(AT) == Outcome(failed=1)
    notice.refresh_from_db()
    assert "写法" in notice.error


class TestNobodyKnows:
    @pytest.mark.parametrize("problem", SILENT, ids=lambda e: type(e).__name__)
    def test_it_is_unknown_and_sent_once_more_under_the_same_id(
        self, problem: Exception, bureau: Agency, server: type[Server]
    ) -> None:
        notice = put(bureau)
        server.answers = [problem, None]
        assert send_due(AT) == Outcome(unknown=1)
        notice.refresh_from_db()
        assert (notice.state, notice.lost) == (State.UNKNOWN, 1)
        assert "不能确定" in notice.error
        (entry,) = entries("notices.lose")
        assert entry.object == notice.key
        assert send_due(at(9)) == Outcome()
        assert send_due(at(11)) == Outcome(sent=1)
        assert [mail.message()["Message-ID"] for mail in server.arrived] == [notice.message_id]

    def test_lost_a_second_time_a_person_decides(self, bureau: Agency, server: type[Server]) -> None:
        notice = put(bureau)
        server.answers = [SILENT[0]]
        assert send_due(AT) == Outcome(unknown=1)
        assert send_due(at(11)) == Outcome(unknown=1)
        assert send_due(at(99999)) == Outcome()
        notice.refresh_from_db()
        assert (notice.state, notice.lost, notice.attempts) == (State.UNKNOWN, 2, 2)

    def test_a_sender_that_died(self, bureau: Agency, server: type[Server]) -> None:
        notice = put(bureau)
        assert leases.claim(AT) == notice
        assert send_due(at(2)) == Outcome()
        assert send_due(at(4)) == Outcome(unknown=1)
        notice.refresh_from_db()
        assert (notice.state, notice.error) == (State.UNKNOWN, "发送程序中途停止，不能确定是否已经送出")
        assert send_due(at(15)) == Outcome(sent=1)
        assert len(server.arrived) == 1

    def test_a_text_message_is_not_sent_a_second_time(self, bureau: Agency) -> None:
        put(bureau, means="text", address="13800000000")
        leases.claim(AT)
        assert send_due(at(4)) == Outcome(unknown=1)
        assert send_due(at(9999)) == Outcome()

    def test_who_was_given_up_for_dead_may_still_say_how_it_went(self, bureau: Agency) -> None:
        put(bureau)
        slow = leases.claim(AT)
        assert slow is not None
        leases.give_up(at(4))
        assert sending._settle(slow, "send", "", at(5)) == "send"
        assert Notice.objects.get().state == State.SENT

    def test_but_not_once_another_has_taken_over(self, bureau: Agency, server: type[Server]) -> None:
        put(bureau)
        slow = leases.claim(AT)
        assert slow is not None
        leases.give_up(at(4))
        assert send_due(at(15)) == Outcome(sent=1)
        assert sending._settle(slow, "fail", "x", at(16)) == ""
        assert Notice.objects.get().state == State.SENT

    def test_and_says_nothing_new_by_not_knowing_either(self, bureau: Agency) -> None:
        put(bureau)
        slow = leases.claim(AT)
        assert slow is not None
        leases.give_up(at(4))
        assert sending._settle(slow, "lose", "x", at(5)) == "lose"
        assert Notice.objects.get().lost == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_send_the_same_one(bureau: Agency, server: type[Server]) -> None:
    for n in range(12):
        put(bureau, once=f"n{n}")
    barrier = Barrier(3)

    def work(_: int) -> Outcome:
        barrier.wait(timeout=10)
        try:
            return send_due(AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(work, range(3)))
    assert sum(outcome.sent for outcome in outcomes) == 12
    ids = [mail.message()["Message-ID"] for mail in server.arrived]
    assert len(ids) == len(set(ids)) == 12


def test_a_turn_ends_in_time(bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    put(bureau)
    monkeypatch.setattr(sending, "_TURN_SECONDS", 0.0)
    assert send_due(AT) == Outcome()


def test_the_demonstration_writes_mails_into_a_folder(bureau: Agency, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    notice = put(bureau)
    assert send_due(AT) == Outcome(sent=1)
    (file,) = (tmp_path / "mail").iterdir()
    assert notice.message_id in file.read_text()


def test_the_job_is_known() -> None:
    (job,) = [one for one in known() if one.name == "notices.send"]
    assert job.run is send_due
    assert job.every == MINUTE


def test_nothing_of_a_person_is_in_what_is_logged(bureau: Agency, caplog: pytest.LogCaptureFixture) -> None:
    Server.answers = [NEVER[0]]
    put(bureau, body="张三")
    with caplog.at_level(logging.INFO):
        send_due(AT)
    assert "a notice was not sent" in caplog.text
    assert "clerk@" not in caplog.text
    assert "张三" not in caplog.text


def test_meanings_are_told_apart() -> None:
    for problems, kind in ((LATER, NotSent), (NEVER, Rejected), (SILENT, FateUnknown)):
        for problem in problems:
            assert type(mailing._meaning(problem)) is kind
