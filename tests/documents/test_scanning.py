"""A file that the scanner did not pass is opened by nobody; without a scanner nothing counts as clean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from gongkai.documents import actions, queries, scanning
from gongkai.documents.models import Scan, StoredFile
from gongkai.documents.queries import Held

from .fake_clamd import EICAR, clamd

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_NOBODY = "127.0.0.1:1"


def _file(data: bytes = b"%PDF-1.7") -> StoredFile:
    return actions.store(data, "a.pdf", at=AT, encrypted=True)


def said(file: StoredFile) -> str:
    return scanning.outcome(StoredFile.objects.get(pk=file.pk)).words


def test_without_a_scanner_nobody_looked(settings: Settings) -> None:
    settings.GONGKAI_CLAMD = ""
    file = _file()
    assert scanning.hold(file, at=AT) is None
    assert scanning.ask(file, at=AT) is None
    assert said(file) == "未查毒"
    assert queries.content(file) == b"%PDF-1.7"


def test_clean(settings: Settings) -> None:
    file = _file()
    with clamd() as settings.GONGKAI_CLAMD:
        scan = scanning.ask(file, at=AT)
    assert scan is not None
    assert (scan.state, scan.found, scan.answered_at, scan.attempts) == ("clean", "", AT, 1)
    assert said(file) == "未发现病毒"
    assert queries.content(file) == b"%PDF-1.7"


def test_infected(settings: Settings) -> None:
    file = _file(b"%PDF-" + EICAR)
    with clamd() as settings.GONGKAI_CLAMD:
        scan = scanning.ask(file, at=AT)
    assert scan is not None
    assert (scan.state, scan.found) == ("infected", "Eicar-Test-Signature")
    with pytest.raises(Held, match="发现病毒"):
        queries.content(file)


def test_held_before_it_is_asked(settings: Settings) -> None:
    settings.GONGKAI_CLAMD = _NOBODY
    file = _file()
    scanning.hold(file, at=AT)
    with pytest.raises(Held, match="还没有结果"):
        queries.content(file)


@pytest.mark.parametrize("answer", [b"garbage\0", b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_garbage_holds(settings: Settings, answer: bytes) -> None:
    file = _file()
    with clamd(lambda _: answer) as settings.GONGKAI_CLAMD:
        scan = scanning.ask(file, at=AT)
    assert scan is not None
    assert (scan.state, scan.answered_at, scan.attempts) == ("waiting", None, 1)
    with pytest.raises(Held):
        queries.content(file)


def test_silence_holds(settings: Settings) -> None:
    file = _file()
    with clamd(lambda _: None) as settings.GONGKAI_CLAMD:
        scan = scanning.ask(file, at=AT, seconds=0.2)
    assert scan is not None
    assert scan.state == "waiting"


def test_bytes_that_are_gone_are_not_passed(settings: Settings) -> None:
    file = _file()
    file.stored_as = "0" * 64
    file.save()
    with clamd() as settings.GONGKAI_CLAMD:
        scan = scanning.ask(file, at=AT)
    assert scan is not None
    assert scan.state == "waiting"


def test_the_job_asks_again_until_there_is_an_answer(settings: Settings) -> None:
    settings.GONGKAI_CLAMD = _NOBODY
    files = [_file(b"%PDF-1"), _file(b"%PDF-" + EICAR)]
    for file in files:
        scanning.ask(file, at=AT)
    assert scanning.ask_again(AT + timedelta(minutes=2)) == 0
    with clamd() as settings.GONGKAI_CLAMD:
        assert scanning.ask_again(AT + timedelta(minutes=4)) == 2
        assert scanning.ask_again(AT + timedelta(minutes=6)) == 0
    assert [said(file) for file in files] == ["未发现病毒", "发现病毒（Eicar-Test-Signature）"]


def test_one_that_is_never_answered_keeps_no_other_waiting(settings: Settings) -> None:
    bad, good = _file(b"%PDF-bad"), _file(b"%PDF-good")
    settings.GONGKAI_CLAMD = _NOBODY
    scanning.ask(bad, at=AT)
    scanning.ask(good, at=AT + timedelta(seconds=1))
    with clamd(lambda data: b"ERROR\0" if b"bad" in data else b"stream: OK\0") as settings.GONGKAI_CLAMD:
        for n in range(1, 3):
            scanning.ask_again(AT + timedelta(minutes=2 * n))
    assert (said(bad), said(good)) == ("待查毒", "未发现病毒")


def test_an_answer_is_not_asked_for_twice(settings: Settings) -> None:
    file = _file()
    with clamd() as settings.GONGKAI_CLAMD:
        scanning.ask(file, at=AT)
    settings.GONGKAI_CLAMD = _NOBODY
    scan = scanning.ask(file, at=AT + timedelta(days=1))
    assert scan is not None
    assert (scan.state, scan.attempts) == ("clean", 1)


def test_a_scanner_that_was_taken_away_leaves_nothing_waiting_and_nothing_clean(settings: Settings) -> None:
    settings.GONGKAI_CLAMD = _NOBODY
    file = _file()
    scanning.ask(file, at=AT)
    settings.GONGKAI_CLAMD = ""
    scanning.ask_again(AT + timedelta(minutes=2))
    assert not Scan.objects.exists()
    assert said(file) == "未查毒"


def test_what_was_found_stays_held_without_a_scanner(settings: Settings) -> None:
    file = _file(b"%PDF-" + EICAR)
    with clamd() as settings.GONGKAI_CLAMD:
        scanning.ask(file, at=AT)
    settings.GONGKAI_CLAMD = ""
    scanning.ask_again(AT + timedelta(minutes=2))
    with pytest.raises(Held):
        queries.content(file)
