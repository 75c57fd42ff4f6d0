"""Real processes, killed before the commit, before the mail left, and after: nothing is lost, and what nobody can
know is said."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.notices.models import Notice
from gongkai.notices.sending import Outcome, send_due
from tests import crash
from tests.cases.conftest import AT, entries

from .made import put

pytestmark = pytest.mark.django_db(transaction=True)
State = Notice.State
_SEND = """
from datetime import datetime
from django.conf import settings
settings.EMAIL_BACKEND = "tests.notices.killed.{backend}"
settings.EMAIL_FILE_PATH = "{folder}"
from gongkai.notices.sending import send_due
send_due(datetime.fromisoformat("{at}"))
"""


@pytest.fixture
def folder_of_mails(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mails")
    return tmp_path / "mails"


def sent(folder: Path) -> list[str]:
    """The Message-IDs of all mails that left."""
    texts = [file.read_text() for file in folder.glob("*")]
    return [found for text in texts for found in re.findall(r"^Message-ID: (\S+)", text, re.M)]


def sending_is_cut_off(backend: str, folder: Path) -> None:
    crash.killed(_SEND.format(backend=backend, folder=folder, at=AT.isoformat()))


def test_before_the_commit_nothing_was_said(bureau: Agency) -> None:
    crash.killed(f"""
from datetime import datetime
from django.db import transaction
from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from tests.notices.made import put
agency = Agency.objects.get(pk={bureau.pk})
with transaction.atomic():
    put(agency)
    at = datetime.fromisoformat("{AT.isoformat()}")
    record("test.step", actor="operator", agency=agency, object=agency, at=at)
    die()
""")
    assert not Notice.objects.exists()
    assert entries("test.step") == []


def test_before_it_left(bureau: Agency, folder_of_mails: Path) -> None:
    notice = put(bureau)
    sending_is_cut_off("BeforeSending", folder_of_mails)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, sent(folder_of_mails)) == (State.SENDING, 1, [])
    assert send_due(AT + timedelta(minutes=1)) == Outcome()
    assert send_due(AT + timedelta(minutes=4)) == Outcome(unknown=1)
    notice.refresh_from_db()
    assert notice.state == State.UNKNOWN
    assert send_due(AT + timedelta(minutes=20)) == Outcome(sent=1)
    assert sent(folder_of_mails) == [notice.message_id]


def test_after_it_left_it_is_the_same_mail_again(bureau: Agency, folder_of_mails: Path) -> None:
    notice = put(bureau)
    sending_is_cut_off("AfterSending", folder_of_mails)
    assert sent(folder_of_mails) == [notice.message_id]
    assert send_due(AT + timedelta(minutes=4)) == Outcome(unknown=1)
    assert len(entries("notices.lose")) == 1
    assert send_due(AT + timedelta(minutes=20)) == Outcome(sent=1)
    assert sent(folder_of_mails) == [notice.message_id] * 2
    notice.refresh_from_db()
    assert notice.state == State.SENT


def test_killed_every_time_a_person_is_told_and_no_third_mail_leaves(
    bureau: Agency, folder_of_mails: Path
) -> None:
    notice = put(bureau)
    for minutes in (0, 20, 40, 60):
        at = AT + timedelta(minutes=minutes)
        code = _SEND.format(backend="AfterSending", folder=folder_of_mails, at=at.isoformat())
        # The third time there is nothing left to send.
        assert crash.run(code) == (crash.KILLED if minutes < 40 else 0)
        send_due(at + timedelta(minutes=4))
    notice.refresh_from_db()
    assert (notice.state, notice.lost) == (State.UNKNOWN, 2)
    assert sent(folder_of_mails) == [notice.message_id] * 2


def test_the_others_are_sent_all_the_same(bureau: Agency, folder_of_mails: Path) -> None:
    first = put(bureau, once="first")
    others = [put(bureau, once=f"n{n}") for n in range(3)]
    sending_is_cut_off("BeforeSending", folder_of_mails)
    assert send_due(AT + timedelta(minutes=1)) == Outcome(sent=3)
    assert set(sent(folder_of_mails)) == {one.message_id for one in others}
    first.refresh_from_db()
    assert first.state == State.SENDING


@pytest.mark.parametrize(("mood", "left"), [("TextBeforeSending", 0), ("TextAfterSending", 1)])
def test_a_text_message_is_never_sent_twice_by_itself(
    mood: str, left: int, bureau: Agency, settings: Settings, tmp_path: Path
) -> None:
    """A mail is one under its Message-ID; a text message sent again would be two."""
    settings.HOME, settings.GONGKAI_TEXT_URL = tmp_path, "files"
    notice = put(bureau, means="text", address="13805331234")
    crash.killed(f"""
from datetime import datetime
from pathlib import Path
from gongkai.notices import texting
from tests.notices.killed import {mood}
texting.configured = lambda: {mood}(Path("{tmp_path}/texts"))
from gongkai.notices.sending import send_due
send_due(datetime.fromisoformat("{AT.isoformat()}"))
""")
    assert len(list(tmp_path.glob("texts/*.txt"))) == left
    assert send_due(AT + timedelta(minutes=4)) == Outcome(unknown=1)
    assert send_due(AT + timedelta(hours=5)) == Outcome()
    notice.refresh_from_db()
    assert notice.state == State.UNKNOWN
    assert len(list(tmp_path.glob("texts/*.txt"))) == left
    assert len(entries("notices.lose")) == 1
