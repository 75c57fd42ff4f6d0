"""A mail of ours that came back is marked, told to whoever handles the case, and nobody's paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cases import assigning, mailbox
from gongkai.cases.models import Case, Incoming
from gongkai.errors import WrongState
from gongkai.notices import actions, outbox, queries
from gongkai.notices.models import Notice
from gongkai.notices.sending import send_due

from . import bounced, walk
from .conftest import AT, TODAY, entries
from .fake_imap import FakeMailbox, running
from .walk import Office, line

pytestmark = pytest.mark.django_db
State = Notice.State


@pytest.fixture
def box(settings: Settings, bureau: Agency, opened: None) -> Iterator[FakeMailbox]:
    with running() as made:
        settings.GONGKAI_IMAP_URL = f"{bureau.name} {made.url}"
        yield made


@pytest.fixture
def case(office: Office) -> Case:
    made = walk.opened(office.agency, date(2026, 3, 2))
    return assigning.claim(office.clerk, made, at=AT)


def sent(agency: Agency, about: str, *, recipient: str = "", once: str = "x", secret: bool = False) -> Notice:
    made = outbox.put(
        agency, means="mail", recipient=recipient, address="zhang@example.cn", subject="政府信息公开：已经登记",
        body="编号", about=about, once=once, secret=secret, at=AT,
    )  # fmt: skip
    send_due(AT)
    made.refresh_from_db()
    assert made.state == State.SENT
    return made


@pytest.mark.parametrize("name", bounced.samples("<x@y>"))
def test_it_comes_back_to_the_case(name: str, box: FakeMailbox, case: Case, office: Office) -> None:
    notice = sent(office.agency, case.key)
    raw, code = bounced.samples(notice.message_id)[name]
    box.put(raw)
    assert mailbox.fetch(AT) == 0
    assert not Incoming.objects.exists()
    notice.refresh_from_db()
    assert (notice.state, code in notice.error) == (State.BOUNCED, True)
    assert line(case, "notice-bounced").data == {"notice": notice.pk, "code": code}
    (told,) = queries.mine(office.clerk, at=AT).filter(about=case.key)
    assert case.number in told.body
    assert "其他方式" in told.body
    assert case.number not in told.subject
    (entry,) = entries("notices.bounce")
    assert (entry.actor, entry.object, json.loads(entry.data)) == ("worker", notice.key, {"code": code})
    assert not Entry.objects.filter(data__contains="zhang").exists()


def test_once_is_enough(box: FakeMailbox, case: Case, office: Office) -> None:
    notice = sent(office.agency, case.key)
    box.put(bounced.postfix(notice.message_id).encode())
    box.put(bounced.exim(notice.message_id).encode())
    assert mailbox.fetch(AT) == 0
    assert case.events.filter(kind="notice-bounced").count() == 1
    assert len(entries("notices.bounce")) == 1


def test_a_delay_is_nobodys_paper_and_changes_nothing(box: FakeMailbox, case: Case, office: Office) -> None:
    notice = sent(office.agency, case.key)
    box.put(bounced.postfix(notice.message_id, action="delayed", status="4.4.1").encode())
    assert mailbox.fetch(AT) == 0
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert not Incoming.objects.exists()


def test_a_report_about_somebody_elses_mail_comes_in(box: FakeMailbox, case: Case, office: Office) -> None:
    sent(office.agency, case.key)
    box.put(bounced.postfix("<other@example.com>").encode())
    assert mailbox.fetch(AT) == 1
    assert Incoming.objects.get().subject == "Undelivered Mail Returned to Sender"
    assert not case.events.filter(kind="notice-bounced").exists()


def test_an_answer_on_holiday_comes_in(box: FakeMailbox, case: Case, office: Office) -> None:
    notice = sent(office.agency, case.key)
    box.put(bounced.holiday(notice.message_id).encode())
    assert mailbox.fetch(AT) == 1
    notice.refresh_from_db()
    assert notice.state == State.SENT


def test_a_receipt_that_came_back_is_told_to_the_clerks(box: FakeMailbox, office: Office, clerk: Person) -> None:
    notice = sent(office.agency, "incoming:7", secret=True)
    assert notice.body == ""
    box.put(bounced.postfix(notice.message_id).encode())
    mailbox.fetch(AT)
    (told,) = queries.mine(clerk, at=AT)
    assert "回执" in told.body


def test_a_mail_to_one_of_our_own_is_only_marked(box: FakeMailbox, case: Case, office: Office) -> None:
    notice = sent(office.agency, case.key, recipient=office.clerk.key)
    box.put(bounced.postfix(notice.message_id).encode())
    assert mailbox.fetch(AT) == 0
    notice.refresh_from_db()
    assert notice.state == State.BOUNCED
    assert not case.events.filter(kind="notice-bounced").exists()
    assert not queries.mine(office.clerk, at=AT).exists()


def test_somebody_has_to_say_how_they_were_told(box: FakeMailbox, case: Case, office: Office) -> None:
    notice = sent(office.agency, case.key)
    box.put(bounced.postfix(notice.message_id).encode())
    mailbox.fetch(AT)
    assert list(queries.troubles(office.clerk, on=TODAY)) == [notice]
    with pytest.raises(WrongState):
        actions.resend(office.clerk, notice, at=AT)
    actions.settle(office.clerk, notice, reason="已电话告知", at=AT)
    assert not queries.troubles(office.clerk, on=TODAY).exists()
